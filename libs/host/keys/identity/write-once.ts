import { readFileSync } from 'node:fs';
import { createOnce } from '#libs/host/files';

/**
 * The text of a file, made where there is none. It appears whole, is on the disk before this returns, and of several processes that
 * make it at once one wins and all get its text.
 */
export function writeOnce(path: string, make: () => string, mode: number): string {
  const there = readIfThere(path);
  if (there !== null) return there;
  createOnce(path, make(), mode);
  return readFileSync(path, 'utf8');
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
