import { objectKey } from '#libs/core/wire';
import type { TrailRow } from '#libs/log/ledger';
import type { SearchHit } from '#libs/projections/search';

/** As much of LedgerReader and SearchReader as the search needs, in memory. */
export class MemoryLedger {
  /** Log index of the first entry, by URI. */
  readonly objects = new Map<string, number>();
  readonly hits: SearchHit[] = [];
  failure: Error | undefined;
  readonly asked: string[] = [];

  add(uri: string, logIndex: number, kind?: string): void {
    this.objects.set(uri, logIndex);
    if (kind) this.hits.push({ kind, trailKey: objectKey(uri), logIndex, uri });
  }

  async trail(key: Uint8Array): Promise<TrailRow[]> {
    this.asked.push('trail');
    if (this.failure) throw this.failure;
    const uri = [...this.objects.keys()].find((candidate) =>
      Buffer.from(objectKey(candidate)).equals(Buffer.from(key)),
    );
    return uri === undefined ? [] : [{ n: 1, logIndex: this.objects.get(uri)!, link: new Uint8Array(32) }];
  }

  async searchTerms(term: string, { limit = 100, offset = 0 } = {}): Promise<SearchHit[]> {
    this.asked.push(`searchTerms ${term}`);
    if (this.failure) throw this.failure;
    return term === 'PO-7' ? this.hits.slice(offset, offset + limit) : [];
  }

  async head(): Promise<null> {
    if (this.failure) throw this.failure;
    return null;
  }

  async close(): Promise<void> {}
}
