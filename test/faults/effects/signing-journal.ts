import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { type NodeIdentity, SigningKey } from '#libs/host/keys';
import { parseCheckpointBody } from '#libs/core/tlog';

export interface SignedSize {
  readonly size: number;
  readonly root: Uint8Array;
}

/** A log key that notes every checkpoint before anybody has its signature: also one that was never stored or shown. */
class JournalledKey extends SigningKey {
  constructor(
    private readonly key: SigningKey,
    private readonly path: string,
  ) {
    super();
  }

  get algorithm() {
    return this.key.algorithm;
  }

  get publicKey(): Uint8Array {
    return this.key.publicKey;
  }

  get keyId(): Uint8Array {
    return this.key.keyId;
  }

  override sign(message: Uint8Array): Promise<Uint8Array> {
    appendFileSync(this.path, `${Buffer.from(message).toString('base64')}\n`);
    return this.key.sign(message);
  }
}

/** The journal outlives the process that writes it. */
export const withJournal =
  (path: string) =>
  (identity: NodeIdentity): NodeIdentity => ({ ...identity, logKey: new JournalledKey(identity.logKey, path) });

/** Every checkpoint that was ever signed, in order. */
export function signedSizes(path: string): SignedSize[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map((line) => parseCheckpointBody(Buffer.from(line, 'base64').toString('utf8')));
}
