import { tellStory } from '../../../../libs/core/story/story.js';
import { operatorKey } from '../../../../libs/core/wire/index.js';
import { EVIDENCE_ENTRIES_MAX } from '../../../../libs/core/evidence/bundle.js';
import { EvidenceError } from '../../../../libs/core/evidence/errors.js';
import type { GatheredTrail } from '../../../../libs/core/evidence/gather.js';
import { gatherChains } from '../../../../libs/core/evidence/gather-chains.js';
import { explainingRefusals } from '../../../../libs/core/evidence/gather-refusals.js';
import type { TrailReader } from '../../../../libs/core/evidence/trail-reader.js';
import { keyText, type KeyText, type ReadEntry, type ReadScan } from '../../../../libs/core/entries/index.js';
import { partiesOf, TrailCache } from './trail-cache.js';

/**
 * Evidence of version 1, as it was gathered until version 2 came: it is judged for ever, and made by tests alone. Its trail, the trails of the units it was in for the spans it was in
 * them, and the key trails behind them. About one round trip for each unit, and three more.
 *
 * @param object object key, 32 bytes
 * @param origin of the log
 * @param size of the checkpoint that the evidence will be proven under
 * @throws {EvidenceError} OBJECT_UNKNOWN when no entry names the object; TOO_MANY_ENTRIES when the key trails of its first scan alone
 *   are more than a bundle holds. {WireError} for entries that are not of this format.
 */
export async function gatherVersion1(input: {
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
  kept.takeEntries(cache.trail(object).filter((logIndex) => logIndex < until));
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
    const indexes = [scan.logIndex, ...keys.flatMap((key) => this.cache.trail(key))];
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
    this.takeEntries(this.cache.trail(key));
  }
}
