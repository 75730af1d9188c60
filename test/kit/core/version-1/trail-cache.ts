import { hexToBytes } from '@noble/hashes/utils.js';
import {
  isEventOf,
  keyText,
  type KeyText,
  ReadEntries,
  type ReadEntry,
  type ReadScan,
} from '../../../../libs/core/entries/index.js';
import { EVIDENCE_ENTRIES_MAX } from '../../../../libs/core/evidence/bundle.js';
import type { TrailReader, TrailRequest } from '../../../../libs/core/evidence/trail-reader.js';
import type { StoryRequest } from '../../../../libs/core/story/index.js';
import { EventKind } from '../../../../libs/core/wire/index.js';

/** Entries of a unit that are asked for first; the span in it is usually short. */
const PAGE_ENTRIES = 32;

/** The part of a trail that was read so far. */
interface Loaded {
  readonly from: number;
  /** First log index that was not read; the end of the log when there is nothing more. */
  through: number;
  readonly scans: ReadScan[];
  pageEntries: number;
}

/** Reads trails as far as a story needs them, many at a time, and remembers whose the devices are. */
export class TrailCache {
  private readonly entries = new ReadEntries();
  private readonly trails = new Map<KeyText, Loaded>();
  private readonly whole = new Map<KeyText, readonly number[]>();
  private readonly partyOfDevice = new Map<KeyText, KeyText>();

  constructor(
    private readonly reader: TrailReader,
    private readonly before: number,
  ) {}

  partyOf(device: KeyText): KeyText | null {
    return this.partyOfDevice.get(device) ?? null;
  }

  /** Log indexes of a trail that `loadWhole` has read. */
  trail(key: KeyText): readonly number[] {
    return this.whole.get(key) ?? [];
  }

  /** Entries that were read, each once, ascending by log index. */
  entriesAt(logIndexes: Iterable<number>): ReadEntry[] {
    return [...new Set(logIndexes)].sort((one, other) => one - other).map((logIndex) => this.entries.at(logIndex));
  }

  /** Reads trails from their first link to the end, as evidence holds those of objects, devices, parties and the operator. */
  async loadWhole(keys: readonly KeyText[]): Promise<void> {
    const missing = [...new Set(keys)].filter((key) => !this.whole.has(key));
    if (missing.length === 0) return;
    const lists = await this.read(missing.map((key) => this.request(key, 0, EVIDENCE_ENTRIES_MAX + 1)));
    for (const [at, key] of missing.entries()) {
      const list = lists[at]!;
      this.whole.set(
        key,
        list.map(({ logIndex }) => logIndex),
      );
      this.trails.set(key, { from: 0, through: this.before, scans: scansOf(list), pageEntries: PAGE_ENTRIES });
    }
    await this.loadDevicesOf(lists.flat());
  }

  /** The first scan after a log index that names one of the keys, reading on where that is not known yet. */
  async next({ keys, after }: StoryRequest): Promise<ReadScan | undefined> {
    for (;;) {
      const candidates = keys.map((key) => this.loaded(key, after)?.scans.find(({ logIndex }) => logIndex > after));
      const unknown = keys.filter((key, at) => candidates[at] === undefined && !this.isReadToTheEnd(key, after));
      if (unknown.length === 0) return earliest(candidates);
      await this.readOn(unknown, after);
    }
  }

  private async readOn(keys: readonly KeyText[], after: number): Promise<void> {
    const parts = keys.map((key) => {
      const loaded = this.loaded(key, after) ?? {
        from: after + 1,
        through: after + 1,
        scans: [],
        pageEntries: PAGE_ENTRIES,
      };
      this.trails.set(key, loaded);
      return loaded;
    });
    const lists = await this.read(keys.map((key, at) => this.request(key, parts[at]!.through, parts[at]!.pageEntries)));
    for (const [at, loaded] of parts.entries()) {
      const list = lists[at]!;
      loaded.scans.push(...scansOf(list));
      loaded.through = list.length < loaded.pageEntries ? this.before : list.at(-1)!.logIndex + 1;
      loaded.pageEntries *= 2;
    }
    await this.loadDevicesOf(lists.flat());
  }

  /** What was read of a trail, if it reaches from `after` on without a hole. */
  private loaded(key: KeyText, after: number): Loaded | undefined {
    const loaded = this.trails.get(key);
    return loaded && loaded.from <= after + 1 && after + 1 <= loaded.through ? loaded : undefined;
  }

  private isReadToTheEnd(key: KeyText, after: number): boolean {
    return after + 1 >= this.before || this.loaded(key, after)?.through === this.before;
  }

  private async loadDevicesOf(list: readonly ReadEntry[]): Promise<void> {
    await this.loadWhole(list.flatMap((entry) => (entry.kind === 'scan' ? [entry.device] : [])));
  }

  private request(key: KeyText, from: number, limit: number): TrailRequest {
    return { key: hexToBytes(key), from, before: this.before, limit };
  }

  private async read(requests: readonly TrailRequest[]): Promise<readonly (readonly ReadEntry[])[]> {
    const lists = await this.reader.readTrails(requests, this.entries);
    for (const list of lists) for (const entry of list) this.noteParty(entry);
    return lists;
  }

  private noteParty(entry: ReadEntry): void {
    if (entry.kind === 'event' && isEventOf(entry, EventKind.ENROL)) {
      this.partyOfDevice.set(keyText(entry.body.device), keyText(entry.body.party));
    }
  }
}

/** The party that signed, and the one that custody is handed to: for their names. */
export function partiesOf(scan: ReadScan, cache: TrailCache): KeyText[] {
  const signer = cache.partyOf(scan.device);
  return [...(signer === null ? [] : [signer]), ...(scan.header.to ? [keyText(scan.header.to)] : [])];
}

export const scansOf = (list: readonly ReadEntry[]): ReadScan[] =>
  list.filter((entry): entry is ReadScan => entry.kind === 'scan');

function earliest(scans: readonly (ReadScan | undefined)[]): ReadScan | undefined {
  let first: ReadScan | undefined;
  for (const scan of scans) if (scan && (!first || scan.logIndex < first.logIndex)) first = scan;
  return first;
}
