import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which devices had a scan with an invalid signature of late: ingest verifies theirs itself, and may not read the refused payloads.
 */
export class DistrustedDevices1764900000000 implements MigrationInterface {
  readonly name = 'DistrustedDevices1764900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX reject_invalid_signature ON reject (last_at) WHERE reason = 'SIGNATURE_INVALID' AND device_key IS NOT NULL`,
    );
    await runner.query(
      `CREATE VIEW distrusted_device AS SELECT DISTINCT device_key FROM reject
       WHERE reason = 'SIGNATURE_INVALID' AND device_key IS NOT NULL AND last_at > now() - interval '24 hours'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW distrusted_device');
    await runner.query('DROP INDEX reject_invalid_signature');
  }
}
