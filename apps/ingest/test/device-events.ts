import { encodeSignedEvent, type LastStatement, signRotation } from '#libs/provenance';
import { SignatureAlgorithm } from '#libs/signatures';
import { generateKey, type Signer, signerOf } from '#libs/signatures-native';

/** A SignedEvent by which a device rotates to another key. */
export function rotation(
  { key, signer }: { readonly key: Uint8Array; readonly signer: Signer },
  last: LastStatement,
  to: Signer = signerOf(generateKey(SignatureAlgorithm.ED25519)),
): Uint8Array {
  return encodeSignedEvent(signRotation({ subject: key, last, timeMs: Date.now() }, signer, to));
}
