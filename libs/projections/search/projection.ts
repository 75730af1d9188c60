import type { Projection } from '#libs/projections/runner';
import { foldSearch } from './fold/fold-search.js';
import { Search1764700000000 } from './migrations/1764700000000-search.js';
import { SEARCH_TABLES } from './tables.js';

/** What officers look for: numbers of papers, lots, seals, by object. */
export const searchProjection: Projection = {
  name: 'search',
  version: 1,
  tables: SEARCH_TABLES,
  migrations: [Search1764700000000],
  fold: foldSearch,
};
