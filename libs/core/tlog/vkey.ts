import { fromBase64, toBase64 } from './base64.js';
import { TlogError } from './error.js';
import { equalBytes, sha256 } from './hash.js';
import { isKeyName, requireKeyName } from './key-name.js';

/** Signature types of signed-note, the first byte of a vkey's key. */
export const KeyType = {
  ed25519: 0x01,
  ecdsa: 0x02,
  cosignature: 0x04,
  treeHead: 0x05,
  mlDsa44: 0x06,
} as const;

export const NOTE_KEY_ID_BYTES = 4;

/** Length of the public key after the type byte; types that are not here have no fixed one. */
const PUBLIC_KEY_BYTES: Readonly<Record<number, number>> = {
  [KeyType.ed25519]: 32,
  [KeyType.cosignature]: 32,
  [KeyType.mlDsa44]: 1312,
};

/** A public key with its name: who may sign notes as `name`, and how. */
export interface Vkey {
  readonly name: string;
  /** One of `KeyType`; other types are parsed but cannot be verified with. */
  readonly type: number;
  /** 4 bytes, follow from the rest. */
  readonly keyId: Uint8Array;
  /** Without the type byte: 32 bytes for Ed25519 and cosignatures, SPKI DER for ECDSA. */
  readonly publicKey: Uint8Array;
}

/** SHA-256(name || LF || type || public key)[0:4]; for ECDSA SHA-256(SPKI DER)[0:4]. Of 4 bytes: a name for a key, no proof of it. */
export function noteKeyIdOf(name: string, type: number, publicKey: Uint8Array): Uint8Array {
  if (type === KeyType.ecdsa) return sha256(publicKey).slice(0, NOTE_KEY_ID_BYTES);
  const label = new TextEncoder().encode(`${name}\n`);
  const preimage = new Uint8Array(label.length + 1 + publicKey.length);
  preimage.set(label);
  preimage[label.length] = type;
  preimage.set(publicKey, label.length + 1);
  return sha256(preimage).slice(0, NOTE_KEY_ID_BYTES);
}

/**
 * `name+hex8(key id)+base64(type || public key)`.
 * @throws {TlogError} KEY_NAME_INVALID, VKEY_MALFORMED for a key of the wrong length
 */
export function formatVkey({ name, type, publicKey }: Pick<Vkey, 'name' | 'type' | 'publicKey'>): string {
  requireKeyName(name);
  requirePublicKey(type, publicKey);
  const key = new Uint8Array(1 + publicKey.length);
  key[0] = type;
  key.set(publicKey, 1);
  return `${name}+${toHex(noteKeyIdOf(name, type, publicKey))}+${toBase64(key)}`;
}

/**
 * Reads a vkey. Parted at the first two `+`, for base64 may hold more.
 * @throws {TlogError} VKEY_MALFORMED, also when the key id is not the one that name and key give
 */
export function parseVkey(text: string): Vkey {
  const nameEnd = text.indexOf('+');
  const idEnd = text.indexOf('+', nameEnd + 1);
  if (nameEnd < 0 || idEnd < 0) throw new TlogError('VKEY_MALFORMED', 'expected name+key id+key');
  const name = text.slice(0, nameEnd);
  const id = text.slice(nameEnd + 1, idEnd);
  if (!isKeyName(name)) throw new TlogError('VKEY_MALFORMED', 'the name of the vkey is empty or has a space');
  if (!/^[0-9a-f]{8}$/.test(id))
    throw new TlogError('VKEY_MALFORMED', 'the key id of the vkey has 8 digits of lower-case hex');
  const key = decodeKey(text.slice(idEnd + 1));
  const type = key[0];
  if (type === undefined) throw new TlogError('VKEY_MALFORMED', 'the key of the vkey is empty');
  const publicKey = requirePublicKey(type, key.slice(1));
  const keyId = noteKeyIdOf(name, type, publicKey);
  if (toHex(keyId) !== id)
    throw new TlogError('VKEY_MALFORMED', `name and key give the key id ${toHex(keyId)}, not ${id}`);
  return { name, type, keyId, publicKey };
}

/** Whether both are the same key under the same name. */
export const sameVkey = (one: Vkey, other: Vkey): boolean =>
  one.name === other.name && one.type === other.type && equalBytes(one.publicKey, other.publicKey);

function decodeKey(text: string): Uint8Array {
  try {
    return fromBase64(text);
  } catch (cause) {
    throw new TlogError('VKEY_MALFORMED', 'the key of the vkey is not base64', { cause });
  }
}

function requirePublicKey(type: number, publicKey: Uint8Array): Uint8Array {
  const expected = PUBLIC_KEY_BYTES[type];
  if (!Number.isInteger(type) || type < 0 || type > 0xff)
    throw new TlogError('VKEY_MALFORMED', 'a key type is one byte');
  if (publicKey.length === 0 || (expected !== undefined && publicKey.length !== expected)) {
    throw new TlogError(
      'VKEY_MALFORMED',
      `a key of type ${type} has ${expected ?? 'some'} bytes, got ${publicKey.length}`,
    );
  }
  return publicKey;
}

const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
