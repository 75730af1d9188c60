import pg from 'pg';
import type { Field } from '../arena/field.js';
import type { TappedRecord } from '../arena/attacker.js';
import { capturedScan } from './captured.js';

/** Others scan every 150 ms, and ingest gathers for 40 ms at most. */
const TRIES_A_RECORD = 20;

/** While the anchor is stopped: what comes meanwhile lies in the stream unread. Shorter than its lease. */
export async function whileAnchorIsStopped<Result>({ live }: Field, work: () => Promise<Result>): Promise<Result> {
  const processId = live.anchorProcess;
  process.kill(processId, 'SIGSTOP');
  try {
    return await work();
  } finally {
    process.kill(processId, 'SIGCONT');
  }
}

/**
 * The next scans of the victim, each in a record of its own. One that came in a record with somebody else's is left alone: a bystander's
 * scan of another object would come late, and leave a hole that the evidence of this object cannot fill.
 */
export async function nextRecords(field: Field, count: number): Promise<TappedRecord[]> {
  const { victim, attacker } = field;
  const records: TappedRecord[] = [];
  for (let left = count * TRIES_A_RECORD; records.length < count; left--) {
    if (left === 0) throw new Error('the scans of the victim do not come in records of their own');
    const counter = await victim.store();
    const { record } = await capturedScan(field, counter);
    if (attacker.contents(record).scans.length === 1) records.push(record);
  }
  return records;
}

/** Puts other bytes in the place of records that nobody has read yet: only a database keeps them where this can be done. */
export async function replaceRecords(
  { live }: Field,
  changes: readonly (readonly [TappedRecord, Uint8Array])[],
): Promise<void> {
  const client = new pg.Client({ connectionString: live.node.databaseUrl });
  await client.connect();
  try {
    for (const [{ partition, offset }, value] of changes) {
      const { rowCount } = await client.query(
        `UPDATE stream_record SET value = $3 WHERE stream = 'scans' AND partition = $1 AND record_offset = $2`,
        [partition, offset, Buffer.from(value)],
      );
      if (rowCount !== 1) throw new Error(`record ${offset} of partition ${partition} is not in the stream any more`);
    }
  } finally {
    await client.end();
  }
}
