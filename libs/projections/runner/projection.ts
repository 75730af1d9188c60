import type { EntitySchemaOptions, MigrationInterface } from 'typeorm';
import type { StoredEntry } from '#libs/log/ledger';

/**
 * Something that is folded from the log so that it can be asked. Its tables can be thrown away at any time and filled again.
 *
 * The runner folds the entries one after the other in log order, each once for a generation of the tables, with their private parts
 * as they are then. It writes the rows of some entries and the cursor behind them in one transaction under the lease.
 */
export interface Projection {
  /** 1 to 30 lower-case letters: names the schema of its tables, its metrics, and what an operator types. */
  readonly name: string;
  /** From 1. A change of what `fold` gives raises it: the tables are then filled anew, beside those that are asked meanwhile. */
  readonly version: number;
  /** Each row names the entry it came from (`logIndex`), so that what is erased there can be found here. */
  readonly tables: readonly Table[];
  /**
   * Oldest first; their SQL names no schema. They bring tables that are there to the shape that the code reads, so they only add
   * what may be empty at first: what fills it is `version`.
   */
  readonly migrations: readonly MigrationClass[];
  /**
   * Pure: the same entry gives the same changes, whatever was folded before and whenever it is asked. Changes are read once, one
   * after the other, so there may be more of them than memory should hold. Folding an entry a second time must change nothing.
   *
   * @throws whatever makes it impossible: this projection stops before the entry, the log and the others go on.
   */
  readonly fold: (entry: StoredEntry) => Iterable<Change>;
}

/** A table as TypeORM describes an entity. A plain object: programs that only fold never load TypeORM. */
export type Table = EntitySchemaOptions<Record<string, unknown>> & { readonly tableName: string };

/** What kind of row a table holds; TypeScript checks that each column is one of its properties. */
export const tableOf = <Row extends object>(
  options: EntitySchemaOptions<Row> & { readonly tableName: string },
): Table => options as unknown as Table;

export type MigrationClass = new () => MigrationInterface & { readonly name: string };

/** What an entry does to the rows. Rows and conditions are by property; values are scalars, bytes or null. */
export type Change =
  /** A row, unless there is one with its key: the first one stays. */
  | { readonly kind: 'add'; readonly table: string; readonly row: object }
  /** A row in the place of the one with its key, if there is one. */
  | { readonly kind: 'put'; readonly table: string; readonly row: object }
  /** Other values in every row that agrees with `where`. */
  | { readonly kind: 'set'; readonly table: string; readonly where: object; readonly values: object }
  /** Every row that agrees with `where` goes. */
  | { readonly kind: 'remove'; readonly table: string; readonly where: object };
