import type { ScanAtHand } from '#libs/core/story';
import type { Random } from '../../faults/random.js';
import type { MadeScan } from './world.js';

/** A scan that is logged, and what was made of it. */
export interface Logged extends ScanAtHand {
  readonly made: MadeScan;
}

/** The log when scans come as their devices send them. */
export function asSent(scans: readonly MadeScan[]): Logged[] {
  const sent = scans.toSorted((one, other) => one.sentMs - other.sentMs);
  return logged(sent, (scan) => scan.sentMs);
}

/** The log when scans come in any order, after all of them were made. */
export function shuffled(scans: readonly MadeScan[], random: Random): Logged[] {
  return inOrder(random.shuffle(scans));
}

/** The log when scans come in this order, a second apart, after all of them were made. */
export function inOrder(scans: readonly MadeScan[]): Logged[] {
  const endMs = Math.max(...scans.map(({ sentMs, trueMs, eventTimeMs }) => Math.max(sentMs, trueMs, eventTimeMs)));
  return logged(scans, (_, place) => endMs + (place + 1) * 1_000);
}

function logged(scans: readonly MadeScan[], arrivalOf: (scan: MadeScan, place: number) => number): Logged[] {
  const highest = new Map<string, number>();
  return scans.map((made, place) => {
    const boot = `${made.device} ${made.boot}`;
    const after = highest.get(boot) ?? 0;
    highest.set(boot, Math.max(after, made.counter));
    return { ...made, made, logIndex: place + 1, after, receivedTimeMs: Math.ceil(arrivalOf(made, place)) };
  });
}
