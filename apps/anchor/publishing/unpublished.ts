import type pg from 'pg';
import type { ReceiptDue } from '#libs/log/sequencer';
import { decodeLogEntry, statementHash } from '#libs/core/wire';
import { leafHash } from '#libs/core/tlog';
import { reachFrom } from './entries-at-once.js';

/** Entries as a publication takes them: straight from a commit, or read back. */
export interface EntryRun {
  readonly firstIndex: number;
  readonly entries: readonly Uint8Array[];
  readonly leaves: readonly Uint8Array[];
  readonly privateParts: readonly (Uint8Array | null)[];
  readonly receipts: readonly ReceiptDue[];
}

/**
 * Entries from `from` on, up to a size that was committed: only such sizes may be signed. As many as fit in one reading, or those of
 * one commit. Null when there are none.
 */
export async function readUnpublished(client: pg.Client, from: number): Promise<EntryRun | null> {
  const reach = await reachFrom(client, from);
  const { rows: sizes } = await client.query<{ to: number | null }>(
    `SELECT coalesce((SELECT max(size) FROM log_root WHERE size > $1 AND size <= $2),
                     (SELECT min(size) FROM log_root WHERE size > $1)) AS to`,
    [from, reach],
  );
  const to = sizes[0]?.to;
  if (to === null || to === undefined) return null;
  const { rows } = await client.query<{ entry: Buffer; privatePart: Buffer | null; deviceId: string | null }>(
    `SELECT e.entry, e.private AS "privatePart", d.device_id AS "deviceId" FROM log_entry e
     LEFT JOIN boot b USING (boot_number) LEFT JOIN device d USING (device_key)
     WHERE e.log_index >= $1 AND e.log_index < $2 ORDER BY e.log_index`,
    [from, to],
  );
  const entries = rows.map(({ entry }) => entry);
  const receipts = rows.flatMap(({ entry, deviceId }, at) => receiptOf(entry, deviceId, from + at));
  const privateParts = rows.map(({ privatePart }) => privatePart);
  return { firstIndex: from, entries, leaves: entries.map(leafHash), privateParts, receipts };
}

function receiptOf(bytes: Uint8Array, deviceId: string | null, logIndex: number): ReceiptDue[] {
  const entry = decodeLogEntry(bytes);
  if (entry.kind === 'event' || deviceId === null) return [];
  const { device: deviceKey, boot, counter } = entry.scan;
  return [{ deviceKey, deviceId, boot, counter, statementHash: statementHash(entry.scan), logIndex }];
}
