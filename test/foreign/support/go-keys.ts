import { formatVkey, noteKeyIdOf, KeyType } from '#libs/core/tlog';
import { signerOfSeed } from '#libs/host/keys';

/** An Ed25519 key in the two texts of golang.org/x/mod/sumdb/note. */
export interface NoteKey {
  /** `PRIVATE+KEY+name+key id+base64(1 || seed)`. */
  readonly secretText: string;
  readonly vkeyText: string;
}

/** @param type of the vkey; the text of the secret has type 1 also for a witness */
export function secretKeyOf(name: string, seed: Uint8Array, type: number = KeyType.ed25519): NoteKey {
  const { publicKey } = signerOfSeed(seed);
  const keyId = Buffer.from(noteKeyIdOf(name, KeyType.ed25519, publicKey)).toString('hex');
  const secret = Buffer.concat([Uint8Array.of(KeyType.ed25519), seed]).toString('base64');
  return {
    secretText: `PRIVATE+KEY+${name}+${keyId}+${secret}`,
    vkeyText: formatVkey({ name, type, publicKey }),
  };
}
