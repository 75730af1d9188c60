import pg from 'pg';
import { LOGIN_ROLES, type LoginRole, passwordSetting, ROLES_SQL } from './roles-sql.js';

const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Makes the roles of a node in a PostgreSQL of its own, and takes from everybody what PostgreSQL gives to everybody. Safe to repeat.
 *
 * @param superuserUrl of the node's database
 */
export async function makeRoles(superuserUrl: string, passwords: Readonly<Record<LoginRole, string>>): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  client.on('error', () => {}); // the query in flight reports it
  await client.connect();
  try {
    for (const role of LOGIN_ROLES)
      await client.query('SELECT set_config($1, $2, false)', [passwordSetting(role), passwords[role]]);
    await client.query(ROLES_SQL);
  } finally {
    await client.end();
  }
}
