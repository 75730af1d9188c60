-- The roles of a node in a PostgreSQL of your own: an owner for the anchor and the commands, and one each for ingest and the api, which may
-- do less. As a superuser, in the node's database, once, and again for other passwords. They go in the environment, since everybody on
-- the machine sees what a command is called with:
--
--   export PGOPTIONS="-c cairn.password_of_cairn_owner=... -c cairn.password_of_cairn_ingest=... -c cairn.password_of_cairn_api=..."
--   psql -v ON_ERROR_STOP=1 -f roles.sql postgres://postgres@host:5432/cairn
--
-- A start of the anchor then gives each its rights to the tables.

-- No role may become another, make databases or roles, or read files of the machine.
DO $$
DECLARE
  role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['cairn_owner', 'cairn_ingest', 'cairn_api'] LOOP
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
  EXECUTE format('ALTER DATABASE %I OWNER TO cairn_owner', current_database());
  EXECUTE format('REVOKE ALL ON DATABASE %I, postgres, template1 FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO cairn_owner, cairn_ingest, cairn_api', current_database());
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
    WHERE nspowner <> 'cairn_owner'::regrole AND nspname !~ '^(pg_|information_schema$)'
    UNION ALL
    SELECT format(CASE c.relkind WHEN 'v' THEN 'VIEW %s' WHEN 'S' THEN 'SEQUENCE %s' ELSE 'TABLE %s' END, c.oid::regclass)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relowner <> 'cairn_owner'::regrole AND c.relkind IN ('r', 'p', 'v', 'S')
      AND n.nspname !~ '^(pg_|information_schema$)'
      AND NOT (c.relkind = 'S' AND EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('a', 'i')))
  LOOP
    EXECUTE format('ALTER %s OWNER TO cairn_owner', thing.name);
  END LOOP;
END
$$;
