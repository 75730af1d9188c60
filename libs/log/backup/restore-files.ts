import { createHash } from 'node:crypto';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { type FileOperations, nodeFiles } from '#libs/log/storage';
import { BackupError } from './error.js';
import { type Manifest, MANIFEST, type ManifestFile, SEAL } from './manifest.js';
import { readManifest } from './previous-backup.js';

export interface RestoreFilesOptions {
  /** Folder of one backup. */
  readonly backup: string;
  readonly manifest: Manifest;
  /** Folder for each part of a backup; a part without one is compared, and goes nowhere. */
  readonly targets: Readonly<Partial<Record<Part, string>>>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
  readonly system?: FileOperations;
}

export type Part = 'log' | 'checkpoints' | 'private';

/** As the node itself makes them: what is public may be read by a web server of another user. */
const FILE_MODES: Readonly<Record<Part, number>> = { log: 0o644, checkpoints: 0o644, private: 0o600 };
const FOLDER_MODES: Readonly<Record<Part, number>> = { log: 0o755, checkpoints: 0o755, private: 0o700 };

/**
 * The list of a backup, sealed with this key.
 * @throws {BackupError} BACKUP_UNKNOWN where none lies there; SEAL_BROKEN.
 */
export async function openBackup(folder: string, sealKey: Uint8Array): Promise<Manifest> {
  try {
    return await readManifest(resolve(folder), sealKey);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new BackupError(
      'BACKUP_UNKNOWN',
      `${folder} is no backup: it holds no ${MANIFEST} with ${SEAL}. Name one of the folders that cairn backup has made, such as 2026-11-30T22-10-00-123Z.`,
      [],
      { cause: error },
    );
  }
}

/**
 * Copies the files of a backup to their places. Each is read once, and held against the list before it is used.
 * @throws {BackupError} FILES_DIFFER, naming each file that was changed, is missing or stands in no list; the signal's reason; errors of files.
 */
export async function restoreFiles(options: RestoreFilesOptions): Promise<void> {
  const { manifest, signal, onProgress = () => {}, system = nodeFiles } = options;
  const backup = resolve(options.backup);
  const faults = await strangersIn(backup, manifest);
  const folders = new Set<string>();
  for (const [at, file] of manifest.files.entries()) {
    signal?.throwIfAborted();
    const found = await readListed(backup, file);
    if (typeof found === 'string') faults.push(found);
    else if (faults.length === 0) await place(options, file, found, { system, folders });
    onProgress(at + 1, manifest.files.length);
  }
  if (faults.length > 0)
    throw new BackupError(
      'FILES_DIFFER',
      `${faults.length === 1 ? 'a file of the backup is' : `${faults.length} files of the backup are`} not what was written: nothing is restored from it.`,
      faults,
    );
  for (const folder of [...folders].sort().toReversed()) await system.syncFolder(folder);
}

/** @returns the bytes, or what is wrong with them. */
async function readListed(backup: string, { path, bytes, sha256 }: ManifestFile): Promise<Buffer | string> {
  const place = join(backup, path);
  try {
    const found = await lstat(place);
    if (!found.isFile()) return `${path} is no file`;
    if (found.size !== bytes) return `${path} has ${found.size} bytes, and ${bytes} were written`;
    const content = await readFile(place);
    if (createHash('sha256').update(content).digest('hex') === sha256) return content;
    return `${path} was changed`;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? `${path} is missing` : `${path} cannot be read: ${message}`;
  }
}

async function place(
  { targets }: RestoreFilesOptions,
  { path }: ManifestFile,
  content: Buffer,
  { system, folders }: { readonly system: FileOperations; readonly folders: Set<string> },
): Promise<void> {
  const [part, ...rest] = path.split('/');
  const target = targets[part as Part];
  if (target === undefined) return;
  const to = join(target, ...rest);
  const folder = dirname(to);
  if (!folders.has(folder)) {
    system.makeFolder(folder, { mode: FOLDER_MODES[part as Part], recursive: true });
    for (let made = folder; made.length >= target.length; made = dirname(made)) folders.add(made);
    folders.add(dirname(target));
  }
  const file = await system.open(to, FILE_MODES[part as Part]);
  try {
    for (let at = 0; at < content.length;) at += await file.write(content.subarray(at));
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Files and links that nobody has listed: somebody has put them there. */
async function strangersIn(backup: string, { files }: Manifest): Promise<string[]> {
  const listed = new Set([MANIFEST, SEAL, ...files.map(({ path }) => path)]);
  const entries = await readdir(backup, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(backup, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !listed.has(path))
    .map((path) => `${path} stands in no list`);
}
