import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from './run-command.js';

/** Said in the help of each command that takes --policy. */
export const POLICY_OPTION = [
  '--policy <file>',
  'file that pins the keys (default: policy.txt in CAIRN_DATA, else data/policy.txt)',
] as const;

/**
 * The policy file; null when none was named and there is none where `cairn up` writes it.
 * @throws {UsageError} when a named one cannot be read
 */
export async function readPolicyFile(path: string | undefined): Promise<Uint8Array | null> {
  if (path !== undefined) return readGiven(path, 'policy');
  const folder = process.env.CAIRN_DATA ?? 'data';
  const usual = join(folder === '' ? 'data' : folder, 'policy.txt');
  return existsSync(usual) ? readGiven(usual, 'policy') : null;
}

/** A file that the caller named. @throws {UsageError} saying why it cannot be read */
export async function readGiven(path: string, what: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : (code ?? 'unknown');
    throw new UsageError(`The ${what} ${path} cannot be read: ${why}.`, { cause });
  }
}
