import { bigint, bytes, type Table, tableOf, text } from '#libs/projections/runner';
import type { ObjectUriRow, SearchTermRow } from './fold/rows.js';

export const SEARCH_TERM = tableOf<SearchTermRow>({
  name: 'search_term',
  tableName: 'search_term',
  columns: {
    term: text('term', { primary: true, primaryKeyConstraintName: 'search_term_pkey' }),
    kind: text('kind', { primary: true, primaryKeyConstraintName: 'search_term_pkey' }),
    trailKey: bytes('trail_key', { primary: true, primaryKeyConstraintName: 'search_term_pkey' }),
    logIndex: bigint('log_index'),
  },
});

export const OBJECT_URI = tableOf<ObjectUriRow>({
  name: 'object_uri',
  tableName: 'object_uri',
  columns: {
    trailKey: bytes('trail_key', { primary: true, primaryKeyConstraintName: 'object_uri_pkey' }),
    uri: text('uri'),
    logIndex: bigint('log_index'),
  },
});

export const SEARCH_TABLES: readonly Table[] = [SEARCH_TERM, OBJECT_URI];
