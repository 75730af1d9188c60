import { cosignedBytes, decodeCosignature } from './cosignature.js';
import { TlogError } from './error.js';
import { equalBytes } from './hash.js';
import { type NoteSignature, parseNote, signedBytes } from './note.js';
import { KeyType, sameVkey, type Vkey } from './vkey.js';

/** Checks one Ed25519 signature (64 bytes) by a public key (32 bytes). May be asynchronous, as in WebCrypto. */
export type VerifyEd25519 = (check: {
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}) => boolean | Promise<boolean>;

/** A signature that was checked and is good. */
export interface VerifiedSignature {
  readonly vkey: Vkey;
  /** POSIX seconds that a cosignature states; null for a plain signature. */
  readonly timeSeconds: number | null;
}

export interface VerifiedNote {
  /** Ends in LF. */
  readonly text: string;
  /** At least one. */
  readonly verified: readonly VerifiedSignature[];
  /** Signatures by keys that were not given: they say nothing. */
  readonly unknown: readonly NoteSignature[];
}

const ED25519_SIGNATURE_BYTES = 64;

/**
 * Checks a note against pinned keys. A signature is known when name AND key id are those of a key; names are compared as a whole.
 * Unknown ones are ignored; one known signature that is bad rejects the whole note.
 *
 * @param vkeys of type Ed25519 (0x01) or cosignature (0x04)
 * @throws {TlogError} NOTE_UNSIGNED when no key is known, SIGNATURE_INVALID, KEY_AMBIGUOUS when two of `vkeys` share name and key id,
 *   KEY_TYPE_UNSUPPORTED, and what `parseNote` throws
 */
export async function verifyNote(input: {
  readonly note: string | Uint8Array;
  readonly vkeys: readonly Vkey[];
  readonly verify: VerifyEd25519;
}): Promise<VerifiedNote> {
  requireUsable(input.vkeys);
  const { text, signatures } = parseNote(input.note);
  const verified: VerifiedSignature[] = [];
  const unknown: NoteSignature[] = [];
  for (const signature of signatures) {
    const vkey = input.vkeys.find((key) => isBy(signature, key));
    if (vkey) verified.push(await verifySignature({ text, signature, vkey, verify: input.verify }));
    else unknown.push(signature);
  }
  if (verified.length === 0) throw new TlogError('NOTE_UNSIGNED', 'no known key has signed the note');
  return { text, verified, unknown };
}

async function verifySignature(input: {
  readonly text: string;
  readonly signature: NoteSignature;
  readonly vkey: Vkey;
  readonly verify: VerifyEd25519;
}): Promise<VerifiedSignature> {
  const { vkey, text } = input;
  const cosignature = vkey.type === KeyType.cosignature ? decodeCosignature(input.signature.signature) : null;
  const signature = cosignature?.signature ?? input.signature.signature;
  const message = cosignature ? cosignedBytes({ timeSeconds: cosignature.timeSeconds, text }) : signedBytes(text);
  const good =
    signature.length === ED25519_SIGNATURE_BYTES &&
    (await input.verify({ publicKey: vkey.publicKey, message, signature })) === true;
  if (!good) throw new TlogError('SIGNATURE_INVALID', `the signature of ${vkey.name} is not good`);
  return { vkey, timeSeconds: cosignature?.timeSeconds ?? null };
}

function requireUsable(vkeys: readonly Vkey[]): void {
  for (const [at, vkey] of vkeys.entries()) {
    if (vkey.type !== KeyType.ed25519 && vkey.type !== KeyType.cosignature) {
      throw new TlogError('KEY_TYPE_UNSUPPORTED', `cannot verify with the key of ${vkey.name}: type ${vkey.type}`);
    }
    const twin = vkeys.slice(at + 1).find((other) => isBy(other, vkey));
    if (twin && !sameVkey(twin, vkey)) {
      throw new TlogError('KEY_AMBIGUOUS', `two keys of ${vkey.name} have one key id`);
    }
  }
}

const isBy = (signature: Pick<NoteSignature, 'name' | 'keyId'>, vkey: Vkey): boolean =>
  signature.name === vkey.name && equalBytes(signature.keyId, vkey.keyId);
