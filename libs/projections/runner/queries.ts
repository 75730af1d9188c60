import type { DataSource } from 'typeorm';
import { servedSchema } from './names.js';
import type { Projection } from './projection.js';

export interface QueriesOptions {
  readonly databaseUrl: string;
  /** Seen in pg_stat_activity. */
  readonly name: string;
  /** Default 2. */
  readonly connectionsMax?: number;
  /** Default 30,000. */
  readonly queryTimeoutMs?: number;
}

const QUERY_TIMEOUT_MS = 30_000;

/**
 * The tables of one projection that are asked now, for TypeORM. Every question finds the generation that is served then: the schema
 * keeps its name while its tables are exchanged.
 */
export class Queries {
  private opened: Promise<DataSource> | undefined;

  constructor(
    private readonly projection: Pick<Projection, 'name' | 'tables'>,
    private readonly options: QueriesOptions,
  ) {}

  /** Connected at the first question, and again at the next one where that failed. @throws errors of the connection. */
  dataSource(): Promise<DataSource> {
    this.opened ??= this.open().catch((error: unknown) => {
      this.opened = undefined;
      throw error;
    });
    return this.opened;
  }

  async close(): Promise<void> {
    const { opened } = this;
    // One that never came to be has nothing to close, and its error went to whoever asked.
    await opened?.then(
      (dataSource) => dataSource.destroy(),
      () => {},
    );
  }

  private async open(): Promise<DataSource> {
    const { openTables } = await import('./data-source.js');
    const { databaseUrl, name, connectionsMax, queryTimeoutMs = QUERY_TIMEOUT_MS } = this.options;
    const { tables } = this.projection;
    const schema = servedSchema(this.projection.name);
    return openTables({ databaseUrl, schema, tables, applicationName: name, connectionsMax, queryTimeoutMs });
  }
}

/** Opens no connection yet. */
export const openQueries = (projection: Pick<Projection, 'name' | 'tables'>, options: QueriesOptions): Queries =>
  new Queries(projection, options);
