import type pg from 'pg';
import type { EntryTerms } from './terms-of-entry.js';

/** Rows of one statement: some 50 ms and 5 MB. A single scan may give 256,000: each of 500 objects is found by each of 256 claims. */
const ROWS_AT_ONCE = 10_000;

/** Rows of the search, written in statements of bounded size inside the caller's transaction. */
export class FoundRows {
  private uris: { readonly trailKey: Uint8Array; readonly uri: string }[] = [];
  private terms: {
    readonly term: string;
    readonly kind: string;
    readonly trailKey: Uint8Array;
    readonly at: number;
  }[] = [];
  private count = 0;

  constructor(private readonly client: Pick<pg.Client, 'query'>) {}

  /** Whether a transaction has enough of them. */
  get isEnough(): boolean {
    return this.count >= ROWS_AT_ONCE;
  }

  async add({ uris, terms }: EntryTerms, logIndex: number): Promise<void> {
    for (const uri of uris) this.uris.push(uri);
    this.count += uris.length;
    if (this.uris.length >= ROWS_AT_ONCE) await this.writeUris();
    for (const term of terms) {
      this.terms.push({ ...term, at: logIndex });
      this.count += 1;
      if (this.terms.length >= ROWS_AT_ONCE) await this.writeTerms();
    }
  }

  /** Writes what is left. */
  async finish(): Promise<void> {
    await this.writeUris();
    await this.writeTerms();
  }

  private async writeUris(): Promise<void> {
    const { uris } = this;
    if (uris.length === 0) return;
    this.uris = [];
    await this.client.query({
      name: 'projectUris',
      text: `INSERT INTO object_uri (trail_key, uri) SELECT * FROM unnest($1::bytea[], $2::text[]) ON CONFLICT DO NOTHING`,
      values: [uris.map(({ trailKey }) => trailKey), uris.map(({ uri }) => uri)],
    });
  }

  private async writeTerms(): Promise<void> {
    const { terms } = this;
    if (terms.length === 0) return;
    this.terms = [];
    await this.client.query({
      name: 'projectTerms',
      text: `INSERT INTO search_term (term, kind, trail_key, log_index)
             SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[], $4::bigint[]) ON CONFLICT DO NOTHING`,
      values: [
        terms.map(({ term }) => term),
        terms.map(({ kind }) => kind),
        terms.map(({ trailKey }) => trailKey),
        terms.map(({ at }) => at),
      ],
    });
  }
}
