import { tellByTime } from '../../../libs/core/story/by-time.js';
import { Random } from '../../faults/random.js';
import { type Burden, BURDEN_FACTS, BURDEN_THING } from './burdens.js';

export interface Speed {
  readonly name: string;
  readonly entries: number;
  /** Processor time, milliseconds: others may work on the machine. */
  readonly ms: number;
  readonly goalMs: number;
}

/** A bundle as large as one may be, and one as most are; and in how many milliseconds each is told. */
const SIZES = [
  { entries: 51, goalMs: 5, runs: 9 },
  { entries: 2_000, goalMs: 500, runs: 1 },
] as const;

export function speedsOf(burden: Burden, seed: number): Speed[] {
  return SIZES.filter(({ entries }) => entries <= (burden.entriesMost ?? Infinity)).map(({ entries, goalMs, runs }) => {
    const log = burden.make(entries, new Random(seed));
    const times = Array.from({ length: runs }, () => processorMs(() => tellByTime(BURDEN_THING, log, BURDEN_FACTS)));
    return { name: burden.name, entries, ms: Math.min(...times), goalMs };
  });
}

function processorMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
