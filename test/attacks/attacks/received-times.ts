import { type Aftermath, type Alarm, type Attack, FROM_LATER, HARMLESS, UNUSABLE } from '../attack.js';
import { hashOf, verified } from '../forging/forged.js';
import { STREAM_WRITER } from '../forging/inject.js';
import { goodScan } from '../forging/crooked-scan.js';

const YEAR_MS = 365 * 86_400_000;

/** What ingest says of the time of arrival is its word alone. Whatever it says, nothing may stand still, and no entry be unreadable. */
const TIMES: Readonly<
  Record<string, { readonly timeMs: () => number; readonly alarm: Alarm; readonly isTaken: boolean }>
> = {
  zero: { timeMs: () => 0, alarm: UNUSABLE, isTaken: false },
  negative: { timeMs: () => -1, alarm: UNUSABLE, isTaken: false },
  'most-negative': { timeMs: () => -(2 ** 63), alarm: UNUSABLE, isTaken: false },
  past: { timeMs: () => Date.now() - YEAR_MS, alarm: HARMLESS, isTaken: true },
  'minutes-ahead': { timeMs: () => Date.now() + 5 * 60_000, alarm: FROM_LATER, isTaken: false },
  'hours-ahead': { timeMs: () => Date.now() + 23 * 3_600_000, alarm: FROM_LATER, isTaken: false },
  future: { timeMs: () => Date.now() + 10 * YEAR_MS, alarm: FROM_LATER, isTaken: false },
  'largest-safe': { timeMs: () => Number.MAX_SAFE_INTEGER, alarm: UNUSABLE, isTaken: false },
  largest: { timeMs: () => 2 ** 62, alarm: UNUSABLE, isTaken: false },
};

export const receivedTimes: readonly Attack[] = Object.entries(TIMES).map(([name, { timeMs, alarm, isTaken }]) => ({
  name: `received-time-${name}`,
  who: `${STREAM_WRITER}.`,
  run: async (field): Promise<Aftermath> => {
    const scan = goodScan(await field.accomplice());
    await field.attacker.inject(field.partition, field.attacker.seal({ scans: [verified(scan, timeMs())] }));
    await field.taken();
    // What is behind the clock may have waited in the stream for so long: it is taken, and arrived with what stands above it.
    return { alarm, ...(isTaken && { mayBeLogged: [hashOf(scan)], mayBeNoticed: ['time_odd'] }) };
  },
}));
