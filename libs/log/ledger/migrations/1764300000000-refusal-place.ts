import type { MigrationInterface, QueryRunner } from 'typeorm';
import { decodeEventBody, decodeLogEntry, EventKind } from '#libs/core/wire';
import { LedgerError } from '../error.js';

const ROWS_AT_ONCE = 500; // of entries below 1 kB

/** Says of each refused statement at which counter of which boot it stands; of those that are there, from the log. */
export class RefusalPlace1764300000000 implements MigrationInterface {
  readonly name = 'RefusalPlace1764300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE refusal ADD COLUMN boot_number integer, ADD COLUMN counter bigint');
    while (await placeSome(runner));
    await runner.query('ALTER TABLE refusal ALTER COLUMN boot_number SET NOT NULL, ALTER COLUMN counter SET NOT NULL');
    await runner.query('CREATE INDEX refusal_boot_counter ON refusal (boot_number, counter)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX refusal_boot_counter');
    await runner.query('ALTER TABLE refusal DROP COLUMN boot_number, DROP COLUMN counter');
  }
}

/** @returns whether there may be more. */
async function placeSome(runner: QueryRunner): Promise<boolean> {
  const rows = (await runner.query(
    `SELECT r.log_index AS "logIndex", e.entry FROM refusal r JOIN log_entry e USING (log_index)
     WHERE r.boot_number IS NULL LIMIT $1`,
    [ROWS_AT_ONCE],
  )) as { logIndex: string; entry: Buffer }[];
  if (rows.length === 0) return false;
  const places = rows.map(({ logIndex, entry }) => ({ logIndex, ...placeIn(logIndex, entry) }));
  await runner.query(
    `UPDATE refusal r SET boot_number = b.boot_number, counter = u.counter
     FROM unnest($1::bigint[], $2::bytea[], $3::bigint[]) AS u (log_index, boot, counter) JOIN boot b ON b.boot = u.boot
     WHERE r.log_index = u.log_index`,
    [places.map(({ logIndex }) => logIndex), places.map(({ boot }) => boot), places.map(({ counter }) => counter)],
  );
  const [left] = (await runner.query(
    'SELECT log_index FROM refusal WHERE log_index = ANY($1::bigint[]) AND boot_number IS NULL LIMIT 1',
    [places.map(({ logIndex }) => logIndex)],
  )) as { log_index: string }[];
  if (left) throw new LedgerError('ROW_MALFORMED', `entry ${left.log_index} refuses a statement of an unknown boot`);
  return true;
}

function placeIn(logIndex: string, bytes: Buffer): { readonly boot: Buffer; readonly counter: number } {
  const entry = decodeLogEntry(bytes);
  if (entry.kind !== 'event' || entry.event.kind !== EventKind.REFUSED)
    throw new LedgerError('ROW_MALFORMED', `entry ${logIndex} refuses nothing, and a row of refusal says that it does`);
  const { boot, counter } = decodeEventBody(EventKind.REFUSED, entry.event.body).statement;
  return { boot: Buffer.from(boot), counter };
}
