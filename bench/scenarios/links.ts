import { copyRowsPerSecond } from '../baselines.js';
import { DEVICES, load, type ScenarioOptions, withNode } from '../node-load.js';
import type { Figure } from '../report.js';

/** Reads of 50 tags: object links a second, against COPY of rows of the same shape. */
export async function links(options: ScenarioOptions): Promise<Figure[]> {
  return withNode(options, async (bench) => {
    const { node } = bench;
    const objectsPerScan = 50;
    const scans = 400 * options.seconds;
    const copyBefore = await copyRowsPerSecond(node.databaseUrl);
    const result = await load(bench, { seed: 'links', devices: DEVICES, scans, objectsPerScan, windowScans: 8 });
    const copy = (copyBefore + (await copyRowsPerSecond(node.databaseUrl))) / 2;
    const rate = (result.receipted / result.seconds) * objectsPerScan;
    return [
      { what: 'COPY of rows of the same shape', value: copy, unit: 'rows/s' },
      { what: 'object links, publish to verified receipt', value: rate, unit: 'links/s' },
      { what: 'ratio links / COPY', value: rate / copy, unit: '', goal: '>= 0.15' },
    ];
  });
}
