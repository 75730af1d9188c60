import {
  encodeEventBody,
  encodeRotationTerms,
  encodeSignedEvent,
  EventKind,
  eventSigningBytes,
  type LastStatement,
  objectsOfEvent,
  rotationSigningBytes,
} from '#libs/provenance';
import { SignatureAlgorithm } from '#libs/signatures';
import { generateKey, type Signer, signerOf } from '#libs/signatures-native';

/** A SignedEvent by which a device rotates to another key. */
export function rotation(
  { key, signer }: { readonly key: Uint8Array; readonly signer: Signer },
  last: LastStatement,
  to: Signer = signerOf(generateKey(SignatureAlgorithm.ED25519)),
): Uint8Array {
  const { algorithm, publicKey } = to;
  const terms = encodeRotationTerms({ subject: key, algorithm, publicKey, last, timeMs: Date.now() });
  const content = { rotation: terms, newSignature: to.sign(rotationSigningBytes(terms)) };
  const body = encodeEventBody(EventKind.ROTATE, content);
  return encodeSignedEvent({
    kind: EventKind.ROTATE,
    body,
    signerKeyId: signer.keyId,
    signature: signer.sign(eventSigningBytes(EventKind.ROTATE, body)),
    objects: objectsOfEvent(EventKind.ROTATE, body),
  });
}
