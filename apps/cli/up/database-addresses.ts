import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type EmbeddedPostgres, LOGIN_ROLES, type LoginRole, makeRoles } from '#libs/host/postgres';
import type { DataPaths } from '#libs/host/service';

const PASSWORD_BYTES = 24;

/**
 * Makes the roles of the node in its PostgreSQL and writes for each the address with which it connects. Passwords stay from start to
 * start. The superuser's address stands nowhere: nothing but this needs it.
 */
export async function giveAddresses(postgres: EmbeddedPostgres, paths: DataPaths): Promise<void> {
  const files: Readonly<Record<LoginRole, string>> = {
    cairn_owner: paths.databaseUrl,
    cairn_ingest: paths.programDatabaseUrls.ingest,
    cairn_api: paths.programDatabaseUrls.api,
  };
  const passwords = Object.fromEntries(
    LOGIN_ROLES.map((role) => [
      role,
      passwordIn(files[role], role) ?? randomBytes(PASSWORD_BYTES).toString('base64url'),
    ]),
  ) as Record<LoginRole, string>;
  await makeRoles(postgres.url, passwords);
  for (const role of LOGIN_ROLES)
    writeFileSync(files[role], `${postgres.urlOf(role, passwords[role])}\n`, { mode: 0o600 });
}

/** Null where there is none, or that of the superuser, which stood here before there were roles. */
function passwordIn(file: string, role: LoginRole): string | null {
  if (!existsSync(file)) return null;
  const text = readFileSync(file, 'utf8').trim();
  if (!URL.canParse(text)) return null;
  const { username, password } = new URL(text);
  return username === role && password !== '' ? decodeURIComponent(password) : null;
}
