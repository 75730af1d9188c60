import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import {
  formatVkey,
  noteKeyIdOf,
  KeyType,
  parseVkey,
  type NoteSignature,
  type VerifyEd25519,
  type Vkey,
} from '../../../libs/core/tlog/index.js';

const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

export const verifyEd25519: VerifyEd25519 = ({ publicKey, message, signature }) =>
  verify(null, message, { key: Buffer.concat([SPKI_PREFIX, publicKey]), format: 'der', type: 'spki' }, signature);

export interface TestSigner {
  readonly vkey: Vkey;
  readonly vkeyText: string;
  readonly sign: (message: Uint8Array) => Uint8Array;
  /** A plain signature over a note's text. */
  readonly signNote: (text: string) => NoteSignature;
}

/** A key that follows from its name: the same in every run. */
export function aSigner(name: string, type: number = KeyType.ed25519, seed = name): TestSigner {
  const secret = createHash('sha256').update(seed).digest();
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, secret]), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  const publicKey = new Uint8Array(spki.subarray(SPKI_PREFIX.length));
  const vkeyText = formatVkey({ name, type, publicKey });
  const signBytes = (message: Uint8Array) => new Uint8Array(sign(null, message, key));
  return {
    vkey: parseVkey(vkeyText),
    vkeyText,
    sign: signBytes,
    signNote: (text) => ({
      name,
      keyId: noteKeyIdOf(name, type, publicKey),
      signature: signBytes(new TextEncoder().encode(text)),
    }),
  };
}
