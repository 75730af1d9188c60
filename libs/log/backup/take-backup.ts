import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { FolderInUseError, type FolderLock, lockFolder } from '#libs/host/locks';
import { syncFolder, writeNewFile } from '#libs/host/files';
import {
  type FileOperations,
  FileCheckpointStore,
  FileLogStorage,
  encodePrivateFile,
  FilePrivateParts,
  nodeFiles,
  privateFilePath,
} from '#libs/log/storage';
import type { KeptTable } from '#libs/log/ledger';
import { copyKeptOut } from '#libs/log/recovery';
import { type Checkpoint, parseCheckpointBody, parseNote, TILE_WIDTH } from '#libs/core/tlog';
import { type Amount, BackupWriter } from './backup-writer.js';
import { BackupError } from './error.js';
import { damaged, fullLogFiles, readEdge } from './log-files.js';
import { formatManifest, MANIFEST, type ManifestContent, SEAL, sealOf } from './manifest.js';
import { newestBackup } from './previous-backup.js';

/** Where the parts of a node lie. */
export interface BackupSources {
  readonly databaseUrl: string;
  /** Folders. */
  readonly log: string;
  readonly checkpoints: string;
  readonly privateParts: string;
}

export interface BackupOptions {
  readonly sources: BackupSources;
  /** Folder of backups: this one becomes a folder in it. */
  readonly folder: string;
  readonly origin: string;
  /** Of this program. */
  readonly version: string;
  /** Of `backupKeyOf`. */
  readonly sealKey: Uint8Array;
  /** Tables of the database that do not follow from the log. */
  readonly tables: readonly KeptTable[];
  readonly now: () => Date;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
  /** Tests let files fail. */
  readonly system?: FileOperations;
}

export interface BackupReport {
  /** Folder of this backup. */
  readonly root: string;
  readonly size: number;
  readonly publishedSize: number;
  readonly rows: ReadonlyMap<string, number>;
  readonly copied: Amount;
  readonly linked: Amount;
  /** Files of private parts that are missing or cannot be read. */
  readonly damaged: readonly string[];
}

const UNFINISHED = '.unfinished-';
// As many as Node has threads for files.
const COPIES_AT_ONCE = 4;

/**
 * Copies a node into a folder of its own, while the node may run. The rows of the database come first, from one snapshot; then the
 * newest signed checkpoint is looked up, and the private parts and the public log up to its size: all that it stands on was durable
 * before it was signed, and whatever the log did meanwhile is left out. The folder has its name only when it is whole.
 *
 * @throws {BackupError}; the signal's reason; errors of database and files. Nothing is left behind then.
 */
export async function takeBackup(options: BackupOptions): Promise<BackupReport> {
  const { now, system = nodeFiles } = options;
  const folder = resolve(options.folder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = lockOf(folder);
  try {
    await removeUnfinished(folder);
    const name = now().toISOString().replaceAll(/[:.]/gu, '-');
    const unfinished = join(folder, UNFINISHED + name);
    const root = join(folder, name);
    try {
      await mkdir(unfinished, { mode: 0o700 });
      const previous = await newestBackup(folder, options.sealKey, options.origin);
      const writer = new BackupWriter(unfinished, previous, system);
      const content = await copyAll(options, writer);
      await writer.finish();
      const text = formatManifest(content);
      writeNewFile(join(unfinished, MANIFEST), text, 0o600);
      writeNewFile(join(unfinished, SEAL), `${sealOf(text, options.sealKey)}\n`, 0o600);
      syncFolder(unfinished);
      options.signal?.throwIfAborted();
      await rename(unfinished, root);
      syncFolder(folder);
      const { checkpoint, publishedSize, tables } = content;
      const rows = new Map(tables.map((table) => [table.name, table.rows]));
      const { copied, linked } = writer;
      return { root, size: checkpoint.size, publishedSize, rows, copied, linked, damaged: content.damaged };
    } catch (error) {
      await rm(unfinished, { recursive: true, force: true });
      throw error;
    }
  } finally {
    lock.release();
  }
}

async function copyAll(options: BackupOptions, writer: BackupWriter): Promise<ManifestContent> {
  const { sources, tables, origin, version, now } = options;
  const madeAt = now().toISOString();
  const storage = new FileLogStorage(sources.log);
  const { head, tables: kept } = await copyKeptOut(sources.databaseUrl, tables, ({ name }, rows) =>
    writer.writeStream(`database/${name}.copy`, rows),
  );
  // The public one first: it never is ahead of the stored ones.
  const shown = await storage.read('checkpoint');
  const stored = await new FileCheckpointStore(sources.checkpoints).all();
  const newest = stored.at(-1);
  if (!newest)
    throw new BackupError('NOT_BEGUN', `${sources.checkpoints} holds no signed checkpoint: start the node first.`);
  const checkpoint = checkpointOf(newest.note);
  const { size } = checkpoint;
  const publishedSize = shown ? checkpointOf(shown).size : 0;
  const damagedFiles = await copyFiles(options, writer, { size, publishedSize });
  if (shown) await writer.write('log/checkpoint', shown);
  for (const { size: named, note } of stored)
    if (named <= size) await writer.write(`checkpoints/${String(named).padStart(16, '0')}.checkpoint`, note);
  return {
    version,
    origin,
    madeAt,
    checkpoint: { size, root: hex(checkpoint.root) },
    publishedSize,
    database: head && { size: head.size, root: hex(head.root) },
    tables: kept.map(({ name, columns, rows }) => ({ name, columns: [...columns], rows })),
    damaged: damagedFiles,
    files: writer.files.toSorted((one, other) => (one.path < other.path ? -1 : 1)),
  };
}

/** @returns files of private parts that are missing or unreadable. */
async function copyFiles(
  { sources, signal, onProgress = () => {} }: BackupOptions,
  writer: BackupWriter,
  { size, publishedSize }: { readonly size: number; readonly publishedSize: number },
): Promise<string[]> {
  const storage = new FileLogStorage(sources.log);
  const missing: string[] = [];
  const bundles = Math.floor(size / TILE_WIDTH);
  const logFiles = [...fullLogFiles(size)];
  const total = bundles + logFiles.length;
  let done = 0;
  const tell = (): void => {
    signal?.throwIfAborted();
    onProgress(++done, total);
  };
  await inTurns(bundles, async (bundle) => {
    const path = privateFilePath(bundle);
    if (!(await writer.copy(`private/${path}`, join(sources.privateParts, path)))) missing.push(`private/${path}`);
    tell();
  });
  if (size % TILE_WIDTH > 0) missing.push(...(await copyLastPrivate(sources.privateParts, writer, bundles, size)));
  await inTurns(logFiles.length, async (at) => {
    const path = logFiles[at]!;
    if (!(await writer.copy(`log/${path}`, join(sources.log, path)))) throw damaged(path);
    tell();
  });
  for (const edge of new Set([size, publishedSize]))
    for (const { path, bytes } of await readEdge(storage, edge))
      if (!writer.files.some((file) => file.path === `log/${path}`)) await writer.write(`log/${path}`, bytes);
  return missing;
}

/** The file of the last bundle, without entries that came after. */
async function copyLastPrivate(folder: string, writer: BackupWriter, bundle: number, size: number): Promise<string[]> {
  const path = `private/${privateFilePath(bundle)}`;
  const records = await new FilePrivateParts(folder).read(bundle).catch(() => null);
  const mine = records?.filter(({ logIndex }) => logIndex < size);
  if (!mine || mine.length < size % TILE_WIDTH) return [path];
  await writer.write(path, Buffer.concat(encodePrivateFile(mine)));
  return [];
}

/** Runs work for 0 to `count`, some at once. Not Promise.all: when one fails, nobody may still be writing. */
async function inTurns(count: number, work: (at: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    try {
      while (next < count) await work(next++);
    } catch (error) {
      next = count;
      throw error;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: COPIES_AT_ONCE }, worker));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

function checkpointOf(note: Uint8Array): Checkpoint {
  return parseCheckpointBody(parseNote(note).text);
}

function lockOf(folder: string): FolderLock {
  try {
    return lockFolder(folder);
  } catch (error) {
    if (!(error instanceof FolderInUseError)) throw error;
    throw new BackupError(
      'BACKUP_RUNS',
      `another backup works in ${folder} (process ${error.pid}). Wait for its end.`,
      [],
      { cause: error },
    );
  }
}

/** Of one that was killed. */
async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name.startsWith(UNFINISHED)) await rm(join(folder, name), { recursive: true, force: true });
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
