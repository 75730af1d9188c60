import type { Table } from './projection.js';

/** A column, and which property of a row it holds. */
export interface Column {
  readonly property: string;
  readonly name: string;
  readonly type: string;
  readonly isKey: boolean;
}

export interface Statement {
  readonly text: string;
  readonly values: unknown[];
}

/** Statements for one table of one generation. */
export class TableStatements {
  readonly columns: readonly Column[];
  private readonly path: string;

  constructor(schema: string, table: Table) {
    this.path = `${schema}.${table.tableName}`;
    this.columns = Object.entries(table.columns as Record<string, EntityColumn>).map(([property, column]) => ({
      property,
      name: column.name ?? property,
      type: String(column.type),
      isKey: column.primary === true,
    }));
  }

  /** Rows in one statement, an array for each column: its text is the same for any number of them. */
  insert(rows: readonly object[], kind: 'add' | 'put'): Statement {
    const { columns, path } = this;
    const names = columns.map(({ name }) => name).join(', ');
    const arrays = columns.map(({ type }, at) => `$${at + 1}::${type}[]`).join(', ');
    return {
      text: `INSERT INTO ${path} (${names}) SELECT * FROM unnest(${arrays}) ${this.onConflict(kind)}`,
      values: columns.map(({ property }) => rows.map((row) => (row as Values)[property] ?? null)),
    };
  }

  update(where: object, values: object): Statement {
    const sets = this.listed(values);
    const condition = this.condition(where, sets.length);
    const assigned = sets.map(({ column: { name, type } }, at) => `${name} = $${at + 1}::${type}`).join(', ');
    return {
      text: `UPDATE ${this.path} SET ${assigned} WHERE ${condition.text}`,
      values: [...sets.map(({ value }) => value), ...condition.values],
    };
  }

  remove(where: object): Statement {
    const { text, values } = this.condition(where, 0);
    return { text: `DELETE FROM ${this.path} WHERE ${text}`, values };
  }

  /** The key of a row as text. */
  keyOf(row: object): string {
    const keys = this.columns.filter(({ isKey }) => isKey).map(({ property }) => (row as Values)[property]);
    return JSON.stringify(keys.map((value) => (value instanceof Uint8Array ? hex(value) : value)));
  }

  private onConflict(kind: 'add' | 'put'): string {
    if (kind === 'add') return 'ON CONFLICT DO NOTHING';
    const keys = this.columns.filter(({ isKey }) => isKey).map(({ name }) => name);
    const others = this.columns.filter(({ isKey }) => !isKey).map(({ name }) => `${name} = excluded.${name}`);
    return `ON CONFLICT (${keys.join(', ')}) DO ${others.length > 0 ? `UPDATE SET ${others.join(', ')}` : 'NOTHING'}`;
  }

  private condition(where: object, taken: number): Statement {
    const values: unknown[] = [];
    const parts = this.listed(where).map(({ column: { name, type }, value }) => {
      if (value === null) return `${name} IS NULL`;
      values.push(value);
      return `${name} = $${taken + values.length}::${type}`;
    });
    // A change of every row is never what an entry means.
    if (parts.length === 0) throw new TypeError(`a condition on ${this.path} names no column`);
    return { text: parts.join(' AND '), values };
  }

  private listed(given: object): { readonly column: Column; readonly value: unknown }[] {
    return Object.entries(given).map(([property, value]) => {
      const column = this.columns.find((one) => one.property === property);
      if (!column) throw new TypeError(`${this.path} has no column for "${property}"`);
      return { column, value: value ?? null };
    });
  }
}

interface EntityColumn {
  readonly name?: string;
  readonly type: unknown;
  readonly primary?: boolean;
}

type Values = Readonly<Record<string, unknown>>;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
