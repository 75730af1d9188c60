import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a device is for: a system or desk signs no scans. All that were enrolled before scan things. */
export class DeviceKinds1764950000000 implements MigrationInterface {
  readonly name = 'DeviceKinds1764950000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE device ADD kind smallint');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE device DROP kind');
  }
}
