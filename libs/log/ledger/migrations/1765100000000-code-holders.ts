import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose the codes are that begin with some digits: by the newest event of each party, digits and role. */
export class CodeHolders1765100000000 implements MigrationInterface {
  readonly name = 'CodeHolders1765100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE code_holder (
         digits text COLLATE "C" NOT NULL, role smallint NOT NULL, party_key bytea NOT NULL, from_ms bigint, until_ms bigint,
         log_index bigint NOT NULL, CONSTRAINT code_holder_pkey PRIMARY KEY (digits, role, party_key))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE code_holder');
  }
}
