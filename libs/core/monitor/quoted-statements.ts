import type { SignatureCheck } from '#libs/core/signatures';
import { isEventOf, keyText, type ReadEvent } from '#libs/core/entries';
import type { KeyState } from '#libs/core/keys';
import {
  bytesEqual,
  EventKind,
  type EquivocationBody,
  type SignedStatement,
  statementBytes,
  statementHash,
} from '#libs/core/wire';

/** The statements that an event of the receipt key quotes: it must not invent them. */
export function quotedStatements(read: ReadEvent): readonly SignedStatement[] {
  if (isEventOf(read, EventKind.REFUSED)) return [read.body.statement];
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

/** Whether the two statements cannot both be honest, in the way that the entry says. */
export function contradicts({ first, second, reason }: EquivocationBody): boolean {
  if (!bytesEqual(first.boot, second.boot)) return false;
  if (reason === 'COUNTER_REUSED')
    return first.counter === second.counter && !bytesEqual(statementHash(first), statementHash(second));
  return second.counter === first.counter + 1 && !bytesEqual(statementHash(first), second.previous);
}
