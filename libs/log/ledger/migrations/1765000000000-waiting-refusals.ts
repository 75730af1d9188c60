import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Refusals gather before the log tells of them, many in one entry: what waits for that, and which counters were told of. */
export class WaitingRefusals1765000000000 implements MigrationInterface {
  readonly name = 'WaitingRefusals1765000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE waiting_refusal (
         boot bytea NOT NULL, counter bigint NOT NULL, device_key bytea NOT NULL, statement_hash bytea NOT NULL,
         reason text COLLATE "C" NOT NULL, statement bytea NOT NULL, refused_time_ms bigint NOT NULL,
         CONSTRAINT waiting_refusal_pkey PRIMARY KEY (boot, counter))`,
    );
    await runner.query('CREATE INDEX waiting_refusal_device ON waiting_refusal (device_key)');
    await runner.query(
      `CREATE TABLE refused_range (
         boot_number integer NOT NULL, first_counter bigint NOT NULL, last_counter bigint NOT NULL, log_index bigint NOT NULL,
         CONSTRAINT refused_range_pkey PRIMARY KEY (boot_number, first_counter, log_index))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE refused_range');
    await runner.query('DROP TABLE waiting_refusal');
  }
}
