import { sha256 } from '#libs/core/tlog';
import { cairn } from '#proto';
import { utf8, writeUint64 } from './bytes.js';
import { WireError } from './errors.js';
import { checkPrevious, type StatementFields } from './scan.js';
import { SIGNED_STATEMENT } from './entry-tables.js';
import { readMessage } from './strict.js';
import { writeMessage } from './write.js';

const TAG = utf8('cairn.scan.v1\0');
const DEVICE_AT = TAG.length;
const KEY_ID_AT = DEVICE_AT + 32;
const BOOT_AT = KEY_ID_AT + 8;
const COUNTER_AT = BOOT_AT + 16;
const PREVIOUS_AT = COUNTER_AT + 8;
const HEADER_HASH_AT = PREVIOUS_AT + 32;

/** Where the parts of a statement begin, the tag in front of them and the end: for those who make statements without values. */
export const STATEMENT_PLACES = {
  tag: TAG,
  deviceAt: DEVICE_AT,
  keyIdAt: KEY_ID_AT,
  bootAt: BOOT_AT,
  counterAt: COUNTER_AT,
  previousAt: PREVIOUS_AT,
  headerHashAt: HEADER_HASH_AT,
} as const;

/** Bytes of a statement, whatever the scan's size. */
export const STATEMENT_BYTES = HEADER_HASH_AT + 32;

/** What a statement is made of: a scan, a logged scan (both with the header), or a signed statement (with the header's hash). */
export type StatementSource = StatementFields & ({ readonly header: Uint8Array } | { readonly headerHash: Uint8Array });

/**
 * What a device signs: "cairn.scan.v1" 0x00 || device key || key id || boot || uint64be counter || previous || SHA-256(header).
 *
 * @returns 142 bytes.
 * @throws {WireError} VALUE_INVALID for fields that have not their length.
 */
export function statementBytes(source: StatementSource): Uint8Array {
  const { device, keyId, boot, counter, previous } = source;
  const headerHash = 'headerHash' in source ? source.headerHash : sha256(source.header);
  if (
    device.length !== 32 ||
    keyId.length !== 8 ||
    boot.length !== 16 ||
    previous.length !== 32 ||
    headerHash.length !== 32
  ) {
    throw new WireError('VALUE_INVALID', 'a field of the statement has not its length');
  }
  if (!Number.isSafeInteger(counter) || counter < 0)
    throw new WireError('VALUE_INVALID', `a counter cannot be ${counter}`);
  const statement = new Uint8Array(STATEMENT_BYTES);
  statement.set(TAG);
  statement.set(device, DEVICE_AT);
  statement.set(keyId, KEY_ID_AT);
  statement.set(boot, BOOT_AT);
  writeUint64(statement, COUNTER_AT, counter);
  statement.set(previous, PREVIOUS_AT);
  statement.set(headerHash, HEADER_HASH_AT);
  return statement;
}

/** SHA-256 of the statement: the identity of a scan, and `previous` of the next. */
export const statementHash = (source: StatementSource): Uint8Array => sha256(statementBytes(source));

/** The fields of a statement and its signature: enough to check who signed what, without the header. */
export interface SignedStatement extends StatementFields {
  /** SHA-256 of the header, 32 bytes. */
  readonly headerHash: Uint8Array;
  readonly signature: Uint8Array;
}

/** The signed statement of a scan. */
export const signedStatementOf = (
  scan: StatementFields & { readonly header: Uint8Array; readonly signature: Uint8Array },
): SignedStatement => {
  const { device, keyId, boot, counter, previous, header, signature } = scan;
  return { device, keyId, boot, counter, previous, headerHash: sha256(header), signature };
};

/** @throws {WireError} */
export function decodeSignedStatement(bytes: Uint8Array): SignedStatement {
  const statement = readMessage<SignedStatement>(SIGNED_STATEMENT, bytes);
  checkPrevious(statement.counter, statement.previous);
  return statement;
}

/** @throws {WireError} for a statement that `decodeSignedStatement` would refuse. */
export function encodeSignedStatement(statement: SignedStatement): Uint8Array {
  const bytes = writeMessage(SIGNED_STATEMENT, cairn.v1.SignedStatement, statement);
  checkPrevious(statement.counter, statement.previous);
  return bytes;
}
