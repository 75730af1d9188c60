import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The first tables. What the columns mean stands in ../control-tables.ts. */
export class Projections1764700000000 implements MigrationInterface {
  readonly name = 'Projections1764700000000';

  async up(runner: QueryRunner): Promise<void> {
    // Free room in the page lets the cursor move in it, without touching an index.
    await runner.query(`CREATE TABLE generation (
      number SERIAL NOT NULL, name text COLLATE "C" NOT NULL, version integer NOT NULL, is_served boolean NOT NULL,
      next_log_index bigint NOT NULL, CONSTRAINT generation_pkey PRIMARY KEY (number)) WITH (fillfactor = 10)`);
    await runner.query('CREATE UNIQUE INDEX generation_name_is_served ON generation (name, is_served)');
    await runner.query(`CREATE TABLE rebuild_request (
      name text COLLATE "C" NOT NULL, asked_at timestamptz NOT NULL, CONSTRAINT rebuild_request_pkey PRIMARY KEY (name))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE generation, rebuild_request');
  }
}
