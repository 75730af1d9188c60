import { load, programsOf, type ScenarioOptions, withNode } from '../node-load.js';
import { proportionalBytesOfGroups } from '../processes/process-groups.js';
import { ProcessWatch } from '../processes/process-watch.js';
import type { Findings } from '../report.js';
import { settled } from '../settled.js';
import { measureVerifyRate } from '../verifying/verify-rate.js';
import {
  besideFigures,
  latencyFigures,
  memoryFigures,
  outcomeFigures,
  processorFigures,
  rateFigures,
  verifyFigures,
} from './end-to-end-figures.js';
import { loadNotes, verifyNotes } from './end-to-end-notes.js';
import { fullLoadScans, measure, type MeasuredLoad, measureRest, WARM } from './measured-load.js';

const REST_MS = 5_000;

/** Scans from due to verified receipt, at fixed rates and at full load, and what each process pays for them. */
export async function endToEnd(options: ScenarioOptions): Promise<Findings> {
  const verifyBefore = await measureVerifyRate();
  const { rest, loads, leftBehind, memoryAfter } = await withNode(options, async (bench) => {
    const rest = await measureRest(bench, REST_MS);
    const warm = await load(bench, WARM);
    const loads: MeasuredLoad[] = [];
    for (const rate of options.rates) loads.push(await measure(bench, rate, rate * options.seconds));
    loads.push(await measure(bench, undefined, fullLoadScans(warm, options.seconds)));
    const watch = new ProcessWatch(() => programsOf(bench));
    await settled(bench.node.databaseUrl);
    const leftBehind = watch.end();
    return { rest, loads, leftBehind, memoryAfter: proportionalBytesOfGroups(programsOf(bench)) };
  });
  const verifyAfter = await measureVerifyRate();
  const full = loads.at(-1)!;
  return {
    figures: [
      ...verifyFigures(verifyBefore, verifyAfter),
      ...rateFigures(full, verifyBefore, verifyAfter),
      ...loads.slice(0, -1).flatMap(latencyFigures),
      ...outcomeFigures(loads),
      ...processorFigures(loads, leftBehind, rest.usage),
      ...besideFigures(loads),
      ...memoryFigures(rest.memory, loads, memoryAfter),
    ],
    notes: [...verifyNotes(verifyBefore, verifyAfter), ...loads.flatMap(loadNotes)],
  };
}
