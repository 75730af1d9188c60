import type { ClientBase } from 'pg';
import { presentRoles, PROGRAM_ROLES, type ProgramRole, setTableRights, type TableRights } from '#libs/host/postgres';
import type { StreamName } from '../scan-stream.js';

/** What each program does with the tables. The anchor owns them: it reads all, and takes away what was read. */
const RIGHTS: TableRights = {
  stream_partition: { ingest: ['SELECT', 'UPDATE'], api: ['SELECT', 'UPDATE'] },
  stream_record: { ingest: ['SELECT', 'INSERT'], api: ['INSERT'] },
  stream_member: { ingest: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] },
  stream_progress: { ingest: ['SELECT', 'INSERT', 'UPDATE'] },
};

/**
 * Streams of each program. The api has to raise the counter of the stream that it appends to, and would otherwise hold the counters of
 * the scans in its hands.
 */
const STREAMS: Readonly<Record<ProgramRole, readonly StreamName[]>> = {
  ingest: ['scans', 'receipts'],
  api: ['lookups'],
};

/** Lets each program do with rows of its own streams what it has to, and nothing else. Asked for under the lock of the migration. */
export async function setStreamRights(client: ClientBase): Promise<void> {
  const present = await presentRoles(client);
  if (present.length === 0) return;
  const { rows } = await client.query<{ name: string }>('SELECT current_schema() AS name');
  await setTableRights(client, rows[0]!.name, RIGHTS);
  const { rows: known } = await client.query<{ table: string; policy: string }>(
    `SELECT tablename AS table, policyname AS policy FROM pg_policies WHERE schemaname = current_schema()`,
  );
  const has = new Set(known.map(({ table, policy }) => `${table} ${policy}`));
  for (const table of Object.keys(RIGHTS))
    for (const program of present)
      if (!has.has(`${table} ${nameOf(program)}`)) await client.query(policyOf(table, program));
}

const nameOf = (program: ProgramRole): string => `streams_of_${program}`;

/** Both at once: a table with row-level security and without a policy would give its readers nothing. */
function policyOf(table: string, program: ProgramRole): string {
  const streams = STREAMS[program].map((stream) => `'${stream}'`).join(', ');
  return `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY ${nameOf(program)} ON ${table} TO ${PROGRAM_ROLES[program]}
      USING (stream IN (${streams})) WITH CHECK (stream IN (${streams}))`;
}
