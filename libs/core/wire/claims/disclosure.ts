import { sha256 } from '#libs/core/tlog';
import { isWellFormed, textOfUtf8, utf8 } from '../bytes.js';
import { LIMITS } from '../limits.js';
import { ScanError } from './errors.js';

/** A claim as its disclosure tells it. */
export interface Claim {
  /** Place of the commitment in the header's (or body's) claims. */
  readonly index: number;
  /** 16 bytes from a cryptographic random source. */
  readonly salt: Uint8Array;
  /** A name of CLAIMS. */
  readonly name: string;
  readonly value: string;
}

/** First byte of a disclosure. RFC 6962 uses 0x00 and 0x01 for its own hashes. */
const MARK = 0x02;
const SALT_BYTES = 16;
const SALT_AT = 5;
const NAME_LENGTH_AT = SALT_AT + SALT_BYTES;
const NAME_AT = NAME_LENGTH_AT + 2;

/**
 * The preimage of a commitment: 0x02 || uint32be(index) || salt (16) || uint16be(bytes of name) || name || value.
 * Whether name and value stand in the table is not judged here.
 *
 * @throws {ScanError} DISCLOSURE_FORM for what cannot be written.
 * @see docs/formats/claims.md, Disclosures
 */
export function makeDisclosure({ index, salt, name, value }: Claim): Uint8Array {
  const nameBytes = utf8(name);
  const valueBytes = utf8(value);
  const possible =
    Number.isInteger(index) &&
    index >= 0 &&
    index < LIMITS.claimsMax &&
    salt.length === SALT_BYTES &&
    isWellFormed(value) &&
    isWellFormed(name);
  if (!possible || nameBytes.length === 0 || nameBytes.length > LIMITS.claimNameBytesMax) {
    throw new ScanError(
      'DISCLOSURE_FORM',
      `claim ${index} (${name}) cannot be written: index, salt, name or value have not their form`,
    );
  }
  const disclosure = new Uint8Array(NAME_AT + nameBytes.length + valueBytes.length);
  const view = new DataView(disclosure.buffer);
  view.setUint8(0, MARK);
  view.setUint32(1, index);
  disclosure.set(salt, SALT_AT);
  view.setUint16(NAME_LENGTH_AT, nameBytes.length);
  disclosure.set(nameBytes, NAME_AT);
  disclosure.set(valueBytes, NAME_AT + nameBytes.length);
  return disclosure;
}

/**
 * Reads a disclosure. @returns a salt that is a view on the bytes.
 *
 * @throws {ScanError} DISCLOSURE_FORM.
 */
export function parseDisclosure(disclosure: Uint8Array): Claim {
  if (disclosure.length < NAME_AT || disclosure[0] !== MARK) {
    throw new ScanError('DISCLOSURE_FORM', 'a disclosure starts with 0x02, index, salt and the length of the name');
  }
  const view = new DataView(disclosure.buffer, disclosure.byteOffset, disclosure.byteLength);
  const nameLength = view.getUint16(NAME_LENGTH_AT);
  const valueAt = NAME_AT + nameLength;
  if (nameLength === 0 || nameLength > LIMITS.claimNameBytesMax || valueAt > disclosure.length) {
    throw new ScanError(
      'DISCLOSURE_FORM',
      `a name of ${nameLength} bytes does not fit a disclosure of ${disclosure.length} bytes`,
    );
  }
  const name = textOfUtf8(disclosure.subarray(NAME_AT, valueAt));
  const value = textOfUtf8(disclosure.subarray(valueAt));
  if (name === undefined || value === undefined || disclosure.length - valueAt > LIMITS.epcisEventBytesMax) {
    throw new ScanError(
      'DISCLOSURE_FORM',
      `name or value is not UTF-8, or the value has more than ${LIMITS.epcisEventBytesMax} bytes`,
    );
  }
  return { index: view.getUint32(1), salt: disclosure.subarray(SALT_AT, NAME_LENGTH_AT), name, value };
}

/** The commitment that a header holds: SHA-256 of the disclosure. */
export const commitment = (disclosure: Uint8Array): Uint8Array => sha256(disclosure);
