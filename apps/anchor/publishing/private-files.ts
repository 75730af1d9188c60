import { BlobError, type PrivateParts, type PrivateRecord } from '#libs/log/storage';
import type { CommittedLog } from '#libs/log/ledger';
import { leafHash, TILE_WIDTH } from '#libs/core/tlog';
import type { EntryRun } from './unpublished.js';

export interface FillParts {
  readonly committed: CommittedLog;
  readonly privateParts: PrivateParts;
  readonly observer: { fillingPrivateFiles(done: number, files: number): void };
  /** Throws once this process may not write any more. */
  readonly stillAllowed: () => void;
}

const FILES_A_REPORT = 100;

/** What the files of private parts keep of these entries. */
export const recordsOf = (runs: readonly EntryRun[]): PrivateRecord[] =>
  runs.flatMap(({ firstIndex, leaves, privateParts }) =>
    leaves.map((leaf, place) => ({ logIndex: firstIndex + place, leaf, part: privateParts[place] ?? null })),
  );

/**
 * Writes the files of private parts that are missing below a size, as in a log from before there were any, and the last one in any
 * case: what is added to it must not follow a hole or damage. A damaged one is kept aside.
 */
export async function fillPrivateFiles(
  { committed, privateParts, observer, stillAllowed }: FillParts,
  size: number,
): Promise<void> {
  const bundles = Math.ceil(size / TILE_WIDTH);
  const missing: number[] = [];
  for (let bundle = 0; bundle < bundles; bundle++) if (!(await privateParts.has(bundle))) missing.push(bundle);
  for (const [done, bundle] of missing.entries()) {
    if (done % FILES_A_REPORT === 0) observer.fillingPrivateFiles(done, missing.length);
    await privateParts.write(await readRecords(committed, bundle, size), stillAllowed);
  }
  const last = bundles - 1;
  if (last < 0 || missing.at(-1) === last) return;
  if (!(await isReadable(privateParts, last))) {
    observer.fillingPrivateFiles(0, 1);
    await privateParts.replace(await readRecords(committed, last, size), stillAllowed);
  } else await privateParts.write(await readRecords(committed, last, size), stillAllowed);
}

async function isReadable(privateParts: PrivateParts, bundle: number): Promise<boolean> {
  try {
    await privateParts.read(bundle);
    return true;
  } catch (error) {
    if (error instanceof BlobError && error.code === 'PRIVATE_UNREADABLE') return false;
    throw error;
  }
}

/** At most a bundle's: 16 MiB of entries and, of 256 scans as long as they may be, 64 MiB of private parts. */
async function readRecords(committed: CommittedLog, bundle: number, size: number): Promise<PrivateRecord[]> {
  const from = bundle * TILE_WIDTH;
  const stored = await committed.storedEntries({ from, to: Math.min(size, from + TILE_WIDTH) });
  return stored.map(({ logIndex, entry, privatePart }) => ({ logIndex, leaf: leafHash(entry), part: privatePart }));
}
