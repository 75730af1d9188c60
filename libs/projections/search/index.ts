/** The search: what scans are found by, folded from their private parts. */
export { searchedUris } from './searched-uris.js';
export { searchProjection } from './projection.js';
export { type SearchHit, SearchReader } from './search-reader.js';
