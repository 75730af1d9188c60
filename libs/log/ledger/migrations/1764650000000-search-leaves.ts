import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The search has tables of its own now (libs/projections/search). Where rows are in these, they stay until its migration takes them
 * over, so that all of it can be found meanwhile.
 */
export class SearchLeaves1764650000000 implements MigrationInterface {
  readonly name = 'SearchLeaves1764650000000';

  async up(runner: QueryRunner): Promise<void> {
    const filled = (await runner.query('SELECT FROM projector_cursor LIMIT 1')) as unknown[];
    if (filled.length === 0) await runner.query('DROP TABLE projector_cursor, search_term, object_uri');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
  }
}

const TABLES = [
  `CREATE TABLE IF NOT EXISTS projector_cursor (
    name text NOT NULL, next_log_index bigint NOT NULL, CONSTRAINT projector_cursor_pkey PRIMARY KEY (name))`,
  `CREATE TABLE IF NOT EXISTS search_term (
    term text NOT NULL, kind text NOT NULL, trail_key bytea NOT NULL, log_index bigint NOT NULL,
    CONSTRAINT search_term_pkey PRIMARY KEY (term, kind, trail_key))`,
  `CREATE TABLE IF NOT EXISTS object_uri (
    trail_key bytea NOT NULL, uri text NOT NULL, CONSTRAINT object_uri_pkey PRIMARY KEY (trail_key))`,
];
