import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { type FileOperations, nodeFiles } from '#libs/log/storage';
import type { ManifestFile } from './manifest.js';
import type { PreviousBackup } from './previous-backup.js';

/** How much came from where. */
export interface Amount {
  files: number;
  bytes: number;
}

// Only the user of the node: private parts and passwords' hashes lie here.
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
const CHUNK_BYTES = 1_048_576;

/** Writes the files of one backup, each durable when its promise resolves, and keeps account of them. */
export class BackupWriter {
  readonly files: ManifestFile[] = [];
  readonly copied: Amount = { files: 0, bytes: 0 };
  /** Shared with the backup before. */
  readonly linked: Amount = { files: 0, bytes: 0 };
  private readonly folders = new Set<string>();

  constructor(
    readonly root: string,
    private readonly previous: PreviousBackup | null,
    private readonly system: FileOperations = nodeFiles,
  ) {}

  /**
   * Copies a file that is exchanged as a whole and never written in place. One that the backup before has copied from the very same
   * file is shared with it.
   * @returns false where there is no such file.
   */
  async copy(path: string, from: string): Promise<boolean> {
    const handle = await openIfThere(from);
    if (!handle) return false;
    try {
      const { ino, mtimeNs, size } = await handle.stat({ bigint: true });
      const source = `${ino}:${mtimeNs}:${size}`;
      const known = this.previous?.files.get(path);
      if (known?.source === source && (await this.link(known))) return true;
      await this.store(path, source, chunksOf(handle));
      return true;
    } finally {
      await handle.close();
    }
  }

  write(path: string, bytes: Uint8Array): Promise<void> {
    return this.store(path, '', [bytes]);
  }

  async writeStream(path: string, rows: Readable): Promise<void> {
    await this.store(path, '', rows as AsyncIterable<Uint8Array>);
  }

  /** Names become durable. */
  async finish(): Promise<void> {
    for (const folder of [...this.folders].sort().toReversed()) await this.system.syncFolder(folder);
  }

  /** A file system without links, or with too many to this file, gets a copy. */
  private async link(file: ManifestFile): Promise<boolean> {
    const place = await this.placeOf(file.path);
    try {
      this.system.link(join(this.previous!.root, file.path), place);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOSPC' || code === 'EDQUOT') throw error;
      return false;
    }
    this.files.push(file);
    this.linked.files++;
    this.linked.bytes += file.bytes;
    return true;
  }

  private async store(
    path: string,
    source: string,
    chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ): Promise<void> {
    const sum = createHash('sha256');
    let bytes = 0;
    const file = await this.system.open(await this.placeOf(path), FILE_MODE);
    try {
      for await (const chunk of chunks) {
        sum.update(chunk);
        bytes += chunk.length;
        for (let at = 0; at < chunk.length;) at += await file.write(chunk.subarray(at));
      }
      await file.sync();
    } finally {
      await file.close();
    }
    this.files.push({ path, bytes, sha256: sum.digest('hex'), source });
    this.copied.files++;
    this.copied.bytes += bytes;
  }

  private async placeOf(path: string): Promise<string> {
    const place = join(this.root, path);
    const folder = dirname(place);
    if (!this.folders.has(folder)) {
      this.system.makeFolder(folder, { mode: FOLDER_MODE, recursive: true });
      for (let made = folder; made.length >= this.root.length; made = dirname(made)) this.folders.add(made);
    }
    return place;
  }
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function* chunksOf(handle: FileHandle): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.alloc(CHUNK_BYTES);
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}
