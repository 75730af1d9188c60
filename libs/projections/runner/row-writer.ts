import type pg from 'pg';
import type { Change, Table } from './projection.js';
import { type Statement, TableStatements } from './statements.js';

/** Rows of one statement: some 50 ms and 5 MB. A single scan may give 256,000: each of 500 objects is found by each of 256 claims. */
const ROWS_AT_ONCE = 10_000;

/**
 * Writes changes in their order, in statements of bounded size, inside the caller's transaction. Rows to be added or put wait until
 * there are many; tables do not wait for each other, since no change of one says anything about another.
 */
export class RowWriter {
  private readonly tables = new Map<string, WaitingRows>();
  private count = 0;

  constructor(
    private readonly client: Pick<pg.Client, 'query'>,
    schema: string,
    tables: readonly Table[],
  ) {
    for (const table of tables) this.tables.set(table.tableName, new WaitingRows(new TableStatements(schema, table)));
  }

  /** Whether a transaction has enough of them. */
  get isEnough(): boolean {
    return this.count >= ROWS_AT_ONCE;
  }

  async write(change: Change): Promise<void> {
    const waiting = this.tables.get(change.table);
    if (!waiting) throw new TypeError(`a change names the table "${change.table}", which the projection has not`);
    this.count += 1;
    if (change.kind === 'add' || change.kind === 'put') {
      if (waiting.kind !== change.kind) await this.run(waiting.take());
      waiting.add(change.kind, change.row);
      if (waiting.size >= ROWS_AT_ONCE) await this.run(waiting.take());
      return;
    }
    // What it changes may still wait.
    await this.run(waiting.take());
    const { statements } = waiting;
    await this.run(
      change.kind === 'set' ? statements.update(change.where, change.values) : statements.remove(change.where),
    );
  }

  /** Writes what is left. */
  async finish(): Promise<void> {
    for (const waiting of this.tables.values()) await this.run(waiting.take());
  }

  private async run(statement: Statement | null): Promise<void> {
    if (statement) await this.client.query(statement);
  }
}

/** Rows of one table that go into one statement. */
class WaitingRows {
  kind: 'add' | 'put' = 'add';
  private rows: object[] = [];
  /** Of rows to be put: one statement may meet a key only once, and the last one counts. */
  private readonly byKey = new Map<string, object>();

  constructor(readonly statements: TableStatements) {}

  get size(): number {
    return this.rows.length + this.byKey.size;
  }

  add(kind: 'add' | 'put', row: object): void {
    this.kind = kind;
    if (kind === 'add') this.rows.push(row);
    else this.byKey.set(this.statements.keyOf(row), row);
  }

  /** Empties it. @returns the statement that writes its rows, null where there are none. */
  take(): Statement | null {
    if (this.size === 0) return null;
    const rows = this.kind === 'add' ? this.rows : [...this.byKey.values()];
    this.rows = [];
    this.byKey.clear();
    return this.statements.insert(rows, this.kind);
  }
}
