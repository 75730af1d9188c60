import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a new file; its bytes are on the disk when this returns, its name is not. */
export function writeDurably(path: string, text: string, mode: number): void {
  const file = openSync(path, 'wx', mode);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Puts another text in the place of a file in one step, with its mode: whoever reads it finds all of the one or all of the other. */
export function replaceDurably(path: string, text: string): void {
  const draft = `${path}.${randomUUID()}`;
  writeDurably(draft, text, statSync(path).mode & 0o777);
  renameSync(draft, path);
  syncFolder(dirname(path));
}

/** Makes what was named in a folder durable. */
export function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
