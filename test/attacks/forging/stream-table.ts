import pg from 'pg';
import type { Field } from '../arena/field.js';
import type { TappedRecord } from '../arena/attacker.js';
import { capturedScan } from './captured.js';

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

/** The next scans of the victim, each in a record of its own. */
export async function nextRecords(field: Field, count: number): Promise<TappedRecord[]> {
  const records: TappedRecord[] = [];
  for (let n = 0; n < count; n++) {
    const counter = await field.victim.store();
    records.push((await capturedScan(field, counter)).record);
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
