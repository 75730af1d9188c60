import { createPrivateKey } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { createOnce } from '#libs/host/files';
import type { SignatureAlgorithm } from '#libs/core/signatures';
import { KeyFileError } from './key-file-error.js';
import { readPrivateFile } from './private-file.js';
import { generateKey, type Signer, signerOf } from './signer.js';

/**
 * The key kept in a PKCS#8 PEM file, made with mode 0600 where there is none. It is on the disk before this returns. Of several
 * callers that make the same file at once one wins and all get its key.
 *
 * @throws {KeyFileError} KEY_FILE_MODE when others than its owner may read the file, KEY_FILE_UNREADABLE when it holds no key,
 *   KEY_FILE_ALGORITHM when it holds one of another algorithm; file system errors as they are.
 */
export function loadOrCreateKey(path: string, algorithm: SignatureAlgorithm): Signer {
  const existing = readIfThere(path);
  const signer = read(path, existing ?? create(path, algorithm));
  if (signer.algorithm !== algorithm) {
    throw new KeyFileError(
      'KEY_FILE_ALGORITHM',
      `${path} holds a key of algorithm ${signer.algorithm}, expected ${algorithm}`,
    );
  }
  return signer;
}

/** As {@link loadOrCreateKey}, but a missing file is the file system's ENOENT. */
export const loadKey = (path: string): Signer => read(path, readPrivateFile(path));

function read(path: string, pem: string): Signer {
  try {
    return signerOf(createPrivateKey(pem));
  } catch (cause) {
    throw new KeyFileError('KEY_FILE_UNREADABLE', `${path} holds no private key in PKCS#8 PEM`, { cause });
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readPrivateFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function create(path: string, algorithm: SignatureAlgorithm): string {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  createOnce(path, generateKey(algorithm).export({ format: 'pem', type: 'pkcs8' }) as string, 0o600);
  return readPrivateFile(path);
}
