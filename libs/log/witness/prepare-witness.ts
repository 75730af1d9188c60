import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SignatureAlgorithm } from '#libs/core/signatures';
import { loadOrCreateKey } from '#libs/host/keys';
import { KeyType, noteKeyIdOf, type Vkey } from '#libs/core/tlog';
import { WITNESS_KEY_FILE } from './layout.js';

/**
 * The key of the witness that will be opened in a folder, made where there is none: for a policy that has to name it before there is a
 * log to follow.
 *
 * @param name as it will stand in its cosignatures; `openWitness` takes it again
 * @throws KeyFileError; file system errors as they are
 */
export function prepareWitness(folder: string, name: string): Vkey {
  const root = resolve(folder);
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const { publicKey } = loadOrCreateKey(join(root, WITNESS_KEY_FILE), SignatureAlgorithm.ED25519);
  const type = KeyType.cosignature;
  return { name, type, publicKey, keyId: noteKeyIdOf(name, type, publicKey) };
}

/** Whether a witness was begun in this folder: it holds a key. */
export const isWitnessFolder = (folder: string): boolean => existsSync(join(resolve(folder), WITNESS_KEY_FILE));
