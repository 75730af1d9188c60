import { PROGRAM_ROLES } from './program-roles.js';

/** The owner of the database and of all tables: no superuser. */
export const OWNER_ROLE = 'cairn_owner';
export type LoginRole = typeof OWNER_ROLE | (typeof PROGRAM_ROLES)[keyof typeof PROGRAM_ROLES];
export const LOGIN_ROLES: readonly LoginRole[] = [OWNER_ROLE, ...Object.values(PROGRAM_ROLES)];

/** The setting of the session in which the password of a role is handed over: no statement, and so no log of the server, holds it. */
export const passwordSetting = (role: LoginRole): string => `cairn.password_of_${role}`;

/**
 * Run by a superuser in the database of a node, any number of times. deploy/postgres/roles.sql is the same for those who run a
 * PostgreSQL of their own; a test holds them together.
 */
export const ROLES_SQL = `-- No role may become another, make databases or roles, or read files of the machine.
DO $$
DECLARE
  role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['${LOGIN_ROLES.join("', '")}'] LOOP
    IF to_regrole(role) IS NULL THEN
      EXECUTE format('CREATE ROLE %I', role);
    END IF;
    EXECUTE format('ALTER ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT PASSWORD %L',
      role, current_setting('cairn.password_of_' || role));
  END LOOP;
END
$$;

-- What PostgreSQL gives to everybody: connecting, and tables that nobody sees and that fill the disk.
DO $$
BEGIN
  EXECUTE format('ALTER DATABASE %I OWNER TO ${OWNER_ROLE}', current_database());
  EXECUTE format('REVOKE ALL ON DATABASE %I, postgres, template1 FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO ${LOGIN_ROLES.join(', ')}', current_database());
END
$$;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

-- What others made before there were roles becomes the owner's. REASSIGN OWNED does not do it: it refuses for the role that made the
-- cluster. A sequence of a column goes with its table.
DO $$
DECLARE
  thing record;
BEGIN
  FOR thing IN
    SELECT format('SCHEMA %I', nspname) AS name FROM pg_namespace
    WHERE nspowner <> '${OWNER_ROLE}'::regrole AND nspname !~ '^(pg_|information_schema$)'
    UNION ALL
    SELECT format(CASE c.relkind WHEN 'v' THEN 'VIEW %s' WHEN 'S' THEN 'SEQUENCE %s' ELSE 'TABLE %s' END, c.oid::regclass)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relowner <> '${OWNER_ROLE}'::regrole AND c.relkind IN ('r', 'p', 'v', 'S')
      AND n.nspname !~ '^(pg_|information_schema$)'
      AND NOT (c.relkind = 'S' AND EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('a', 'i')))
  LOOP
    EXECUTE format('ALTER %s OWNER TO ${OWNER_ROLE}', thing.name);
  END LOOP;
END
$$;
`;
