import { join } from 'node:path';
import { LedgerReader } from '#libs/log/ledger';
import { dataPaths } from '#libs/host/service';
import type { Vkey } from '#libs/core/tlog';
import pg from 'pg';
import type { SeenCheckpoints } from '../checks/checkpoints.js';
import { until } from '../waiting.js';
import type { Complaint, EnqueuedScan, OutboxEnd, ReceiptedScan } from './records.js';
import type { JournalLine } from '../load/journal.js';
import { pinnedKey } from './public-log.js';

/** All that a run leaves behind and that is judged. */
export interface RunEvidence {
  readonly logFolder: string;
  readonly vkey: Vkey;
  readonly seen: SeenCheckpoints;
  readonly receipts: readonly ReceiptedScan[];
  readonly enqueued: readonly EnqueuedScan[];
  readonly outboxes: readonly OutboxEnd[];
  readonly complaints: readonly Complaint[];
  /** Rows of the table of rejects, in words. */
  readonly rejectRows: readonly string[];
  readonly databaseUrl: string;
  /** Variables of the node: `cairn check` reads them. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Waits until everything that is committed is published. */
export async function untilPublished(databaseUrl: string, timeoutMs = 60_000): Promise<void> {
  const reader = LedgerReader.open({ databaseUrl, name: 'cairn-faults', connectionsMax: 1 });
  const isPublished = async (): Promise<boolean> => {
    const head = await reader.head();
    return head !== null && head.publishedSize === head.size;
  };
  try {
    await until('everything committed is published', isPublished, { everyMs: 100, timeoutMs });
  } finally {
    await reader.close();
  }
}

export async function gatherEvidence(parts: {
  readonly dataFolder: string;
  readonly databaseUrl: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly seen: SeenCheckpoints;
  readonly outboxes: readonly OutboxEnd[];
  readonly journal: readonly JournalLine[];
}): Promise<RunEvidence> {
  const { dataFolder, databaseUrl, environment, seen, outboxes, journal } = parts;
  const { log, policy } = dataPaths(dataFolder);
  return {
    logFolder: log,
    vkey: pinnedKey(policy),
    databaseUrl,
    environment,
    seen,
    outboxes,
    receipts: journal.filter((line) => line.what === 'receipted'),
    enqueued: journal.filter((line) => line.what === 'enqueued'),
    complaints: journal.filter((line) => line.what === 'complaint'),
    rejectRows: await rejectRows(databaseUrl),
  };
}

async function rejectRows(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ said: string }>(
      `SELECT concat_ws(' ', reason, text, 'counter', counter) AS said FROM reject ORDER BY id`,
    );
    return rows.map(({ said }) => said);
  } finally {
    await client.end();
  }
}

/** Where a node shows and stores its checkpoints. */
export const checkpointPlaces = (dataFolder: string): { readonly shown: string; readonly store: string } => {
  const { log, checkpoints } = dataPaths(dataFolder);
  return { shown: join(log, 'checkpoint'), store: checkpoints };
};
