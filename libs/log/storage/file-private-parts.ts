import { access, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TILE_WIDTH } from '#libs/core/tlog';
import { DurableFiles } from './durable-files.js';
import { BlobError } from './error.js';
import { type FileOperations, nodeFiles } from './file-operations.js';
import {
  decodePrivateFile,
  encodePrivateFile,
  PRIVATE_FILE_BYTES_MAX,
  salvageRecords,
  unreadable,
} from './private-file.js';
import { emptied, mergeRecords } from './private-merge.js';
import { type ErasedValues, PrivateParts, type PrivateRecord, privateFilePath } from './private-parts.js';

/** Nobody but the node's own user: these are the values that the public log must not show. */
const MODES = { file: 0o600, folder: 0o700 };

/** Private parts as files below one folder, which nobody serves. */
export class FilePrivateParts extends PrivateParts {
  private readonly files: DurableFiles;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly root: string,
    private readonly system: FileOperations = nodeFiles,
  ) {
    super();
    this.files = new DurableFiles(root, MODES, system);
  }

  override async read(bundle: number): Promise<readonly PrivateRecord[] | null> {
    const bytes = await this.bytesOf(bundle);
    return bytes && decodePrivateFile(bytes, bundle);
  }

  override async salvage(
    bundle: number,
    leaves: readonly Uint8Array[],
  ): Promise<ReadonlyMap<number, Uint8Array | null>> {
    const bytes = await this.bytesOf(bundle);
    return bytes ? salvageRecords(bytes, bundle, leaves) : new Map<number, Uint8Array | null>();
  }

  override async has(bundle: number): Promise<boolean> {
    const there = access(join(this.root, privateFilePath(bundle))).then(() => true);
    return (await unlessAbsent(there)) ?? false;
  }

  override write(records: readonly PrivateRecord[], stillAllowed: () => void): Promise<void> {
    return this.inTurn(async () => {
      const folders = new Set<string>();
      for (const [bundle, given] of byBundle(records)) {
        const held = (await this.read(bundle)) ?? [];
        const path = privateFilePath(bundle);
        await this.files.put(path, encodePrivateFile(mergeRecords(bundle, held, given)), stillAllowed);
        folders.add(dirname(path));
      }
      for (const folder of folders) await this.files.syncFolder(folder);
    });
  }

  override erase(logIndex: number, which: ErasedValues, stillAllowed: () => void): Promise<boolean> {
    return this.inTurn(async () => {
      const bundle = Math.floor(logIndex / TILE_WIDTH);
      const place = logIndex % TILE_WIDTH;
      const records = (await this.read(bundle)) ?? [];
      const record = records[place];
      if (!record) throw new BlobError('PRIVATE_MISSING', `no file holds the private part of entry ${logIndex}`);
      const part = emptied(record, which);
      // Also when nothing changes: the crash may have come between the name and its folder.
      if (!part) return this.files.syncFolder(dirname(privateFilePath(bundle))).then(() => false);
      const erased = encodePrivateFile(records.with(place, { ...record, part }));
      await this.files.exchange(privateFilePath(bundle), erased, stillAllowed);
      return true;
    });
  }

  override replace(records: readonly PrivateRecord[], stillAllowed: () => void): Promise<string | null> {
    return this.inTurn(async () => {
      const bundle = Math.floor(records[0]!.logIndex / TILE_WIDTH);
      const aside = await this.keepAside(bundle, stillAllowed);
      await this.files.exchange(privateFilePath(bundle), encodePrivateFile(records), stillAllowed);
      return aside;
    });
  }

  override discardUnfinished(): Promise<void> {
    return this.files.discardUnfinished();
  }

  /** A second name for it: whatever happens then, the file is never gone. */
  private async keepAside(bundle: number, stillAllowed: () => void): Promise<string | null> {
    if (!(await this.has(bundle))) return null;
    const path = privateFilePath(bundle);
    const aside = join('aside', `${path}.${Date.now()}`);
    stillAllowed();
    this.system.makeFolder(join(this.root, dirname(aside)), { mode: MODES.folder, recursive: true });
    this.system.link(join(this.root, path), join(this.root, aside));
    await this.files.syncFolder(dirname(aside));
    return join(this.root, aside);
  }

  /** @throws {BlobError} PRIVATE_UNREADABLE for one that no writer of ours can have made so long. */
  private async bytesOf(bundle: number): Promise<Buffer | null> {
    const path = join(this.root, privateFilePath(bundle));
    const found = await unlessAbsent(stat(path));
    if (!found) return null;
    if (found.size > PRIVATE_FILE_BYTES_MAX)
      throw unreadable(bundle, `has ${found.size} bytes, more than any can have`);
    return unlessAbsent(readFile(path));
  }

  /** One change after the other: each reads a whole file and puts another in its place. */
  private inTurn<Result>(change: () => Promise<Result>): Promise<Result> {
    const result = this.turn.then(change);
    this.turn = result.catch(() => {}); // its caller has the error
    return result;
  }
}

function* byBundle(records: readonly PrivateRecord[]): Generator<[bundle: number, given: readonly PrivateRecord[]]> {
  for (let at = 0; at < records.length;) {
    const bundle = Math.floor(records[at]!.logIndex / TILE_WIDTH);
    const count = (bundle + 1) * TILE_WIDTH - records[at]!.logIndex;
    yield [bundle, records.slice(at, at + count)];
    at += count;
  }
}

async function unlessAbsent<Value>(operation: Promise<Value>): Promise<Value | null> {
  try {
    return await operation;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
