import type pg from 'pg';

/**
 * The programs that do not own the tables, each with the role in PostgreSQL under which it connects. The anchor, and the commands of the
 * operator, connect as the owner.
 */
export const PROGRAM_ROLES = { ingest: 'cairn_ingest', api: 'cairn_api' } as const;
export type ProgramRole = keyof typeof PROGRAM_ROLES;

export type Privilege = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';

/** Every table of a room, and what each program may do with it. A table that gives nothing to anybody stands there too, with `{}`. */
export type TableRights = Readonly<Record<string, Partial<Record<ProgramRole, readonly Privilege[]>>>>;

/** Those of the roles that this PostgreSQL has: none where all programs connect as one. */
export async function presentRoles(client: pg.ClientBase): Promise<readonly ProgramRole[]> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT rolname AS name FROM pg_roles WHERE rolname = ANY($1::text[]) AND rolname <> current_user',
    [Object.values(PROGRAM_ROLES)],
  );
  const present = new Set(rows.map(({ name }) => name));
  return (Object.keys(PROGRAM_ROLES) as ProgramRole[]).filter((role) => present.has(PROGRAM_ROLES[role]));
}

/**
 * Gives the programs exactly these rights to these tables: what an earlier version gave beyond them is taken away. Does nothing where
 * the roles are missing. Whoever calls owns the tables, and lets nobody else do the same at once.
 *
 * @param schema of all the tables
 */
export async function setTableRights(client: pg.ClientBase, schema: string, rights: TableRights): Promise<void> {
  const present = await presentRoles(client);
  if (present.length === 0) return;
  const statements = present.flatMap((program) => {
    const role = PROGRAM_ROLES[program];
    return Object.entries(rights).flatMap(([table, given]) => {
      const privileges = given[program] ?? [];
      const name = `${quoted(schema)}.${quoted(table)}`;
      return [
        `REVOKE ALL ON ${name} FROM ${role}`,
        ...(privileges.length > 0 ? [`GRANT ${privileges.join(', ')} ON ${name} TO ${role}`] : []),
      ];
    });
  });
  // One text is one transaction.
  await client.query([...(await usageOf(client, schema, present)), ...statements].join(';\n'));
}

/** Asked for only where it is missing: a schema that PostgreSQL made is everybody's to use, and may not be ours to grant. */
async function usageOf(client: pg.ClientBase, schema: string, present: readonly ProgramRole[]): Promise<string[]> {
  const roles = present.map((program) => PROGRAM_ROLES[program]);
  const { rows } = await client.query<{ role: string }>(
    `SELECT role FROM unnest($1::text[]) AS role WHERE NOT has_schema_privilege(role, $2, 'USAGE')`,
    [roles, schema],
  );
  return rows.map(({ role }) => `GRANT USAGE ON SCHEMA ${quoted(schema)} TO ${role}`);
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
