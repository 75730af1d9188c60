import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A checkpoint may wait for its witnesses while receipts go on: what is receipted and what is public are two sizes now. */
export class ReceiptedSize1764400000000 implements MigrationInterface {
  readonly name = 'ReceiptedSize1764400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE log_head ADD COLUMN receipted_size bigint NOT NULL DEFAULT 0');
    await runner.query('UPDATE log_head SET receipted_size = published_size');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE log_head DROP COLUMN receipted_size');
  }
}
