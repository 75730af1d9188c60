import { plainBytes } from './bytes.js';
import type { MessageRule } from './rules.js';
import { checkMessage } from './strict.js';
import { checkValues } from './values.js';

/** What the generated code offers for one message. */
interface GeneratedMessage<Message> {
  encode(message: never): { finish(): Uint8Array };
  decode(bytes: Uint8Array): Message;
}

/**
 * Reads one message: first the strict table over the bytes, then the generated code.
 *
 * @returns the generated message; its byte strings are views on `bytes`.
 * @throws {WireError} where the bytes are not in the one spelling of the format.
 */
export function readStrictly<Message>(
  rule: MessageRule,
  generated: GeneratedMessage<Message>,
  bytes: Uint8Array,
): Message {
  const plain = plainBytes(bytes);
  checkMessage(rule, plain);
  return generated.decode(plain);
}

/**
 * Writes one message by the generated code and reads it over by the table, so that nothing is ever written that would be refused.
 *
 * @throws {WireError} VALUE_INVALID for values that cannot be written, else as {@link readStrictly}.
 */
export function writeStrictly(rule: MessageRule, generated: GeneratedMessage<unknown>, value: object): Uint8Array {
  checkValues(rule, value);
  const bytes = plainBytes(generated.encode(value as never).finish());
  checkMessage(rule, bytes);
  return bytes;
}
