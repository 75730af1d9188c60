import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The first tables. What the columns mean stands in ../fold/rows.ts.
 *
 * Where the ledger's schema still has the tables that the search had there, they become the first generation, so that everything can
 * be found while the runner fills others: those have other collations, and do not say which entry told them a URI.
 */
export class Search1764700000000 implements MigrationInterface {
  readonly name = 'Search1764700000000';

  async up(runner: QueryRunner): Promise<void> {
    const [before] = (await runner.query(
      `SELECT to_regclass('search_term') IS NOT NULL AND to_regclass('object_uri') IS NOT NULL AS there`,
    )) as { there: boolean }[];
    for (const statement of before!.there ? TAKEN_OVER : MADE) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE search_term, object_uri');
  }
}

const MADE = [
  `CREATE TABLE search_term (
    term text COLLATE "C" NOT NULL, kind text COLLATE "C" NOT NULL, trail_key bytea NOT NULL, log_index bigint NOT NULL,
    CONSTRAINT search_term_pkey PRIMARY KEY (term, kind, trail_key))`,
  `CREATE TABLE object_uri (
    trail_key bytea NOT NULL, uri text COLLATE "C" NOT NULL, log_index bigint NOT NULL,
    CONSTRAINT object_uri_pkey PRIMARY KEY (trail_key))`,
];

// Into the schema that this session makes its tables in.
const TAKEN_OVER = [
  `DO $$ BEGIN
     EXECUTE format('ALTER TABLE search_term SET SCHEMA %I', current_schema());
     EXECUTE format('ALTER TABLE object_uri SET SCHEMA %I', current_schema());
   END $$`,
  'ALTER TABLE object_uri ADD COLUMN log_index bigint', // new rows have it
];
