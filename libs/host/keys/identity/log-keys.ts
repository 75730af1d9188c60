import { LocalSigningKey, type SigningKey } from '../signing/signing-key.js';
import { type Signer } from '../signing/signer.js';
import { formatVkey, KeyType, noteKeyIdOf, type Policy, sameVkey, type Vkey } from '#libs/core/tlog';

/** A key that signs checkpoints, under the name of its log. */
export interface LogKey {
  readonly key: SigningKey;
  readonly vkey: Vkey;
  /** `vkey` as text, as the database and the policy have it. */
  readonly vkeyText: string;
}

/** The log key of this origin. */
export function logKeyOf(origin: string, signer: Signer): LogKey {
  const vkey = vkeyOf(origin, signer);
  return { key: new LocalSigningKey(signer), vkey, vkeyText: formatVkey(vkey) };
}

/** Name of a key in checkpoints. */
export function vkeyOf(origin: string, { publicKey }: Pick<Signer, 'publicKey'>): Vkey {
  const type = KeyType.ed25519;
  return { name: origin, type, publicKey, keyId: noteKeyIdOf(origin, type, publicKey) };
}

/** All keys by which checkpoints of this log are known: those of now, and those that the policy keeps from before. Each once. */
export function knownVkeys(origin: string, own: readonly Vkey[], policy: Policy): readonly Vkey[] {
  const others = policy.logs
    .map(({ vkey }) => vkey)
    .filter(({ name, type }) => name === origin && type === KeyType.ed25519);
  return [...own, ...others.filter((vkey) => !own.some((one) => sameVkey(one, vkey)))];
}
