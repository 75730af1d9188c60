import type { MigrationInterface, QueryRunner } from 'typeorm';
import { LedgerError } from '../error.js';

/** Look-ups do not follow from the log: their table belongs to libs/stores/lookups, whose migration has taken over what was in this one. */
export class LookupsLeave1764700000000 implements MigrationInterface {
  readonly name = 'LookupsLeave1764700000000';

  async up(runner: QueryRunner): Promise<void> {
    const [table] = (await runner.query(`SELECT to_regclass('lookup') IS NOT NULL AS there`)) as { there: boolean }[];
    if (!table!.there) return;
    await runner.query('LOCK TABLE lookup IN ACCESS EXCLUSIVE MODE');
    const [rows] = (await runner.query('SELECT EXISTS (SELECT FROM lookup) AS left')) as { left: boolean }[];
    if (rows!.left)
      throw new LedgerError(
        'ROW_MALFORMED',
        'the table lookup still holds look-ups, and goes only once the migration of libs/stores/lookups has taken them over',
      );
    await runner.query('DROP TABLE lookup');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE lookup (
      id bytea NOT NULL, asked_at timestamptz NOT NULL, who text NOT NULL, question text NOT NULL, status integer NOT NULL,
      answer_hash bytea NOT NULL, CONSTRAINT lookup_pkey PRIMARY KEY (id))`);
  }
}
