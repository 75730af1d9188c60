import type pg from 'pg';
import { bytesEqual } from '#libs/core/wire';
import { readBelow, type SegmentEnd, walkChain } from '#libs/log/sequencer';
import { type Differences, hex } from './findings.js';
import type { KeyHistory, LateScan } from './key-history.js';

interface ChainRow extends SegmentEnd {
  readonly boot: Buffer;
  readonly openedIndex: number;
  readonly from: number;
  readonly needs: Buffer | null;
}

/**
 * Goes down each chain of late scans that the sequencer relies on, from the last statement that an event names, and says which late
 * scans stand in the log and chain into nothing.
 */
export async function checkChains(client: pg.Client, { late }: KeyHistory, differences: Differences): Promise<void> {
  const { rows } = await client.query<ChainRow>(
    `SELECT s.boot_number AS "bootNumber", b.boot, s.opened_log_index AS "openedIndex", s.to_counter AS to,
       s.last_hash AS "lastHash", s.chain_from AS from, s.chain_hash AS needs
     FROM key_segment s JOIN boot b USING (boot_number) WHERE s.chain_from IS NOT NULL`,
  );
  const reached = new Map<string, number>();
  for (const row of rows) {
    reached.set(segmentName(row.boot, row.openedIndex), row.from);
    const fault = await faultOf(client, row);
    if (fault)
      differences.add('CHAIN', `key_segment of boot ${hex(row.boot)} opened by entry ${row.openedIndex}: ${fault}`);
  }
  for (const scan of late) if (!chains(scan, reached)) differences.add('CHAIN', chainless(scan));
}

const segmentName = (boot: Uint8Array, openedIndex: number): string => `${hex(boot)}/${openedIndex}`;

const chains = ({ boot, counter, segment }: LateScan, reached: ReadonlyMap<string, number>): boolean =>
  counter >= (reached.get(segmentName(boot, segment.openedIndex)) ?? Infinity);

const chainless = ({ logIndex, boot, counter, segment }: LateScan): string =>
  `entry ${logIndex} logs counter ${counter} of boot ${hex(boot)} after entry ${segment.closedIndex} ended its key, and does not chain into counter ${segment.to}`;

async function faultOf(client: pg.Client, row: ChainRow): Promise<string | undefined> {
  const { bootNumber, from } = row;
  const walked = await walkChain(client, row, from);
  if (walked.end !== 'reached') {
    const why = walked.end === 'missing' ? 'is not logged' : 'does not chain';
    return `chain_from is ${from}, and counter ${walked.from - 1} ${why}`;
  }
  const { needs } = walked;
  if (row.needs)
    return needs && bytesEqual(needs, row.needs) ? undefined : `chain_hash is not the previous of counter ${from}`;
  const [below] = await readBelow(client, [{ bootNumber, from: from - 1, below: from }], 1);
  const [other] = below!;
  if (!other || (needs && bytesEqual(other.statement.hash, needs)))
    return `chain_hash is missing, and no other statement of counter ${from - 1} is logged`;
  return undefined;
}
