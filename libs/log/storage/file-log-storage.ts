import { access, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DurableFiles } from './durable-files.js';
import { BlobError } from './error.js';
import { type FileOperations, nodeFiles } from './file-operations.js';
import { type LogFile, LogStorage } from './log-storage.js';

// As many as Node has threads for files: more would only wait, each with its file open.
const WRITES_AT_ONCE = 4;

/** The public log as plain files, for any web server. */
export class FileLogStorage extends LogStorage {
  private readonly files: DurableFiles;

  constructor(
    private readonly root: string,
    private readonly system: FileOperations = nodeFiles,
  ) {
    super();
    this.files = new DurableFiles(root, undefined, system);
  }

  override async writeAll(files: readonly LogFile[], stillAllowed: () => void): Promise<void> {
    for (const { path } of files) requirePath(path);
    const waiting = [...files];
    const work = async (): Promise<void> => {
      try {
        for (let file = waiting.shift(); file; file = waiting.shift())
          await this.files.put(file.path, file.bytes, stillAllowed);
      } catch (error) {
        waiting.length = 0;
        throw error;
      }
    };
    // Not Promise.all: when this one fails, nobody may still be writing.
    const writers = await Promise.allSettled(Array.from({ length: Math.min(WRITES_AT_ONCE, files.length) }, work));
    for (const writer of writers) if (writer.status === 'rejected') throw writer.reason;
    const folders = new Set(files.map(({ path }) => dirname(path)));
    await Promise.all([...folders].map((folder) => this.files.syncFolder(folder)));
  }

  override async replace({ path, bytes }: LogFile, stillAllowed: () => void): Promise<void> {
    await this.files.exchange(requirePath(path), bytes, stillAllowed);
  }

  override async read(path: string): Promise<Uint8Array | null> {
    return unlessAbsent(readFile(join(this.root, requirePath(path))), null);
  }

  override async exists(path: string): Promise<boolean> {
    return unlessAbsent(
      access(join(this.root, requirePath(path))).then(() => true),
      false,
    );
  }

  override async list(folder: string): Promise<string[]> {
    const entries = await unlessAbsent(readdir(join(this.root, requirePath(folder)), { withFileTypes: true }), []);
    return entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)).sort();
  }

  override async remove(path: string, stillAllowed: () => void): Promise<void> {
    const place = join(this.root, requirePath(path));
    const inside = await unlessAbsent(readdir(place), []);
    // Before anything goes: a removal that fails in the middle may leave no folder behind.
    this.files.forgetFolder(path);
    // One name after the other, each asked for: a removal that was stopped in the middle must not go on after the lease is lost.
    for (const name of [...inside.map((child) => join(place, child)), place]) {
      stillAllowed();
      this.system.remove(name);
    }
  }

  override discardUnfinished(): Promise<void> {
    return this.files.discardUnfinished();
  }
}

/** Paths come from requests too: only names of the layout, and none that leads out of the folder. */
function requirePath(path: string): string {
  if (/^[a-z0-9][a-z0-9._-]*(?:\/[a-z0-9][a-z0-9._-]*)*$/u.test(path)) return path;
  throw new BlobError('PATH_INVALID', 'a path of the log has lower-case names parted by slashes');
}

async function unlessAbsent<Value>(operation: Promise<Value>, absent: Value): Promise<Value> {
  try {
    return await operation;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return absent;
    throw error;
  }
}
