import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { LedgerReader, type StoredEntry, type TrailSpanRequest } from '#libs/ledger';
import {
  decodeLogEntry,
  decodePrivatePart,
  keyText,
  TrailReader,
  type TrailEntry,
  type TrailRequest,
} from '#libs/provenance';

/** All that a trail holds below a size of the log: that never changes. */
interface KnownTrail {
  readonly through: number;
  readonly entries: readonly TrailEntry[];
}

// Key events of some thousand devices and parties, up to 10 kB each with what is made of them for both tiers.
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

  override async readTrails(requests: readonly TrailRequest[]): Promise<readonly (readonly TrailEntry[])[]> {
    const known = requests.map((request) => this.knownFor(request));
    const spans = requests.flatMap((request, at) => spanToRead(request, known[at]) ?? []);
    const read = await this.ledger.trailSpans(spans);
    let used = 0;
    return requests.map((request, at) => {
      const rows = spanToRead(request, known[at]) ? read[used++]! : [];
      return this.joined(request, known[at], rows.map(trailEntry));
    });
  }

  private knownFor({ key, from }: TrailRequest): KnownTrail | undefined {
    return from === 0 ? this.keyTrails.get(keyText(key)) : undefined;
  }

  private joined(
    request: TrailRequest,
    known: KnownTrail | undefined,
    rest: readonly TrailEntry[],
  ): readonly TrailEntry[] {
    const { key, from, before, limit } = request;
    const entries = known ? [...known.entries, ...rest] : rest;
    // Fewer than asked for: this is all there is below `before`.
    if (from === 0 && entries.length < limit && isKeyTrail(entries) && before > (known?.through ?? 0)) {
      this.keyTrails.set(keyText(key), { through: before, entries });
    }
    return entries.filter(({ logIndex }) => logIndex < before).slice(0, limit);
  }
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
function isKeyTrail([first]: readonly TrailEntry[]): boolean {
  return first !== undefined && decodeLogEntry(first.entry).kind === 'event';
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
