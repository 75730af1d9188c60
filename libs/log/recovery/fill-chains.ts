import type pg from 'pg';
import { type ChainWrite, type SegmentEnd, walkChain, writeChains } from '#libs/log/sequencer';

interface EndedSegment extends SegmentEnd {
  readonly openedIndex: number;
  /** Lowest counter that was logged after the segment was closed. */
  readonly lowestLate: number;
}

/**
 * Works out again how far down late scans have chained, where any are logged. The sequencer relies on it: without, the way down of a
 * long offline stretch would begin anew, and no late scan in the log would be shown to chain.
 */
export async function fillChains(client: pg.Client): Promise<void> {
  const { rows } = await client.query<EndedSegment>(
    `SELECT s.boot_number AS "bootNumber", s.opened_log_index AS "openedIndex", s.to_counter AS to, s.last_hash AS "lastHash",
       min(e.counter) AS "lowestLate"
     FROM key_segment s JOIN log_entry e
       ON e.boot_number = s.boot_number AND e.counter BETWEEN s.from_counter AND s.to_counter AND e.log_index > s.closed_log_index
     WHERE s.last_hash IS NOT NULL GROUP BY s.boot_number, s.opened_log_index ORDER BY 1, 2`,
  );
  const chains: ChainWrite[] = [];
  for (const segment of rows) {
    const { bootNumber, openedIndex, lowestLate } = segment;
    const { from, needs, end } = await walkChain(client, segment, lowestLate);
    chains.push({ bootNumber, openedIndex, chain: { from, needs: end === 'other' ? null : needs } });
  }
  await writeChains(client, chains);
}
