import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys expire, are rotated, retired and reported as compromised; boots follow each other. Until now each device had one of both. */
export class AgingKeys1764500000000 implements MigrationInterface {
  readonly name = 'AgingKeys1764500000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await runner.query(statement);
  }
}

const UP = [
  `CREATE TABLE key_segment (
    boot_number integer NOT NULL, opened_log_index bigint NOT NULL, key_id bytea NOT NULL, from_counter bigint NOT NULL,
    closed_log_index bigint, closed_by text, to_counter bigint, last_hash bytea, barred_log_index bigint,
    chain_from bigint, chain_hash bytea,
    CONSTRAINT key_segment_pkey PRIMARY KEY (boot_number, opened_log_index))`,
  `INSERT INTO key_segment (boot_number, opened_log_index, key_id, from_counter)
   SELECT b.boot_number, b.from_log_index, k.key_id, 1 FROM boot b JOIN device_signing_key k USING (device_key)`,
  `ALTER TABLE device_signing_key
    ADD COLUMN expires_ms bigint, ADD COLUMN compromised_log_index bigint, ADD COLUMN compromised_since_ms bigint`,
  `DROP INDEX device_signing_key_from`,
  `DROP INDEX device_signing_key_to`,
  `CREATE INDEX device_signing_key_key_id ON device_signing_key (key_id)`,
  `ALTER TABLE device ADD COLUMN changed_log_index bigint NOT NULL DEFAULT 0`,
  `UPDATE device SET changed_log_index = log_index`,
  `CREATE INDEX device_changed ON device (changed_log_index)`,
  `ALTER TABLE operator_signing_key
    ADD COLUMN compromised_log_index bigint, ADD COLUMN compromised_since_ms bigint`,
];

const DOWN = [
  `ALTER TABLE operator_signing_key DROP COLUMN compromised_log_index, DROP COLUMN compromised_since_ms`,
  `DROP INDEX device_changed`,
  `ALTER TABLE device DROP COLUMN changed_log_index`,
  `DROP INDEX device_signing_key_key_id`,
  `CREATE INDEX device_signing_key_to ON device_signing_key (to_log_index) WHERE to_log_index IS NOT NULL`,
  `CREATE INDEX device_signing_key_from ON device_signing_key (from_log_index)`,
  `ALTER TABLE device_signing_key
    DROP COLUMN expires_ms, DROP COLUMN compromised_log_index, DROP COLUMN compromised_since_ms`,
  `DROP TABLE key_segment`,
];
