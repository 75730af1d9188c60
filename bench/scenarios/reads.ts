import { DEVICES, load, type ScenarioOptions, withNode } from '../node-load.js';
import { measureReads, randomObjects } from '../reads.js';
import type { Figure } from '../report.js';
import { settled } from '../settled.js';
import { measureVerify } from '../verify.js';

/** What a reader waits at 10^5 entries. */
export async function reads(options: ScenarioOptions): Promise<Figure[]> {
  return withNode(options, async (bench) => {
    const { node } = bench;
    await load(bench, { seed: 'reads', devices: DEVICES, scans: 100_000, objectsPerScan: 1, windowScans: 32 });
    const object = 'https://id.gs1.org/01/09520000000004/21/twenty';
    await load(bench, { seed: 'twenty', devices: 5, scans: 20, objectsPerScan: 1, windowScans: 1, object });
    await settled(node.databaseUrl);
    return [
      ...(await measureReads(node.apiUrl, await randomObjects(node.databaseUrl, 10_000))),
      ...(await measureVerify(node, object)),
    ];
  });
}
