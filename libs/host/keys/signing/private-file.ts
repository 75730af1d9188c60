import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { KeyFileError } from './key-file-error.js';

/** Bits of a mode that let group and others read, write or search. */
const OTHERS = 0o077;

/**
 * The text of a file that only its owner may read: a private key, or a secret. Its mode is asked of the open file, so that the file
 * whose mode was seen is the one that is read. The mode decides and not who asks: root may read everything, and would say that all is
 * well until somebody else has read the key too.
 *
 * A file system without modes (FAT, some network shares) shows one mode for all files. There the mount has to say who may read, or
 * the key comes from the environment: a node must not go on in the belief that a key is private.
 *
 * @throws {KeyFileError} KEY_FILE_MODE; file system errors as they are.
 */
export function readPrivateFile(path: string): string {
  const file = openSync(path, 'r');
  try {
    const { mode } = fstatSync(file);
    if ((mode & OTHERS) !== 0) throw openToOthers(path, mode & 0o777);
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

function openToOthers(path: string, mode: number): KeyFileError {
  const octal = mode.toString(8).padStart(4, '0');
  return new KeyFileError(
    'KEY_FILE_MODE',
    `${path} has the mode ${octal}: others than its owner can get at it. Type: chmod 600 '${path}'. If its mode stays as it is, ` +
      'the file system keeps no modes: mount it with umask=077, or give the key by the environment (docs/guides/operators.md, Keys).',
  );
}
