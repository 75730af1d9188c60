import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Text is compared by its bytes. An index in the order of the system's collation misses rows once an update of the system's library has
 * changed that order. Tables are not written anew, their indexes on text are.
 */
export class TextByBytes1764800000000 implements MigrationInterface {
  readonly name = 'TextByBytes1764800000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, columns] of Object.entries(TEXTS)) await runner.query(alter(table, columns, '"C"'));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, columns] of Object.entries(TEXTS)) await runner.query(alter(table, columns, '"default"'));
  }
}

const TEXTS: Readonly<Record<string, readonly string[]>> = {
  device: ['device_id'],
  equivocation: ['reason'],
  key_segment: ['closed_by'],
  lease: ['holder'],
  log_head: ['origin', 'log_vkey', 'log_next_vkey'],
  mqtt_credential: ['device_id'],
  party: ['gln', 'name', 'country'],
  refusal: ['reason'],
  reject: ['reason', 'text'],
  stream_offset: ['stream'],
};

const alter = (table: string, columns: readonly string[], collation: string): string =>
  `ALTER TABLE ${table} ${columns.map((column) => `ALTER COLUMN ${column} TYPE text COLLATE ${collation}`).join(', ')}`;
