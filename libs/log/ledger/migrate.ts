import pg from 'pg';

const ADVISORY_LOCK = 0x6361_6972; // "cair": one process at a time changes the schema
const NEWEST = 'SearchLeaves1764650000000';

/**
 * Brings the schema to this program's version. Safe to call from several processes at once; does nothing, and does not even
 * load TypeORM, when there is nothing to do.
 */
export async function migrateLedger(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'cairn-schema' });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK]);
    if (await isCurrent(client)) return;
    const { ledgerDataSource } = await import('./schema/data-source.js');
    const dataSource = await ledgerDataSource(databaseUrl).initialize();
    try {
      await dataSource.runMigrations();
    } finally {
      await dataSource.destroy();
    }
  } finally {
    await client.end(); // and with it the lock
  }
}

async function isCurrent(client: pg.Client): Promise<boolean> {
  const { rows: tables } = await client.query(`SELECT to_regclass('ledger_migration') IS NOT NULL AS there`);
  if (!tables[0].there) return false;
  const { rowCount } = await client.query('SELECT 1 FROM ledger_migration WHERE name = $1', [NEWEST]);
  return rowCount === 1;
}
