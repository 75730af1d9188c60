import type { ObjectUriRow, SearchTermRow } from './rows.js';
import { termsOfEntry } from './terms-of-entry.js';

/** A row of the search, unless an earlier entry gave it. */
export type SearchChange =
  | { readonly kind: 'add'; readonly table: 'object_uri'; readonly row: ObjectUriRow }
  | { readonly kind: 'add'; readonly table: 'search_term'; readonly row: SearchTermRow };

/** What can be found once this entry is in the log, and was not before. */
export function* foldSearch(entry: {
  readonly logIndex: number;
  readonly entry: Uint8Array;
  readonly privatePart: Uint8Array | null;
}): Generator<SearchChange> {
  if (!entry.privatePart) return;
  const { logIndex } = entry;
  const { uris, terms } = termsOfEntry(entry.entry, entry.privatePart);
  for (const uri of uris) yield { kind: 'add', table: 'object_uri', row: { ...uri, logIndex } };
  for (const term of terms) yield { kind: 'add', table: 'search_term', row: { ...term, logIndex } };
}
