import { codesKey, EventKind, objectKey, operatorKey } from '#libs/core/wire';
import { holderPrefixes } from '#libs/core/gs1';
import { unitsAmong } from '#libs/core/story';
import { isEventOf, keyText, type KeyText, type ReadEntry } from '#libs/core/entries';
import { chooseScans } from './budget.js';
import { EVIDENCE_ENTRIES_MAX } from './bundle.js';
import type { EvidenceVersion } from './bundle-form.js';
import type { EvidenceChain } from './chains.js';
import { enrolmentsIn } from './enrolments.js';
import { EvidenceError } from './errors.js';
import { fairCut } from './fair-cut.js';
import { gatherChains } from './gather-chains.js';
import { explainingRefusals } from './gather-refusals.js';
import { OMITTED_ENTRIES_MAX, type OmittedEntry } from './omitted.js';
import { readToldStory, TOLD_SCANS_MAX } from './read-story.js';
import { scansOf, TrailCache } from './trail-cache.js';
import type { TrailReader } from './trail-reader.js';
import { weighScans } from './weigh.js';

/** Everything that evidence of one object holds, before it is decided who may see what of it. */
export interface GatheredTrail {
  readonly version: EvidenceVersion;
  /** Ascending by log index: scans of the story, and the trails of the devices, parties, codes and operator behind them. */
  readonly entries: readonly ReadEntry[];
  /** What shows that scans which came after their key had ended chain into its last statement. */
  readonly chains: readonly EvidenceChain[];
  /** Entries of the object's trail for which there is no room, ascending by log index. */
  readonly omitted: readonly OmittedEntry[];
  /** First log index of which the story was not told; the size unless the object's trail is longer than a bundle can speak of. */
  readonly until: number;
}

/** Entries of one object that a bundle can speak of, by holding them or by saying where they stand. */
export const OWN_ENTRIES_MAX = OMITTED_ENTRIES_MAX;
/** Scans of the object itself that are told, where there are more: the rest is for its units. */
const OWN_SCANS_TOLD_MAX = TOLD_SCANS_MAX - 500;

/**
 * Reads what evidence of an object needs at one size of the log: its trail, those of the units that it was in, and the key trails behind
 * them. Three round trips, and about one more for each unit around another.
 *
 * @param object canonical URI
 * @param origin of the log
 * @param size of the checkpoint that the evidence will be proven under
 * @throws {EvidenceError} OBJECT_UNKNOWN when no scan names the object; TOO_MANY_ENTRIES when what stands behind any one of its scans is
 *   more than a bundle holds. {WireError} for entries that are not of this format.
 */
export async function gatherTrail(input: {
  readonly object: string;
  readonly origin: string;
  readonly size: number;
  readonly reader: TrailReader;
}): Promise<GatheredTrail> {
  const { object, origin, size, reader } = input;
  const cache = new TrailCache(reader, size);
  const thing = keyText(objectKey(object));
  const always = [keyText(operatorKey(origin)), ...holderPrefixes(object).map((digits) => keyText(codesKey(digits)))];
  await cache.load([
    { key: thing, limit: OWN_ENTRIES_MAX },
    ...always.map((key) => ({ key, limit: EVIDENCE_ENTRIES_MAX })),
  ]);
  const until = cache.beyond(thing) ?? size;
  const own = cache.entriesAt(cache.trail(thing));
  const scans = scansOf(own);
  if (scans.length === 0) throw new EvidenceError('OBJECT_UNKNOWN', 'no entry of the log names this object');
  await cache.loadOwners(scans.map(({ device }) => device));
  const told = fairCut(scans, {
    partyOf: ({ device }) => cache.partyOf(device),
    max: scans.length > OWN_SCANS_TOLD_MAX ? OWN_SCANS_TOLD_MAX : scans.length,
  });
  const atHand = await readToldStory({ object, own: told, cache, reader });
  const owners = holdersOf(cache.allEvents());
  await cache.loadWhole(owners);
  const fixed = [
    ...[...always, ...owners].flatMap((key) => cache.trail(key)),
    ...own.filter(({ kind }) => kind !== 'scan').map(({ logIndex }) => logIndex),
  ];
  const candidates = (await weighScans(scans, atHand, cache)).filter(({ logIndex }) => logIndex < until);
  const chosen = ofTheObject(thing, cache, chooseScans(candidates, { fixed, entriesMax: EVIDENCE_ENTRIES_MAX }));
  if (chosen.size === 0)
    throw new EvidenceError('TOO_MANY_ENTRIES', 'the key events behind any of its scans are more than a bundle holds');
  const carried = candidates.filter(({ logIndex }) => chosen.has(logIndex));
  const held = new Set([...fixed, ...chosen, ...carried.flatMap(({ behind }) => behind)]);
  for (const refusal of await explainingRefusals(scansOf(cache.entriesAt(chosen)), cache))
    if (held.size < EVIDENCE_ENTRIES_MAX) held.add(refusal);
  const entries = cache.entriesAt(held);
  const chains = await gatherChains(entries, origin, reader);
  const omitted = own
    .filter(({ logIndex }) => !held.has(logIndex))
    .map(({ logIndex, leaf }): OmittedEntry => ({ logIndex, leaf }));
  return { version: 2, entries, chains, omitted, until };
}

/** Of the chosen scans those that name the object or a unit that it was in by one of them: a packing may have had no room. */
function ofTheObject(thing: KeyText, cache: TrailCache, chosen: readonly number[]): ReadonlySet<number> {
  const scans = scansOf(cache.entriesAt(chosen));
  const ownKeys = new Set(
    enrolmentsIn(cache.allEvents())
      .enrolledDevices()
      .flatMap(({ object }) => object ?? []),
  );
  const units = unitsAmong(thing, scans, ownKeys);
  return new Set(scans.flatMap(({ logIndex, objects }) => (objects.some((key) => units.has(key)) ? [logIndex] : [])));
}

/** Parties of which the log says that they own codes, or make things under them. */
const holdersOf = (events: readonly ReadEntry[]): KeyText[] =>
  events.flatMap((event) =>
    event.kind === 'event' && isEventOf(event, EventKind.CODES) ? [keyText(event.body.party)] : [],
  );
