import { troubleOf } from '../node-load.js';
import { round } from '../report.js';
import type { VerifyRate } from '../verifying/verify-rate.js';
import { differenceOf } from './end-to-end-figures.js';
import type { MeasuredLoad } from './measured-load.js';

const DRIFT_MAX = 0.15;
// Five steps of its clock: far below what a latency goal could hide.
const LAG_MAX_MS = 10;
const READER_SHARE_MAX = 0.01;
const OTHERS_CORES_MAX = 0.1;

/** Why a ratio to the machine's verifications may not be trusted. */
export function verifyNotes(before: VerifyRate, after: VerifyRate): string[] {
  const difference = differenceOf(before, after);
  if (difference <= DRIFT_MAX) return [];
  return [
    `the machine verified ${round(difference * 100)} % less at one end of the run than at the other: the ratio is not to be trusted`,
  ];
}

/** What is wrong with a load, and where a figure is the generator's own. */
export function loadNotes({ name, scansPerSecond, result, usage }: MeasuredLoad): string[] {
  const lag = result.lagMs.p99;
  return [
    ...troubleOf(name, result),
    ...(scansPerSecond !== undefined && lag > LAG_MAX_MS
      ? [`${name}: the generator was ${round(lag)} ms behind its own schedule (p99), so the latency is in part its own`]
      : []),
    ...(usage.readerShare > READER_SHARE_MAX
      ? [`${name}: reading /proc took ${round(usage.readerShare * 100)} % of a core, which the node did not have`]
      : []),
    ...(usage.othersCores > OTHERS_CORES_MAX || usage.stolenCores > OTHERS_CORES_MAX
      ? [
          `${name}: other programs took ${round(usage.othersCores)} cores meanwhile, and ${round(usage.stolenCores)} were stolen: the figures are of a busy machine`,
        ]
      : []),
  ];
}
