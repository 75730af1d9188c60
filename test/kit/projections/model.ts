import type { Change, Projection, Table } from '#libs/projections/runner';
import type { StoredEntry } from '#libs/log/ledger';

type Row = Readonly<Record<string, unknown>>;

/** Rows of all tables, as text, in an order that says nothing. */
export type Rows = Readonly<Record<string, readonly string[]>>;

/** What the tables must hold: each change applied to rows in memory, one after the other, by the words of the port. */
export function modelOf(projection: Projection, entries: readonly StoredEntry[]): Rows {
  const tables = new Map(projection.tables.map((table) => [table.tableName, new ModelTable(table)]));
  for (const entry of entries) for (const change of projection.fold(entry)) tables.get(change.table)!.apply(change);
  return Object.fromEntries([...tables].map(([name, table]) => [name, table.rows()]));
}

class ModelTable {
  private readonly byKey = new Map<string, Row>();

  constructor(private readonly table: Table) {}

  apply(change: Change): void {
    if (change.kind === 'add' || change.kind === 'put') {
      const row = this.whole(change.row as Row);
      const key = this.keyOf(row);
      if (change.kind === 'put' || !this.byKey.has(key)) this.byKey.set(key, row);
      return;
    }
    for (const [key, row] of this.byKey) {
      if (!Object.entries(change.where).every(([property, value]) => asText(row[property]) === asText(value))) continue;
      if (change.kind === 'remove') this.byKey.delete(key);
      else this.byKey.set(key, { ...row, ...change.values });
    }
  }

  rows(): string[] {
    return [...this.byKey.values()].map(rowText).sort();
  }

  private whole(row: Row): Row {
    return Object.fromEntries(Object.keys(this.table.columns).map((property) => [property, row[property] ?? null]));
  }

  private keyOf(row: Row): string {
    const columns = Object.entries(this.table.columns as Record<string, { readonly primary?: boolean }>);
    return columns.flatMap(([property, { primary }]) => (primary ? [asText(row[property])] : [])).join('|');
  }
}

/** A row by property, whoever it comes from: bytes in hex, whole numbers as digits. */
export const rowText = (row: Row): string =>
  Object.keys(row)
    .sort()
    .map((property) => `${property}=${asText(row[property])}`)
    .join(' ');

function asText(value: unknown): string {
  if (value === null || value === undefined) return '-';
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : JSON.stringify(String(value));
}
