import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { asBuffer, leafOf, LedgerReader, type StoredEntry, type TrailSpanRequest } from '#libs/log/ledger';
import { keyText, type ReadEntries, type ReadEntry, readEntry, type TrailEntry } from '#libs/core/entries';
import { type HeaderRequest, TrailReader, type TrailRequest } from '#libs/core/evidence';
import { decodeLogEntry, decodePrivatePart } from '#libs/core/wire';

/** All that a trail holds below a size of the log: that never changes. */
interface KnownTrail {
  readonly through: number;
  readonly entries: readonly ReadEntry[];
}

// At most 32 MB of entries at once, and with headers of the usual size one page is all.
const SCANS_PER_PAGE = 500;

// Key events of some thousand devices and parties, as they were read.
const KEY_EVENTS_KEPT_MAX = 5_000;

/**
 * Trails as the database has them: what they say is proven afterwards against the published log.
 *
 * The trails of devices, parties and the operator are behind every object and hardly ever grow, so they are kept with the size up to
 * which they were read. A question below that size is answered from memory, one above it reads on from there.
 */
@Injectable()
export class LedgerTrails extends TrailReader {
  private readonly keyTrails = new LRUCache<string, KnownTrail>({
    maxSize: KEY_EVENTS_KEPT_MAX,
    sizeCalculation: ({ entries }) => entries.length + 1,
  });

  constructor(@Inject(LedgerReader) private readonly ledger: LedgerReader) {
    super();
  }

  override async readTrails(
    requests: readonly TrailRequest[],
    entries: ReadEntries,
  ): Promise<readonly (readonly ReadEntry[])[]> {
    const known = requests.map((request) => this.knownFor(request));
    const spans = requests.flatMap((request, at) => spanToRead(request, known[at]) ?? []);
    const read = await this.ledger.trailSpans(spans);
    let used = 0;
    return requests.map((request, at) => {
      const rows = spanToRead(request, known[at]) ? read[used++]! : [];
      const kept = known[at]?.entries.map((entry) => entries.take(entry.logIndex, () => entry)) ?? [];
      const rest = rows.map((row) => entries.take(row.logIndex, () => readEntry(trailEntry(row), nativeLeaf)));
      return this.joined(request, known[at], [...kept, ...rest]);
    });
  }

  override readHeaderHashes(requests: readonly HeaderRequest[]): Promise<readonly (readonly Uint8Array[])[]> {
    return Promise.all(requests.map((request) => headerHashes(this.ledger, request)));
  }

  override firstIndexes(timesMs: readonly number[]): Promise<readonly number[]> {
    return this.ledger.firstIndexes(timesMs);
  }

  private knownFor({ key, from }: TrailRequest): KnownTrail | undefined {
    return from === 0 ? this.keyTrails.get(keyText(key)) : undefined;
  }

  private joined(
    request: TrailRequest,
    known: KnownTrail | undefined,
    entries: readonly ReadEntry[],
  ): readonly ReadEntry[] {
    const { key, from, before, limit } = request;
    // Fewer than asked for: this is all there is below `before`.
    if (from === 0 && entries.length < limit && isKeyTrail(entries) && before > (known?.through ?? 0)) {
      this.keyTrails.set(keyText(key), { through: before, entries });
    }
    return entries.filter(({ logIndex }) => logIndex < before).slice(0, limit);
  }
}

// Four times as fast as the hasher that core shares with browsers.
const nativeLeaf = (entry: Uint8Array): Uint8Array => leafOf(asBuffer(entry));

/** Reads page by page until a counter is missing: chains are asked for only where scans came late. */
async function headerHashes(ledger: LedgerReader, { boot, from, to }: HeaderRequest): Promise<Uint8Array[]> {
  const hashes: Uint8Array[] = [];
  for (;;) {
    const next = from + hashes.length;
    const limit = Math.min(SCANS_PER_PAGE, to - next + 1);
    const scans = limit > 0 ? await ledger.scansOfBoot(boot, { from: next, to, limit }) : [];
    for (const { counter, entry } of scans) {
      if (counter !== from + hashes.length) return hashes;
      hashes.push(headerHash(entry));
    }
    if (scans.length < SCANS_PER_PAGE) return hashes;
  }
}

function headerHash(entry: Uint8Array): Uint8Array {
  const decoded = decodeLogEntry(entry);
  if (decoded.kind !== 'scan') throw new Error('an entry that has a counter is no scan');
  return new Uint8Array(createHash('sha256').update(decoded.scan.header).digest());
}

/** What has to be read for a request, undefined when all of it is known. */
function spanToRead(
  { key, from, before, limit }: TrailRequest,
  known: KnownTrail | undefined,
): TrailSpanRequest | undefined {
  if (known && known.through >= before) return undefined;
  return { trailKey: key, fromLogIndex: known?.through ?? from, toLogIndex: before, limit };
}

/** Trails of devices, parties and the operator begin with an event; those of objects with a scan. */
function isKeyTrail([first]: readonly ReadEntry[]): boolean {
  return first !== undefined && first.kind !== 'scan';
}

/** What was erased is kept as an empty value. */
function trailEntry({ logIndex, entry, privatePart }: StoredEntry): TrailEntry {
  if (!privatePart) return { logIndex, entry, uris: [], disclosures: [] };
  const { uris, disclosures } = decodePrivatePart(privatePart);
  return {
    logIndex,
    entry,
    uris: uris.map((uri) => (uri === '' ? null : uri)),
    disclosures: disclosures.map((disclosure) => (disclosure.length === 0 ? null : disclosure)),
  };
}
