import type { MigrationInterface, QueryRunner } from 'typeorm';

/** As in the tables of the log: text is compared by its bytes. The table is not written anew, and no index is on these columns. */
export class LookupTextByBytes1764800000000 implements MigrationInterface {
  readonly name = 'LookupTextByBytes1764800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(alter('"C"'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(alter('"default"'));
  }
}

const alter = (collation: string): string =>
  `ALTER TABLE stores.lookup ALTER COLUMN who TYPE text COLLATE ${collation}, ALTER COLUMN question TYPE text COLLATE ${collation}`;
