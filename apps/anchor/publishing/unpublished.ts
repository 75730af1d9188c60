import type { CommittedLog } from '#libs/log/ledger';
import type { ReceiptDue } from '#libs/log/sequencer';
import { decodeLogEntry, statementHash } from '#libs/core/wire';
import { leafHash } from '#libs/core/tlog';
import { ENTRIES_AT_ONCE } from './entries-at-once.js';

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
export async function readUnpublished(committed: CommittedLog, from: number): Promise<EntryRun | null> {
  const reach = await committed.reachFrom(from, ENTRIES_AT_ONCE);
  const to = await committed.committedSizeWithin({ from, to: reach });
  if (to === null) return null;
  const rows = await committed.entriesOfDevices({ from, to });
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
