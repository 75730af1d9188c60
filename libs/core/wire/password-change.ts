import { sha256 } from '#libs/core/tlog';
import { cairn } from '#proto';
import { concatBytes, utf8 } from './bytes.js';
import { PASSWORD_CHANGE, PASSWORD_CHANGE_BODY } from './password-tables.js';
import type { ImmediateSigner } from './sign-event.js';
import { readMessage } from './strict.js';
import { writeMessage } from './write.js';

/** What a device asks for: another password at the broker, by hashes alone. No fact about goods, and never an entry of the log. */
export interface PasswordChange {
  readonly logOrigin: string;
  /** Device key, 32 bytes. */
  readonly device: Uint8Array;
  /** SHA-256 of the password that goes. While another one holds, nothing changes: so an old message does no harm. */
  readonly before: Uint8Array;
  /** SHA-256 of the password that comes. */
  readonly after: Uint8Array;
}

/** A change as it came, with what was signed as it was signed. */
export interface SignedPasswordChange {
  readonly change: PasswordChange;
  /** PasswordChangeBody. */
  readonly body: Uint8Array;
  /** 8 bytes. */
  readonly signerKeyId: Uint8Array;
  /** 64 bytes over `passwordChangeSigningBytes(body)`. */
  readonly signature: Uint8Array;
}

const TAG = utf8('cairn.password_change.v1\0');
/** Tag of field 1 where it holds bytes; a SignedEvent begins with that of a number. */
const FIRST_BYTE = 0x0a;

/** Whether a payload of the topic of events asks for this, whatever its form is worth. */
export const isPasswordChange = (payload: Uint8Array): boolean => payload[0] === FIRST_BYTE;

/** What the device's key signs: "cairn.password_change.v1" 0x00 || body. */
export const passwordChangeSigningBytes = (body: Uint8Array): Uint8Array => concatBytes(TAG, body);

/** SHA-256 of the body: by it the answer finds the question, whoever signed it and however often. */
export const passwordChangeHash = (body: Uint8Array): Uint8Array => sha256(body);

/** Reads form alone. @throws {WireError} */
export function decodePasswordChange(bytes: Uint8Array): SignedPasswordChange {
  const signed = readMessage<Omit<SignedPasswordChange, 'change'>>(PASSWORD_CHANGE, bytes);
  return { ...signed, change: readMessage<PasswordChange>(PASSWORD_CHANGE_BODY, signed.body) };
}

/** @throws {WireError} for a message that `decodePasswordChange` would refuse. */
export const encodePasswordChange = ({ body, signerKeyId, signature }: Omit<SignedPasswordChange, 'change'>) =>
  writeMessage(PASSWORD_CHANGE, cairn.v1.PasswordChange, { body, signerKeyId, signature });

/** @throws {WireError} for a change that `decodePasswordChange` would refuse. */
export function signPasswordChange(change: PasswordChange, signer: ImmediateSigner): SignedPasswordChange {
  const body = writeMessage(PASSWORD_CHANGE_BODY, cairn.v1.PasswordChangeBody, change);
  return { change, body, signerKeyId: signer.keyId, signature: signer.sign(passwordChangeSigningBytes(body)) };
}
