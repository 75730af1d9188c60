import { parentOf } from './packing.js';
import { isLate } from './story.js';
import { keyText, type ReadEntry } from '#libs/core/entries';
import { KeyState } from '#libs/core/keys';
import { objectKey } from '#libs/core/wire';
import { CounterBook } from './counters.js';
import { urisOf } from './read-story.js';
import { type TrailStep, trailStep } from './step.js';

/**
 * Describes entries that name an object where its story is not told: each as its signer says it, without custody and packing, which
 * follow from everything before. `missingBefore` counts what these entries do not account for.
 *
 * @param entries what `gatherOwnEntries` gave, as far as the reader may see it (`visibleEntries`)
 * @param own log indexes of those to describe
 * @throws {KeyStateError} for entries that no log of ours holds
 */
export function describeOwnEntries(input: {
  readonly object: string;
  readonly origin: string;
  readonly entries: readonly ReadEntry[];
  readonly own: readonly number[];
}): TrailStep[] {
  const { entries } = input;
  const keys = new KeyState(input.origin);
  for (const entry of entries) if (entry.kind === 'event') keys.apply(entry);
  const object = keyText(objectKey(input.object));
  const context = { object, keys, uriOf: urisOf(input.object, entries) };
  const book = new CounterBook(entries);
  const own = new Set(input.own);
  return entries.flatMap((entry) => {
    if (entry.kind !== 'scan' || !own.has(entry.logIndex)) return [];
    const untold = { standing: 'not told', custodian: null, handsTo: null, via: [], packing: [], units: [] } as const;
    const party = keys.device(entry.device)?.party ?? null;
    const about = parentOf(entry) ?? object;
    const step = { ...untold, entry, party, about, late: isLate(entry) };
    return [trailStep(step, book.holeBelow(entry).missing, context)];
  });
}
