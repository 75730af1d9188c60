import {
  encodePasswordChange,
  encodeSignedEvent,
  type LastStatement,
  signPasswordChange,
  signRotation,
} from '#libs/core/wire';
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

/** A PasswordChange by which a device asks for another password. */
export function passwordChange({ key, signer }: { readonly key: Uint8Array; readonly signer: Signer }): Uint8Array {
  const [before, after] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
  return encodePasswordChange(
    signPasswordChange({ logOrigin: 'cairn.test/ingest', device: key, before, after }, signer),
  );
}
