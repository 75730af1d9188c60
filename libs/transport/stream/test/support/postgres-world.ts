import pg from 'pg';
import { createTestDatabase } from '../../../../../test/support/database.js';
import type { Fault } from './faulty.js';
import type { WorldSupply } from './run-contract.js';

const NEVER_MS = 3_600_000;
const ROUNDS = 3;
const PARTITIONS = 4;

/** An empty database. Nobody polls there, so a missing announcement shows. */
export async function postgresWorld(fault?: Fault): Promise<WorldSupply> {
  const database = await createTestDatabase();
  return {
    place: {
      options: {
        kind: 'postgres',
        databaseUrl: database.url,
        partitions: PARTITIONS,
        memberLeaseMs: 1_500,
        pollIntervalMs: NEVER_MS,
        ...(fault === 'loses appends when the server restarts' ? { appendTimeoutMs: 0 } : {}),
      },
      ...(fault ? { fault } : {}),
    },
    restartServer: () => breakConnections(database.url),
    remove: () => database.drop(),
  };
}

/**
 * The server is shared by all suites and stays up; every connection to this database is broken, several times. Appends are held up
 * until one is under way in the server, so that each round breaks one in the middle, however slow the machine.
 */
async function breakConnections(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  for (let round = 0; round < ROUNDS; round += 1) {
    await client.query('BEGIN; LOCK TABLE stream_partition IN EXCLUSIVE MODE');
    while (!(await someoneWaits(client))) await client.query('SELECT pg_sleep(0.005)');
    await client.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = $$client backend$$',
    );
    await client.query('ROLLBACK');
    while (!(await someoneIsBack(client))) await client.query('SELECT pg_sleep(0.005)');
  }
  await client.end();
}

const someoneIsBack = (client: pg.Client): Promise<boolean> => isSeen(client, 'pid <> pg_backend_pid()');
const someoneWaits = (client: pg.Client): Promise<boolean> => isSeen(client, "wait_event_type = 'Lock'");

async function isSeen(client: pg.Client, condition: string): Promise<boolean> {
  // A transaction sees the activity of its first look again and again, unless told otherwise.
  await client.query('SELECT pg_stat_clear_snapshot()');
  const { rowCount } = await client.query(
    `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND ${condition}`,
  );
  return rowCount! > 0;
}
