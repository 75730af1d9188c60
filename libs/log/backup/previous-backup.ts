import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Manifest, MANIFEST, type ManifestFile, openManifest, SEAL } from './manifest.js';

/** A whole backup in the same folder, whose files the next one may share. */
export interface PreviousBackup {
  readonly root: string;
  /** By path. */
  readonly files: ReadonlyMap<string, ManifestFile>;
}

/** `2026-11-30T22-10-00-123Z`: sorts as time does, and is a name on every file system. */
export const BACKUP_NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z$/u;

/** The newest backup of this node and log in a folder. One that cannot be opened with its key is passed over. */
export async function newestBackup(folder: string, key: Uint8Array, origin: string): Promise<PreviousBackup | null> {
  const names = (await readdir(folder)).filter((name) => BACKUP_NAME.test(name)).sort();
  for (const name of names.toReversed()) {
    const root = join(folder, name);
    try {
      const manifest = await readManifest(root, key);
      if (manifest.origin === origin) return { root, files: new Map(manifest.files.map((file) => [file.path, file])) };
    } catch {
      // of another node, or damaged: it is not built upon, and restoring it says what is wrong
    }
  }
  return null;
}

/** @throws {BackupError} of `openManifest`; errors of the file system. */
export async function readManifest(root: string, key: Uint8Array): Promise<Manifest> {
  const [text, seal] = await Promise.all([MANIFEST, SEAL].map((name) => readFile(join(root, name), 'utf8')));
  return openManifest(text!, seal!, key);
}
