import type pg from 'pg';
import { parseVkey, type Vkey } from '#libs/core/tlog';
import { LedgerError } from '#libs/log/ledger';
import type { Differences } from './findings.js';

/** The row of log_head. */
export interface Head {
  readonly origin: string;
  readonly logVkey: string;
  readonly size: number;
  readonly frontier: Buffer;
  readonly receiptedSize: number;
  readonly publishedSize: number;
}

/** @throws {LedgerError} SCHEMA_MISSING when the database holds no log. */
export async function readHead(client: pg.Client): Promise<Head> {
  const { rows: schema } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('log_head') IS NOT NULL AS there`,
  );
  if (schema[0]!.there) {
    const { rows } = await client.query<Head>(
      `SELECT origin, log_vkey AS "logVkey", size, frontier, receipted_size AS "receiptedSize",
         published_size AS "publishedSize" FROM log_head`,
    );
    if (rows[0]) return rows[0];
  }
  throw new LedgerError('SCHEMA_MISSING', 'the database holds no log');
}

/** What the row says of itself: the public has at most what is receipted, and that is at most what is committed. */
export function checkHead(
  { origin, logVkey, size, receiptedSize, publishedSize }: Head,
  differences: Differences,
): void {
  if (publishedSize > receiptedSize)
    differences.add('HEAD', `log_head has published ${publishedSize} entries and receipted ${receiptedSize}`);
  if (receiptedSize > size) differences.add('HEAD', `log_head has receipted ${receiptedSize} entries of ${size}`);
  const name = vkeyOf(logVkey)?.name;
  if (name !== origin) differences.add('HEAD', `log_head is of ${origin}, its key ${logVkey} of ${name ?? 'no log'}`);
}

/** Null when it is none. */
export function vkeyOf(text: string): Vkey | null {
  try {
    return parseVkey(text);
  } catch {
    return null;
  }
}
