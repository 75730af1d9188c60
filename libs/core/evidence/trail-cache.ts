import { hexToBytes } from '@noble/hashes/utils.js';
import { isEventOf, keyText, type KeyText, ReadEntries, type ReadEntry, type ReadScan } from '#libs/core/entries';
import { EventKind } from '#libs/core/wire';
import { EVIDENCE_ENTRIES_MAX } from './bundle.js';
import type { TrailReader } from './trail-reader.js';

/** Entries of a key trail that tell whose a device is; evidence carries longer ones only of devices that act. */
export const KEY_TRAIL_SHORT_MAX = 16;

/** A trail to read from its first link on. */
export interface Beginning {
  readonly key: KeyText;
  /** Entries at most; one more is read, to know whether there are more. */
  readonly limit: number;
}

interface Loaded {
  readonly logIndexes: readonly number[];
  readonly limit: number;
}

/** Reads trails, many at a time, each entry once, and remembers whose the devices are. */
export class TrailCache {
  private readonly read = new ReadEntries();
  private readonly events = new Map<number, ReadEntry>();
  private readonly trails = new Map<KeyText, Loaded>();
  private readonly partyOfDevice = new Map<KeyText, KeyText>();

  constructor(
    private readonly reader: TrailReader,
    private readonly before: number,
  ) {}

  partyOf(device: KeyText): KeyText | null {
    return this.partyOfDevice.get(device) ?? null;
  }

  /** Log indexes of a trail, as far as it was loaded. */
  trail(key: KeyText): readonly number[] {
    const loaded = this.trails.get(key);
    return loaded ? loaded.logIndexes.slice(0, loaded.limit) : [];
  }

  /** Whether a trail that was loaded goes no further. */
  isWhole(key: KeyText): boolean {
    const loaded = this.trails.get(key);
    return loaded !== undefined && loaded.logIndexes.length <= loaded.limit;
  }

  /** First log index of a trail that was not loaded; null where it is whole. */
  beyond(key: KeyText): number | null {
    const loaded = this.trails.get(key);
    return loaded?.logIndexes[loaded.limit] ?? null;
  }

  /** Entries that were read, each once, ascending by log index. */
  entriesAt(logIndexes: Iterable<number>): ReadEntry[] {
    return [...new Set(logIndexes)].sort((one, other) => one - other).map((logIndex) => this.read.at(logIndex));
  }

  /** All events that were read, ascending by log index. */
  allEvents(): ReadEntry[] {
    return [...this.events.values()].sort((one, other) => one.logIndex - other.logIndex);
  }

  /** Reads trails from their first link on, those that are not there yet. */
  async load(wanted: readonly Beginning[]): Promise<void> {
    const missing = new Map<KeyText, number>();
    for (const { key, limit } of wanted) {
      const loaded = this.trails.get(key);
      if (!loaded || (loaded.limit < limit && !this.isWhole(key)))
        missing.set(key, Math.max(limit, missing.get(key) ?? 0));
    }
    if (missing.size === 0) return;
    const requests = [...missing].map(([key, limit]) => ({ key, from: 0, limit: limit + 1 }));
    const lists = await this.parts(requests);
    for (const [at, [key, limit]] of [...missing].entries())
      this.trails.set(key, { logIndexes: lists[at]!.map(({ logIndex }) => logIndex), limit });
  }

  /** Trails that evidence holds whole: of parties, and of devices that act. */
  loadWhole(keys: readonly KeyText[]): Promise<void> {
    return this.load(keys.map((key) => ({ key, limit: EVIDENCE_ENTRIES_MAX })));
  }

  /** As much of the key trails of devices as tells whose they are. */
  loadOwners(devices: readonly KeyText[]): Promise<void> {
    return this.load(devices.map((key) => ({ key, limit: KEY_TRAIL_SHORT_MAX })));
  }

  /** Parts of trails, from a log index on, as many entries as there are up to the limit. */
  async parts(
    requests: readonly { readonly key: KeyText; readonly from: number; readonly limit: number }[],
  ): Promise<readonly (readonly ReadEntry[])[]> {
    const wanted = requests.map(({ key, from, limit }) => ({ key: hexToBytes(key), from, before: this.before, limit }));
    const lists = await this.reader.readTrails(wanted, this.read);
    for (const list of lists) for (const entry of list) this.note(entry);
    return lists;
  }

  private note(entry: ReadEntry): void {
    if (entry.kind !== 'event') return;
    this.events.set(entry.logIndex, entry);
    if (isEventOf(entry, EventKind.ENROL))
      this.partyOfDevice.set(keyText(entry.body.device), keyText(entry.body.party));
  }
}

/** The party that signed, and the one that custody is handed to: for their names. */
export function partiesOf(scan: ReadScan, cache: TrailCache): KeyText[] {
  const signer = cache.partyOf(scan.device);
  return [...(signer === null ? [] : [signer]), ...(scan.header.to ? [keyText(scan.header.to)] : [])];
}

export const scansOf = (list: readonly ReadEntry[]): ReadScan[] =>
  list.filter((entry): entry is ReadScan => entry.kind === 'scan');
