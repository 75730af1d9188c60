import { encodeSignedEvent, type LastStatement, signRotation } from '#libs/core/wire';
import { SignatureAlgorithm } from '#libs/core/signatures';
import { generateKey, type Signer, signerOf } from '#libs/host/keys';

/** A SignedEvent by which a device rotates to another key. */
export function rotation(
  { key, signer }: { readonly key: Uint8Array; readonly signer: Signer },
  last: LastStatement,
  to: Signer = signerOf(generateKey(SignatureAlgorithm.ED25519)),
): Uint8Array {
  return encodeSignedEvent(signRotation({ subject: key, last, timeMs: Date.now() }, signer, to));
}
