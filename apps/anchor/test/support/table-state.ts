import type pg from 'pg';

const TABLES = `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`;

/** All tables as a backup has them, in a schema of their own. */
export async function keepTables(admin: pg.Client, schema: string): Promise<void> {
  await admin.query(`CREATE SCHEMA ${schema}`);
  for (const name of await namesOf(admin)) await admin.query(`CREATE TABLE ${schema}.${name} AS TABLE public.${name}`);
}

/** Sets the database back to what was kept. */
export async function restoreTables(admin: pg.Client, schema: string): Promise<void> {
  for (const name of await namesOf(admin)) {
    await admin.query(`TRUNCATE public.${name}`);
    await admin.query(`INSERT INTO public.${name} SELECT * FROM ${schema}.${name}`);
  }
}

/** Everything that follows from the log and the private parts, in text that does not depend on how boots are numbered. */
export async function derivedRows(admin: pg.Client): Promise<Record<string, unknown[]>> {
  const queries: Record<string, string> = {
    entries: `SELECT log_index, b.boot, counter, entry, private FROM log_entry LEFT JOIN boot b USING (boot_number) ORDER BY 1`,
    links: 'SELECT * FROM trail_link ORDER BY trail_key, n',
    devices: 'SELECT * FROM device ORDER BY device_key',
    keys: 'SELECT * FROM device_signing_key ORDER BY device_key, key_id',
    // Where late scans have chained to is worked out when it is asked for, and null before.
    segments: `SELECT b.boot, opened_log_index, key_id, from_counter, closed_log_index, closed_by, to_counter, last_hash,
                      barred_log_index FROM key_segment JOIN boot b USING (boot_number) ORDER BY b.boot, opened_log_index`,
    boots: `SELECT boot, device_key, from_log_index, last_counter, last_statement_hash, settled_counter FROM boot ORDER BY boot`,
    parties: 'SELECT * FROM party ORDER BY party_key',
    operatorKeys: 'SELECT * FROM operator_signing_key ORDER BY key_id, role',
    events: 'SELECT * FROM signed_event ORDER BY event_hash',
    equivocations: `SELECT b.boot, counter, reason, log_index FROM equivocation JOIN boot b USING (boot_number) ORDER BY log_index`,
    refusals: `SELECT statement_hash, b.boot, counter, reason, log_index FROM refusal JOIN boot b USING (boot_number) ORDER BY log_index`,
    head: 'SELECT origin, log_vkey, size, frontier FROM log_head',
  };
  const found: Record<string, unknown[]> = {};
  for (const [name, query] of Object.entries(queries)) {
    const { rows } = await admin.query(query);
    found[name] = rows.map((row: object) => JSON.stringify(row));
  }
  return found;
}

async function namesOf(admin: pg.Client): Promise<string[]> {
  return (await admin.query<{ name: string }>(TABLES)).rows.map(({ name }) => name);
}
