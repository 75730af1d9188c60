import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The key that is to follow the log's key: it signs beside it for a while, and only a key that was named here may take over. */
export class LogRotation1764600000000 implements MigrationInterface {
  readonly name = 'LogRotation1764600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE log_head ADD COLUMN log_next_vkey text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE log_head DROP COLUMN log_next_vkey');
  }
}
