import { LedgerError, type StoredEntry } from '#libs/log/ledger';
import { readEntries } from './entry-batch.js';
import { ProjectionError } from './error.js';
import { type Generation, schemaOf } from './generations.js';
import type { Change, Projection } from './projection.js';
import { RowWriter } from './row-writer.js';
import { type LeasedSession, underLease } from './under-lease.js';

export interface FoldedBatch {
  /** The cursor now. */
  readonly nextLogIndex: number;
  /** Entries that were folded. */
  readonly taken: number;
}

/**
 * Folds the next entries into one generation: rows and cursor in one transaction under the lease. It ends early where one entry gives
 * enough rows for a transaction.
 *
 * @param size entries that are committed
 * @throws {ProjectionError} FOLD_FAILED; {LedgerError} LEASE_LOST, HEAD_MOVED where somebody else has moved the cursor; errors of the
 *   connection. Nothing is written then.
 */
export async function foldBatch(
  session: LeasedSession,
  projection: Projection,
  generation: Generation,
  { size, entriesMax }: { readonly size: number; readonly entriesMax?: number },
): Promise<FoldedBatch> {
  const { client } = session;
  const from = generation.nextLogIndex;
  // A value that is erased after this was read is found again by its entry, which comes after this one (docs/decisions/0119).
  const entries = await readEntries(client, { from, size, entriesMax });
  try {
    const next = await underLease(session, async () => {
      const writer = new RowWriter(client, schemaOf(generation), projection.tables);
      const reached = await write(writer, projection, entries, from);
      const { rowCount } = await client.query({
        name: 'moveCursor',
        text: `UPDATE projection.generation SET next_log_index = $3 WHERE number = $1 AND next_log_index = $2`,
        values: [generation.number, from, reached],
      });
      if (rowCount !== 1)
        throw new LedgerError('HEAD_MOVED', `the cursor of generation ${generation.number} is not at ${from} any more`);
      return reached;
    });
    return { nextLogIndex: next, taken: next - from };
  } catch (error) {
    if (!isOfTheRows(error)) throw error;
    throw new ProjectionError('FOLD_FAILED', `entries from ${from} on: ${(error as Error).message}`, { cause: error });
  }
}

/** @returns where to go on */
async function write(
  writer: RowWriter,
  projection: Projection,
  entries: readonly StoredEntry[],
  from: number,
): Promise<number> {
  let next = from;
  for (const entry of entries) {
    for (const change of changesOf(projection, entry)) await writer.write(change);
    next = entry.logIndex + 1;
    if (writer.isEnough) break;
  }
  await writer.finish();
  return next;
}

/** Says which entry it is that cannot be folded. What is thrown where the changes are used does not come by here. */
function* changesOf(projection: Projection, entry: StoredEntry): Generator<Change> {
  try {
    yield* projection.fold(entry);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ProjectionError('FOLD_FAILED', `entry ${entry.logIndex}: ${why}`, { cause: error });
  }
}

/** SQLSTATE classes of values that PostgreSQL does not take: data exception, integrity constraint, a limit of the program. */
const REFUSED_ROWS = /^(?:22|23|54)/u;

function isOfTheRows(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return error instanceof TypeError || (typeof code === 'string' && REFUSED_ROWS.test(code));
}
