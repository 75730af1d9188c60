import { isEventOf, keyText, type ReadEntry, type ReadEvent, type ReadScan } from '#libs/core/entries';
import { isCounterReused, type KeyState, type KnownKey } from '#libs/core/keys';
import type { TrailStep } from '#libs/core/story';
import { bytesEqual, EventKind, refusedStatements, type SignedStatement, statementHash } from '#libs/core/wire';
import { type Finding, finding } from './status.js';

/**
 * Scans by keys that were reported as compromised afterwards: what was logged before the report counts, and may be of whoever had the
 * key. One finding for each key.
 *
 * @param scans of the story
 */
export function compromisedKeys(scans: readonly ReadScan[], keys: KeyState): Finding[] {
  const byKey = new Map<KnownKey, ReadScan[]>();
  for (const scan of scans) {
    const key = keys.device(scan.device)?.keys.key(scan.scan.keyId);
    if (key?.compromised && mayBeForeign(scan, key)) byKey.set(key, [...(byKey.get(key) ?? []), scan]);
  }
  return [...byKey].map(([{ compromised }, signed]) => {
    const { logIndex, sinceMs } = compromised!;
    const since =
      sinceMs === undefined
        ? 'since when is not known, so any of its scans may be of another hand'
        : `since ${new Date(sinceMs).toISOString()}, and scans from then on may be of another hand`;
    const text = `A key of this trail was reported as compromised by entry ${logIndex}: ${since}.`;
    return finding('KEY_COMPROMISED', text, [logIndex, ...signed.map((scan) => scan.logIndex)]);
  });
}

/** By the device's time or by the arrival: a thief states what time he likes, and a device offline arrives late. */
function mayBeForeign({ header, scan, logIndex }: ReadScan, { compromised }: KnownKey): boolean {
  const { logIndex: reportIndex, sinceMs = 0 } = compromised!;
  return logIndex < reportIndex && (header.eventTimeMs >= sinceMs || scan.receivedTimeMs >= sinceMs);
}

/** A device that was caught with two statements has signed this trail too. */
export function equivocations(entries: readonly ReadEntry[], steps: readonly TrailStep[]): Finding[] {
  return entries.flatMap((entry) => {
    if (entry.kind !== 'event' || !isEventOf(entry, EventKind.EQUIVOCATION)) return [];
    const device = keyText(entry.body.first.device);
    const signed = steps.filter((step) => step.device.key === device).map(({ logIndex }) => logIndex);
    const text = `A device of this trail signed two statements that cannot both be true (${entry.body.reason}, counter ${entry.body.second.counter}).`;
    return signed.length === 0 ? [] : [finding('EQUIVOCATION', text, [entry.logIndex, ...signed])];
  });
}

/**
 * Scans whose counter was refused with other bytes by the same key, and no entry says so: a device that contradicts itself, which the
 * log does not call by its name.
 */
export function unnamedEquivocations(entries: readonly ReadEntry[]): Finding[] {
  const refused = entries.flatMap((entry) =>
    entry.kind === 'event' && isEventOf(entry, EventKind.REFUSED)
      ? refusedStatements(entry.body).map((statement) => ({ logIndex: entry.logIndex, statement }))
      : [],
  );
  if (refused.length === 0) return [];
  const named = new Set(entries.flatMap((entry) => (entry.kind === 'event' ? accused(entry) : [])));
  const open = refused.filter(({ statement }) => !named.has(hashText(statement)));
  return entries.flatMap((entry) => {
    if (entry.kind !== 'scan') return [];
    const twins = open.filter(({ statement }) => isTwin(statement, entry));
    if (twins.length === 0) return [];
    const text = `A device of this trail signed two statements with counter ${entry.scan.counter}: one is entry ${entry.logIndex}, another was refused.`;
    return [finding('EQUIVOCATION', text, [entry.logIndex, ...twins.map(({ logIndex }) => logIndex)])];
  });
}

function accused(entry: ReadEvent): string[] {
  return isEventOf(entry, EventKind.EQUIVOCATION) ? [entry.body.first, entry.body.second].map(hashText) : [];
}

const hashText = (statement: SignedStatement): string => keyText(statementHash(statement));

const isTwin = (statement: SignedStatement, { scan }: ReadScan): boolean =>
  bytesEqual(statement.device, scan.device) &&
  bytesEqual(statement.keyId, scan.keyId) &&
  isCounterReused(statement, scan);
