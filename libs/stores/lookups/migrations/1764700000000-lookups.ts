import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The table of look-ups in the schema `stores`. In a database from before there was one it stands among the tables of the log, and is
 * moved with all that it holds.
 */
export class Lookups1764700000000 implements MigrationInterface {
  readonly name = 'Lookups1764700000000';

  async up(runner: QueryRunner): Promise<void> {
    if (await isAmongTablesOfTheLog(runner)) await runner.query('ALTER TABLE lookup SET SCHEMA stores');
    else
      await runner.query(`CREATE TABLE stores.lookup (
        id bytea NOT NULL, asked_at timestamptz NOT NULL, who text NOT NULL, question text NOT NULL, status integer NOT NULL,
        answer_hash bytea NOT NULL, CONSTRAINT lookup_pkey PRIMARY KEY (id))`);
  }

  /** Back among the tables of the log, where those of then look for it: look-ups are never dropped. */
  async down(runner: QueryRunner): Promise<void> {
    if (!(await isAmongTablesOfTheLog(runner))) {
      await runner.query(
        `DO $$ BEGIN EXECUTE format('ALTER TABLE stores.lookup SET SCHEMA %I', current_schema()); END $$`,
      );
      return;
    }
    await runner.query('INSERT INTO lookup SELECT * FROM stores.lookup ON CONFLICT (id) DO NOTHING');
    await runner.query('DROP TABLE stores.lookup');
  }
}

/** A table of that name which the log has not made is somebody else's. */
async function isAmongTablesOfTheLog(runner: QueryRunner): Promise<boolean> {
  const [found] = (await runner.query(
    `SELECT to_regclass('lookup') IS NOT NULL AND to_regclass('ledger_migration') IS NOT NULL AS there`,
  )) as { there: boolean }[];
  return found!.there;
}
