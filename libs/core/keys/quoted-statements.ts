import type { SignatureCheck } from '#libs/core/signatures';
import { isEventOf, keyText, type ReadEvent } from '#libs/core/entries';
import { EventKind, refusedStatements, type SignedStatement, statementBytes } from '#libs/core/wire';
import type { KeyState } from './key-state.js';

/** The statements that an event of the receipt key quotes: it must not invent them. */
export function quotedStatements(read: ReadEvent): readonly SignedStatement[] {
  if (isEventOf(read, EventKind.REFUSED)) return refusedStatements(read.body);
  return isEventOf(read, EventKind.EQUIVOCATION) ? [read.body.first, read.body.second] : [];
}

/** The signature of a quoted statement; null when no key of the log is that of the device. */
export function quotedSignature(statement: SignedStatement, keys: KeyState): SignatureCheck | null {
  // Whether the key was active does not matter: it is quoted for having signed what it should not.
  const key = keys.device(keyText(statement.device))?.keys.key(statement.keyId);
  if (!key) return null;
  const { algorithm, publicKey } = key;
  return { algorithm, publicKey, message: statementBytes(statement), signature: statement.signature };
}
