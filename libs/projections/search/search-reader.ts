import { openQueries, type QueriesOptions } from '#libs/projections/runner';
import { normaliseTerm } from './fold/normalise-term.js';
import type { ObjectUriRow, SearchTermRow } from './fold/rows.js';
import { searchProjection } from './projection.js';
import { OBJECT_URI, SEARCH_TERM } from './tables.js';

export interface SearchHit extends Omit<SearchTermRow, 'term'> {
  /** Canonical URI of the object, null where no scan tells it any more. */
  readonly uri: string | null;
}

/** Asks the search. Every call is one statement and sees one generation of it, whole. Errors of the database come as they are. */
export class SearchReader {
  private constructor(private readonly queries: ReturnType<typeof openQueries>) {}

  /** Opens no connection yet. */
  static open(options: QueriesOptions): SearchReader {
    return new SearchReader(openQueries(searchProjection, options));
  }

  async close(): Promise<void> {
    await this.queries.close();
  }

  /** Objects that were seen with this term (a PO, ASN or declaration number, lot, container ...), newest first. */
  async searchTerms(term: string, { limit = 100, offset = 0 } = {}): Promise<SearchHit[]> {
    const dataSource = await this.queries.dataSource();
    const found = await dataSource
      .getRepository<SearchTermRow & { readonly object: ObjectUriRow | null }>(SEARCH_TERM.name)
      .createQueryBuilder('found')
      .leftJoinAndMapOne('found.object', OBJECT_URI.name, 'object', 'object.trailKey = found.trailKey')
      .where('found.term = :term', { term: normaliseTerm(term) })
      .orderBy({ 'found.logIndex': 'DESC', 'found.kind': 'ASC', 'found.trailKey': 'ASC' })
      .limit(limit)
      .offset(offset)
      .getMany();
    return found.map(({ kind, trailKey, logIndex, object }) => ({
      kind,
      trailKey,
      logIndex,
      uri: object?.uri ?? null,
    }));
  }
}
