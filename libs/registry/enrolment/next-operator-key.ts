import { renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from '#libs/host/files';
import { type EnvironmentKeys, KEY_VARIABLES, loadOrCreateKey, type Signer } from '#libs/host/keys';
import type { SignatureAlgorithm } from '#libs/core/signatures';
import { EnrolmentError } from './errors.js';

/** Where the key comes from that is to follow the operator's, and how it gets into its place. */
export interface NextOperatorKey {
  /** Whether the operator has to put the key into its place himself. */
  readonly isGiven: boolean;
  /** The same at each call until `takeOver`. @throws {EnrolmentError} NEXT_KEY_MISSING; errors of keys and file system */
  load(algorithm: SignatureAlgorithm): Signer;
  /** Once the key is in the log: from here it signs for this node. */
  takeOver(): void;
}

/** Lies beside the old file before anything is signed. */
export class NextKeyInFile implements NextOperatorKey {
  readonly isGiven = false;

  /** @param keyFile where the operator's key lies in this data folder */
  constructor(private readonly keyFile: string) {}

  load(algorithm: SignatureAlgorithm): Signer {
    return loadOrCreateKey(this.#path, algorithm);
  }

  takeOver(): void {
    renameSync(this.#path, this.keyFile);
    syncFolder(dirname(this.keyFile));
  }

  get #path(): string {
    return `${this.keyFile}.next`;
  }
}

/** Came in the environment beside the old one, and only whoever set that can change it. */
export class NextKeyInEnvironment implements NextOperatorKey {
  readonly isGiven = true;

  constructor(private readonly keys: EnvironmentKeys) {}

  load(): Signer {
    const next = this.keys.signer('nextOperator');
    if (next) return next;
    throw new EnrolmentError(
      'NEXT_KEY_MISSING',
      `the operator key of this node comes from ${KEY_VARIABLES.operator}: make the next one (openssl genpkey -algorithm ed25519), ` +
        `give it as ${KEY_VARIABLES.nextOperator} to this command, and call it again`,
    );
  }

  takeOver(): void {}
}
