import { randomUUID } from 'node:crypto';
import {
  chownSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';

// No package does all of this: write-file-atomic leaves the folder unsynced, so that a name may be gone after a power cut, and
// replaces where only the first writer may win.

type Content = string | Uint8Array;

/** Makes a file; its bytes are on the disk when this returns, its name is not. @throws EEXIST when it is there; errors of the disk */
export function writeNewFile(path: string, content: Content, mode: number): void {
  const file = openSync(path, 'wx', mode);
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * Puts a file in the place of another, or where none is, in one step: whoever reads it finds all of the one or all of the other, and
 * after this returned the new one, also behind a power cut. It belongs to whom the one before belonged to: root who changes a file of
 * a service must not lock the service out.
 *
 * @param mode default: that of the file that is there, else 0600.
 * @throws errors of the disk, and then the file is as it was
 */
export function replaceFile(path: string, content: Content, mode?: number): void {
  const draft = draftOf(path);
  const before = statSync(path, { throwIfNoEntry: false });
  try {
    writeNewFile(draft, content, mode ?? (before ? before.mode & 0o777 : 0o600));
    // Nobody but root can give a file away.
    if (before && process.geteuid?.() === 0) chownSync(draft, before.uid, before.gid);
    renameSync(draft, path);
  } catch (error) {
    removeDraft(draft);
    throw error;
  }
  syncFolder(dirname(path));
}

/**
 * Makes a file whole and durable, unless it is there: of several that do so at once one wins.
 * @returns whether this call made it.
 */
export function createOnce(path: string, content: Content, mode: number): boolean {
  const draft = draftOf(path);
  let isMade = true;
  try {
    writeNewFile(draft, content, mode);
    // A link never replaces a file, and the name appears only with all of it behind.
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    isMade = false;
  } finally {
    removeDraft(draft);
  }
  // Also for one that another made: it may not have come that far.
  syncFolder(dirname(path));
  return isMade;
}

/**
 * Makes a folder and those above it that are missing, durably: a file in it cannot be lost with its folder.
 * @throws EEXIST where something else has a name that is needed; errors of the disk
 */
export function makeFolder(path: string, mode: number): void {
  const folder = resolve(path);
  if (isFolder(folder)) return;
  const above = dirname(folder);
  if (above !== folder) makeFolder(above, mode);
  // One by one: where the system says that nothing can be made, as below /proc, Node's own recursive way tries for ever.
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    // Another process may have been faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !isFolder(folder)) throw error;
  }
  syncFolder(above);
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** Makes durable what was named in a folder, or removed from it. */
export function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

const draftOf = (path: string): string => `${path}.${randomUUID()}`;

/** It may never have come to be; what stopped that is told by whoever called. */
function removeDraft(draft: string): void {
  try {
    unlinkSync(draft);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
