import { existsSync } from 'node:fs';
import type { DataPaths } from '#libs/host/service';
import { SignatureAlgorithm } from '#libs/core/signatures';
import { loadKey, loadOrCreateKey } from '../signing/key-file.js';
import { readPrivateFile } from '../signing/private-file.js';
import { type Signer } from '../signing/signer.js';
import { parseStreamKey } from '../signing/stream-key.js';
import { EnvironmentKeys, KEY_VARIABLES, type SigningPurpose } from './environment-keys.js';
import { IdentityError } from './error.js';

const { ED25519 } = SignatureAlgorithm;

/** The file of a key in a data folder. */
export const fileOfKey = (paths: DataPaths, purpose: SigningPurpose): string =>
  ({
    log: paths.logKey,
    nextLog: paths.nextLogKey,
    operator: paths.operatorKey,
    nextOperator: `${paths.operatorKey}.next`,
    receipt: paths.receiptKey,
  })[purpose];

/** Keys of a node: of the environment where they are there, else of files. */
export class NodeKeys {
  constructor(
    private readonly paths: DataPaths,
    private readonly environment: EnvironmentKeys = EnvironmentKeys.none,
  ) {}

  /** @throws ENOENT where neither is there; {KeyFileError}; {IdentityError} IDENTITY_MISMATCH when both are and differ. */
  load(purpose: SigningPurpose): Signer {
    return this.given(purpose) ?? loadKey(fileOfKey(this.paths, purpose));
  }

  /** As `load`, or a new key where neither is there. Ed25519 only. */
  loadOrCreate(purpose: SigningPurpose): Signer {
    const file = fileOfKey(this.paths, purpose);
    const given = this.given(purpose);
    if (given === null) return loadOrCreateKey(file, ED25519);
    if (given.algorithm === ED25519) return given;
    throw new IdentityError('IDENTITY_MISMATCH', `${KEY_VARIABLES[purpose]} is no Ed25519 key.`);
  }

  has(purpose: SigningPurpose): boolean {
    return this.environment.has(purpose) || existsSync(fileOfKey(this.paths, purpose));
  }

  /** 32 bytes. @throws ENOENT where neither is there. */
  streamKey(): Uint8Array {
    return this.environment.streamKey() ?? parseStreamKey(readPrivateFile(this.paths.streamKey));
  }

  /** Of the environment. One that lies beside it as another file would be used as soon as the variable is forgotten. */
  private given(purpose: SigningPurpose): Signer | null {
    const file = fileOfKey(this.paths, purpose);
    const given = this.environment.signer(purpose);
    if (given === null || !existsSync(file)) return given;
    if (Buffer.from(loadKey(file).publicKey).equals(given.publicKey)) return given;
    const variable = KEY_VARIABLES[purpose];
    throw new IdentityError(
      'IDENTITY_MISMATCH',
      `${variable} is another key than ${file}. Move the file away, or unset the variable.`,
    );
  }
}
