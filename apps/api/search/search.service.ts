import { Inject, Injectable } from '@nestjs/common';
import { describeUri, digitalLinkPath } from '#libs/core/gs1';
import { LedgerReader } from '#libs/log/ledger';
import { SearchReader } from '#libs/projections/search';
import { objectKey } from '#libs/core/wire';
import { formatCursor } from '../http/paging.js';
import { PublishedLog } from '../log/published-log.js';
import type { SearchMatch, SearchResult, SearchResults } from '../openapi/schemas.js';
import type { SearchWords } from './search-words.js';

/** Nobody pages further, and the database reads all that it skips: a narrower search is better. */
export const SEARCH_OFFSET_MAX = 10_000;

/** What to look for, already read. */
export interface Search {
  readonly query: string;
  readonly words: SearchWords;
  readonly limit: number;
  /** Hits of the search by document number that earlier pages have shown. */
  readonly offset: number;
  /** False on the public tier: codes of objects only. */
  readonly documents: boolean;
}

/** Finds objects by their code, and for customs by the numbers of the papers that went with them. */
@Injectable()
export class SearchService {
  constructor(
    @Inject(LedgerReader) private readonly ledger: LedgerReader,
    @Inject(SearchReader) private readonly terms: SearchReader,
    @Inject(PublishedLog) private readonly log: PublishedLog,
  ) {}

  async find({ query, words, limit, offset, documents }: Search): Promise<SearchResults> {
    const { origin, size } = await this.log.checkpoint();
    const byCode = offset === 0 ? this.byCode(words, size) : [];
    const byTerm = documents ? this.terms.searchTerms(query, { limit: limit + 1, offset }) : [];
    const [codes, hits] = await Promise.all([byCode, byTerm]);
    const found = hits
      .slice(0, limit)
      // A hit of an entry beyond the published checkpoint cannot be proven yet.
      .flatMap(({ uri, kind, logIndex }) =>
        uri !== null && logIndex < size ? [{ uri, match: { kind, term: query } }] : [],
      );
    const isMore = hits.length > limit;
    const next = isMore && offset + limit <= SEARCH_OFFSET_MAX ? formatCursor(offset + limit) : null;
    return {
      query,
      checkpoint: { origin, size },
      results: merged([...codes, ...found]),
      next,
      // The end of the pages must not pass for the end of what is there.
      moreNotListed: isMore && next === null,
    };
  }

  private async byCode({ uris }: SearchWords, size: number): Promise<Found[]> {
    const known = await Promise.all(
      uris.map(async (uri) => {
        const [first] = await this.ledger.trail(objectKey(uri), { limit: 1 });
        return first !== undefined && first.logIndex < size;
      }),
    );
    return uris.filter((_uri, at) => known[at]).map((uri) => ({ uri, match: { kind: 'code', term: uri } }));
  }
}

interface Found {
  readonly uri: string;
  readonly match: SearchMatch;
}

/** One result for each object, in the order in which it was first found. */
function merged(found: readonly Found[]): SearchResult[] {
  const matches = new Map<string, SearchMatch[]>();
  for (const { uri, match } of found) matches.set(uri, [...(matches.get(uri) ?? []), match]);
  return [...matches].map(([object, why]) => ({ object, ...described(object), matches: why, ...linksOf(object) }));
}

function described(uri: string): Pick<SearchResult, 'kind' | 'label'> {
  const { kind, label } = describeUri(uri);
  return { kind, label };
}

/** Where trail and evidence of an object are. */
export function linksOf(uri: string): { readonly trail: string; readonly evidence: string } {
  const path = `/api/v1/objects/${digitalLinkPath(uri)}`;
  return { trail: `${path}/trail`, evidence: `${path}/evidence` };
}
