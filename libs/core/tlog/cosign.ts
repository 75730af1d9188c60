import { cosignedBytes, encodeCosignature } from './cosignature.js';
import { TlogError } from './error.js';
import { type NoteSignature, noteSignature } from './note.js';
import { KeyType, type Vkey } from './vkey.js';

/** Signs with an Ed25519 key that stays where it is: 64 bytes. */
export type SignEd25519 = (message: Uint8Array) => Uint8Array | Promise<Uint8Array>;

/**
 * Makes a witness's cosignature of a checkpoint. The caller has checked that the tree is consistent with all that it cosigned before.
 *
 * @param input `text` of the whole note, ends in LF; `vkey` of type 0x04; `timeSeconds` POSIX
 * @throws {TlogError} KEY_TYPE_UNSUPPORTED, NOTE_MALFORMED, NUMBER_INVALID, NUMBER_TOO_LARGE, SIGNATURE_INVALID when `sign` gives no 64 bytes
 * @see C2SP tlog-cosignature, Ed25519
 */
export async function cosign(input: {
  readonly text: string;
  readonly vkey: Vkey;
  readonly timeSeconds: number;
  readonly sign: SignEd25519;
}): Promise<NoteSignature> {
  const { text, vkey, timeSeconds } = input;
  if (vkey.type !== KeyType.cosignature)
    throw new TlogError('KEY_TYPE_UNSUPPORTED', `the key of ${vkey.name} has type ${vkey.type}, a cosignature needs 4`);
  const signature = await input.sign(cosignedBytes({ timeSeconds, text }));
  return noteSignature({
    name: vkey.name,
    keyId: vkey.keyId,
    signature: encodeCosignature({ timeSeconds, signature }),
  });
}
