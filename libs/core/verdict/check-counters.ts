import { bytesEqual, judgeScanTime, statementHash } from '#libs/core/wire';
import { keyText, type ReadEntry, type ReadScan } from '#libs/core/entries';
import type { RootAt } from '#libs/core/evidence';
import { arrivedBackwards } from './arrivals.js';
import { type Finding, finding } from './status.js';
import type { CheckList } from './checks.js';

/**
 * Whether what the log says of the counters agrees with the entries at hand: no counter twice, `after` never below a counter that was
 * logged before, never the entry's own, and nothing that arrived before what stands above it.
 */
export function checkCounters(entries: readonly ReadEntry[], checks: CheckList): void {
  const wrong: number[] = [];
  for (const scans of scansByBoot(entries).values()) {
    const seen = new Set<number>();
    let highest = 0;
    for (const { scan, logIndex } of scans) {
      const { counter, after } = scan;
      if (seen.has(counter) || after < highest || after === counter) wrong.push(logIndex);
      seen.add(counter);
      highest = Math.max(highest, counter);
    }
  }
  const back = arrivedBackwards(entries);
  if (wrong.length > 0)
    checks.add('COUNTERS', 'failed', 'What the log says of the counters before these entries is not true.', wrong);
  if (back.length > 0)
    checks.add(
      'COUNTERS',
      'failed',
      'The log says that these entries arrived before others that stand above them.',
      back,
    );
  if (wrong.length + back.length === 0)
    checks.add('COUNTERS', 'passed', 'No counter stands twice, and what the log says of earlier counters fits.');
}

/** What devices say of their own order and of the log that cannot be, without the log being at fault. */
export function deviceFindings(entries: readonly ReadEntry[], rootAt: RootAt): Finding[] {
  const scans = entries.filter((entry): entry is ReadScan => entry.kind === 'scan');
  return [
    ...previousMisfits(entries),
    ...scans.flatMap((scan) => oddCheckpoint(scan, rootAt)),
    ...scans.flatMap(oddTime),
  ];
}

function previousMisfits(entries: readonly ReadEntry[]): Finding[] {
  return [...scansByBoot(entries).values()].flatMap((scans) => {
    const byCounter = new Map(scans.map((entry) => [entry.scan.counter, entry]));
    return scans.flatMap((entry) => {
      const before = byCounter.get(entry.scan.counter - 1);
      if (!before || bytesEqual(statementHash(before.scan), entry.scan.previous)) return [];
      const text = `Entry ${entry.logIndex} does not chain into the scan before it of the same device, entry ${before.logIndex}.`;
      return [finding('PREVIOUS_MISFIT', text, [before.logIndex, entry.logIndex])];
    });
  });
}

function oddCheckpoint({ header, logIndex }: ReadScan, rootAt: RootAt): Finding[] {
  const seen = header.seenCheckpoint;
  if (!seen) return [];
  const odd = (text: string): Finding[] => [
    finding('SEEN_CHECKPOINT_ODD', `The device of entry ${logIndex} says it saw ${text}`, [logIndex]),
  ];
  if (seen.size > logIndex)
    return odd(`a checkpoint of ${seen.size} entries before it signed, and the entry stands before its end.`);
  // Only a notice: the header holds no signature of the log, so the device may have made it up.
  const root = rootAt(seen.size);
  if (root && !bytesEqual(seen.root, root)) {
    return odd(
      `a checkpoint of ${seen.size} entries with another root than the log had then: either the device is wrong, or the log shows two histories.`,
    );
  }
  return [];
}

function oddTime({ header, scan, logIndex }: ReadScan): Finding[] {
  const reason = judgeScanTime({ eventTimeMs: header.eventTimeMs, receivedTimeMs: scan.receivedTimeMs });
  if (reason === undefined || reason === 'CLOCK_AHEAD') return [];
  return [finding('TIME_ODD', `The device time of entry ${logIndex} cannot be (${reason}).`, [logIndex])];
}

function scansByBoot(entries: readonly ReadEntry[]): Map<string, ReadScan[]> {
  const boots = new Map<string, ReadScan[]>();
  for (const entry of entries) {
    if (entry.kind !== 'scan') continue;
    const boot = `${entry.device} ${keyText(entry.scan.boot)}`;
    const scans = boots.get(boot) ?? [];
    if (scans.length === 0) boots.set(boot, scans);
    scans.push(entry);
  }
  return boots;
}
