/** The same database, in whose sessions unqualified names mean tables of these schemas, the first that has one. */
export function withSearchPath(databaseUrl: string, schemas: readonly string[]): string {
  const url = new URL(databaseUrl);
  const path = `-c search_path=${schemas.join(',')}`;
  url.searchParams.set('options', [url.searchParams.get('options'), path].filter(Boolean).join(' '));
  return url.toString();
}
