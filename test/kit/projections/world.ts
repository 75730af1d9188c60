import pg from 'pg';
import { Lease, type LedgerSession, type StoredEntry } from '#libs/log/ledger';
import { sessionOf } from '../../../libs/log/ledger/session.js';
import {
  migrateProjections,
  type Projection,
  type ProjectionEvent,
  ProjectionRunner,
  type ProjectionRunnerParts,
  type ProjectionState,
  servedSchema,
} from '#libs/projections/runner';
import { TestLog } from '../ledger/test-log.js';
import { type Rows, rowText } from './model.js';

/** A log in a real database, one projection of it, and everything that a test does to both. */
export class ProjectionWorld {
  readonly events: ProjectionEvent[] = [];
  states: readonly ProjectionState[] = [];

  private constructor(
    readonly log: TestLog,
    readonly projection: Projection,
  ) {}

  static async create(projection: Projection): Promise<ProjectionWorld> {
    const log = await TestLog.create();
    await migrateProjections(log.database.url, [projection]);
    return new ProjectionWorld(log, projection);
  }

  /** Of a log that is there, whose tables of projections are the test's business. */
  static of(log: TestLog, projection: Projection): ProjectionWorld {
    return new ProjectionWorld(log, projection);
  }

  async drop(): Promise<void> {
    await this.log.drop();
  }

  /** A runner with a session of its own under the lease. */
  async runner(given: Partial<ProjectionRunnerParts> = {}): Promise<ProjectionRunner> {
    const lease = this.log.lease;
    return new ProjectionRunner({
      lease,
      session: given.session ?? (await lease.connect()),
      databaseUrl: this.log.database.url,
      projections: [this.projection],
      observer: {
        projectionStates: (states) => void (this.states = states),
        projectionEvent: (_name, event) => void this.events.push(event),
      },
      isBusy: () => false,
      idle: async () => {},
      ...given,
    });
  }

  /** Everything that there is to do, in batches of so many entries. */
  async settle(entriesPerBatchMax?: number, given: Partial<ProjectionRunnerParts> = {}): Promise<void> {
    const runner = await this.runner({ ...given, ...(entriesPerBatchMax !== undefined && { entriesPerBatchMax }) });
    while (await runner.round());
  }

  async askForRebuild(): Promise<void> {
    await this.log.rows(`INSERT INTO projection.rebuild_request VALUES ($1, now()) ON CONFLICT DO NOTHING`, [
      this.projection.name,
    ]);
  }

  entries(): Promise<StoredEntry[]> {
    return this.log.reader.entries({ from: 0, to: Number.MAX_SAFE_INTEGER });
  }

  /** Rows as readers find them; or of another schema. */
  async rows(schema = servedSchema(this.projection.name)): Promise<Rows> {
    const found: Record<string, readonly string[]> = {};
    for (const { tableName, columns } of this.projection.tables) {
      const names = Object.entries(columns as Record<string, { readonly name: string }>)
        .map(([property, { name }]) => `${name} AS "${property}"`)
        .join(', ');
      found[tableName] = (await this.log.rows(`SELECT ${names} FROM ${schema}.${tableName}`)).map(rowText).sort();
    }
    return found;
  }

  async generations(): Promise<{ number: number; version: number; isServed: boolean; next: number }[]> {
    return (await this.log.rows(
      `SELECT number, version, is_served AS "isServed", next_log_index::int AS next
       FROM projection.generation WHERE name = $1 ORDER BY number`,
      [this.projection.name],
    )) as { number: number; version: number; isServed: boolean; next: number }[];
  }

  async servedCursor(): Promise<number> {
    return (await this.generations()).find(({ isServed }) => isServed)!.next;
  }

  async schemas(): Promise<string[]> {
    const rows = await this.log.rows(
      `SELECT nspname AS name FROM pg_namespace WHERE nspname LIKE 'projection\\_' || $1 || '%' ORDER BY 1`,
      [this.projection.name],
    );
    return rows.map(({ name }) => String(name));
  }

  /** The lease passes to another process; this one has not noticed yet. @returns what the old one still holds. */
  async passLeaseOn(): Promise<{
    readonly lease: Lease;
    readonly session: LedgerSession;
    readonly end: () => Promise<void>;
  }> {
    const old = this.log.lease;
    const client = new pg.Client(this.log.database.url);
    await client.connect();
    await this.log.rows(
      `UPDATE lease SET epoch = epoch + 1, holder = 'another', expires_at = now() + interval '1 hour'`,
    );
    return { lease: old, session: sessionOf(client), end: () => client.end() };
  }
}
