import { tellStory } from '#libs/core/story';
import { operatorKey } from '#libs/core/wire';
import { EVIDENCE_ENTRIES_MAX } from './bundle.js';
import type { EvidenceVersion } from './bundle-form.js';
import type { EvidenceChain } from './chains.js';
import { keyText, type KeyText, type ReadEntry, type ReadScan } from '#libs/core/entries';
import { EvidenceError } from './errors.js';
import { gatherChains } from './gather-chains.js';
import { explainingRefusals } from './gather-refusals.js';
import type { OmittedEntry } from './omitted.js';
import { partiesOf, TrailCache } from './trail-cache.js';
import type { TrailReader } from './trail-reader.js';

/** Everything that evidence of one object holds, before it is decided who may see what of it. */
export interface GatheredTrail {
  readonly version: EvidenceVersion;
  /** Ascending by log index: the story's scans, and the trails of the devices, parties and operator behind them. */
  readonly entries: readonly ReadEntry[];
  /** What shows that scans which came after their key had ended chain into its last statement. */
  readonly chains: readonly EvidenceChain[];
  /** Entries of the object's trail for which there is no room, ascending by log index. */
  readonly omitted: readonly OmittedEntry[];
  /** First log index of which the story was not told; the size unless there is more than a bundle holds. */
  readonly until: number;
}

/**
 * Reads what evidence of an object needs at one size of the log: its trail, the trails of the units it was in for the spans it was in
 * them, and the key trails behind them. About one round trip for each unit, and three more.
 *
 * @param object object key, 32 bytes
 * @param origin of the log
 * @param size of the checkpoint that the evidence will be proven under
 * @throws {EvidenceError} OBJECT_UNKNOWN when no entry names the object; TOO_MANY_ENTRIES when the key trails of its first scan alone
 *   are more than a bundle holds. {WireError} for entries that are not of this format.
 */
export async function gatherTrail(input: {
  readonly object: Uint8Array;
  readonly origin: string;
  readonly size: number;
  readonly reader: TrailReader;
}): Promise<GatheredTrail> {
  const object = keyText(input.object);
  const operator = keyText(operatorKey(input.origin));
  const cache = new TrailCache(input.reader, input.size);
  await cache.loadWhole([object, operator]);
  const scans = await scansOfStory(object, cache);
  await cache.loadWhole(scans.flatMap((scan) => partiesOf(scan, cache)));
  const kept = new Kept(cache, [operator]);
  const fitting = scans.findIndex((scan) => !kept.add(scan));
  if (fitting === 0)
    throw new EvidenceError('TOO_MANY_ENTRIES', 'the key events behind the first scan are more than a bundle holds');
  const until = fitting < 0 ? input.size : scans[fitting]!.logIndex;
  kept.takeEntries(cache.wholeTrail(object).filter((logIndex) => logIndex < until));
  const told = scans.filter(({ logIndex }) => logIndex < until);
  kept.takeWhereThereIsRoom(await explainingRefusals(told, cache));
  if (scans.length === 0) throw new EvidenceError('OBJECT_UNKNOWN', 'no entry of the log names this object');
  const entries = kept.entries();
  const chains = await gatherChains(entries, input.origin, input.reader);
  return { version: 1, entries, chains, omitted: [], until };
}

async function scansOfStory(object: KeyText, cache: TrailCache): Promise<ReadScan[]> {
  const teller = tellStory(object);
  const scans: ReadScan[] = [];
  let asked = teller.next();
  while (!asked.done && scans.length <= EVIDENCE_ENTRIES_MAX) {
    const entry = await cache.next(asked.value);
    if (entry) scans.push(entry);
    asked = teller.next(entry && { entry, party: cache.partyOf(entry.device) });
  }
  return scans;
}

/** Adds one scan after the other, each with the key trails behind it, as long as a bundle has room. */
class Kept {
  private readonly keys = new Set<KeyText>();
  private readonly logIndexes = new Set<number>();

  constructor(
    private readonly cache: TrailCache,
    keys: readonly KeyText[],
  ) {
    for (const key of keys) this.take(key);
  }

  /** @returns false, and nothing is added, when there is no room. */
  add(scan: ReadScan): boolean {
    const keys = [scan.device, ...partiesOf(scan, this.cache)].filter((key) => !this.keys.has(key));
    const indexes = [scan.logIndex, ...keys.flatMap((key) => this.cache.wholeTrail(key))];
    const room = EVIDENCE_ENTRIES_MAX - this.logIndexes.size;
    if (new Set(indexes.filter((logIndex) => !this.logIndexes.has(logIndex))).size > room) return false;
    this.logIndexes.add(scan.logIndex);
    for (const key of keys) this.take(key);
    return true;
  }

  takeEntries(logIndexes: readonly number[]): void {
    for (const logIndex of logIndexes) this.logIndexes.add(logIndex);
  }

  /** The first of them, as many as there is room for. */
  takeWhereThereIsRoom(logIndexes: readonly number[]): void {
    this.takeEntries(logIndexes.slice(0, Math.max(0, EVIDENCE_ENTRIES_MAX - this.logIndexes.size)));
  }

  entries(): ReadEntry[] {
    return this.cache.entriesAt(this.logIndexes);
  }

  private take(key: KeyText): void {
    this.keys.add(key);
    this.takeEntries(this.cache.wholeTrail(key));
  }
}
