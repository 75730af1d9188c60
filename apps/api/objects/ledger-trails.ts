import { Inject, Injectable } from '@nestjs/common';
import { LedgerReader, type StoredEntry } from '#libs/ledger';
import { decodePrivatePart, TrailReader, type TrailEntry, type TrailRequest } from '#libs/provenance';

/** Trails as the database has them: what they say is proven afterwards against the published log. */
@Injectable()
export class LedgerTrails extends TrailReader {
  constructor(@Inject(LedgerReader) private readonly ledger: LedgerReader) {
    super();
  }

  override async readTrails(requests: readonly TrailRequest[]): Promise<readonly (readonly TrailEntry[])[]> {
    const lists = await this.ledger.trailSpans(
      requests.map(({ key, from, before, limit }) => ({
        trailKey: key,
        fromLogIndex: from,
        toLogIndex: before,
        limit,
      })),
    );
    return lists.map((list) => list.map(trailEntry));
  }
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
