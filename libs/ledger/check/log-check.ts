import type pg from 'pg';
import { appendToFrontier, EMPTY_FRONTIER, rootOfFrontier } from '../append/frontier.js';
import { leafOf } from '../append/hashing.js';
import type { CommittedRoots } from './committed-roots.js';
import { copyOut, type Field, int4, int8 } from './copy-out.js';
import type { EntryCheck, EntryRow } from './entry-check.js';
import type { FileCheck } from './file-check.js';
import { type Differences, short } from './findings.js';
import type { PrivateFileCheck } from './private-file-check.js';

export interface LogCheckInput {
  readonly client: pg.Client;
  /** As log_head has them. */
  readonly size: number;
  readonly frontier: Buffer;
  readonly roots: CommittedRoots;
  readonly entries: EntryCheck;
  readonly files: FileCheck;
  readonly privateFiles: PrivateFileCheck;
  readonly differences: Differences;
  readonly onEntries: (done: number) => void;
}

/**
 * Goes once through the entries: leaf hashes, the root at each committed size, and what the parts recompute.
 * @returns the leaf hashes, one after the other; those of all entries, unless one is missing.
 */
export async function checkLog(input: LogCheckInput): Promise<Buffer> {
  const { client, size, roots, entries, files, privateFiles, differences, onEntries } = input;
  const leaves = Buffer.alloc(size * 32);
  let frontier: Buffer = EMPTY_FRONTIER;
  let next = 0;
  let rootPlace = roots.sizeAt(0) === 0 ? 1 : 0;
  const rootRun = new RootRun(differences);
  const query = 'SELECT log_index, boot_number, counter, entry, private FROM log_entry ORDER BY log_index';
  for await (const rows of copyOut(client, query)) {
    const taken: EntryRow[] = [];
    const hashes: Buffer[] = [];
    for (const fields of rows) {
      const row = rowOf(fields);
      if (row.logIndex !== next || next >= size) {
        differences.add(
          'ENTRY_MISSING',
          `log_entry has ${row.logIndex} where ${next} is due, and log_head has size ${size}`,
        );
        rootRun.end();
        return leaves.subarray(0, next * 32); // nothing behind a hole has its place
      }
      const leaf = leafOf(row.entry);
      leaf.copy(leaves, next * 32);
      frontier = appendToFrontier(frontier, next, leaf);
      next++;
      entries.take(row);
      taken.push(row);
      hashes.push(leaf);
      if (roots.sizeAt(rootPlace) === next) rootRun.take(next, roots.rootAt(rootPlace++), rootOfFrontier(frontier));
    }
    await privateFiles.take(taken, hashes);
    // A copy: the edge keeps the entries of its last bundle, and the fields are good for this step only.
    await files.take(
      taken.map(({ entry }) => Buffer.from(entry)),
      hashes,
    );
    onEntries(next);
  }
  rootRun.end();
  privateFiles.end();
  if (next < size) differences.add('ENTRY_MISSING', `log_entry ends with ${next - 1}, and log_head has size ${size}`);
  if (rootPlace < roots.count)
    differences.add('ROOT', `log_root has size ${roots.sizeAt(rootPlace)}, and there are ${next} entries`);
  if (next === size && !frontier.equals(input.frontier))
    differences.add('HEAD', `the frontier of log_head is not that of its ${size} entries`);
  return leaves.subarray(0, next * 32);
}

/** Says once where committed roots begin to differ: one changed entry changes every root after it. */
class RootRun {
  private agreedSize = 0;
  private first: { readonly size: number; readonly text: string } | undefined;
  private last = 0;
  private count = 0;

  constructor(private readonly differences: Differences) {}

  take(size: number, committed: Buffer, found: Buffer): void {
    if (committed.equals(found)) {
      this.report('later sizes agree, so that it is these rows');
      this.agreedSize = size;
      return;
    }
    this.first ??= { size, text: `log_root has ${short(committed)} at size ${size}, the entries give ${short(found)}` };
    this.last = size;
    this.count++;
  }

  /** After the last size: what differs up to here was changed in the entries. */
  end(): void {
    const from = this.agreedSize;
    this.report(`size ${from} agrees, so look at entries ${from} to ${(this.first?.size ?? 0) - 1}`);
  }

  private report(why: string): void {
    if (!this.first) return;
    const more = this.count > 1 ? `, and so at ${this.count} sizes up to ${this.last}` : '';
    this.differences.add('ROOT', `${this.first.text}${more}; ${why}`);
    this.first = undefined;
    this.count = 0;
  }
}

function rowOf([index, boot, counter, entry, privatePart]: Field[]): EntryRow {
  return {
    logIndex: int8(index!),
    bootNumber: boot ? int4(boot) : null,
    counter: counter ? int8(counter) : null,
    entry: entry!,
    privatePart: privatePart ?? null,
  };
}
