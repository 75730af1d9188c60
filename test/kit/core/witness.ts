import {
  cosignedBytes,
  encodeCosignature,
  noteKeyIdOf,
  KeyType,
  type NoteSignature,
  noteSignature,
  type Vkey,
} from '#libs/core/tlog';
import type { Signer } from '#libs/host/keys';
import { signerNamed } from './memory-log.js';

export interface TestWitness {
  readonly vkey: Vkey;
  readonly signer: Signer;
}

/** A witness with its own key. */
export const aWitness = (name: string): TestWitness => witnessNamed(`witness.example/${name}`);

/** A witness whose key has this whole name. */
export function witnessNamed(name: string): TestWitness {
  const signer = signerNamed(`witness ${name}`);
  const { publicKey } = signer;
  const type = KeyType.cosignature;
  return { signer, vkey: { name, type, publicKey, keyId: noteKeyIdOf(name, type, publicKey) } };
}

/** Its cosignature of a checkpoint's text. */
export function aCosignature({ vkey, signer }: TestWitness, text: string, timeSeconds = 1_709_280_000): NoteSignature {
  const signature = signer.sign(cosignedBytes({ timeSeconds, text }));
  return noteSignature({
    name: vkey.name,
    keyId: vkey.keyId,
    signature: encodeCosignature({ timeSeconds, signature }),
  });
}
