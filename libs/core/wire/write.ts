import { plainBytes } from './bytes.js';
import type { MessageRule } from './rules.js';
import { readMessage } from './strict.js';
import { checkValues } from './values.js';

/** What the generated code offers for one message. */
export interface GeneratedEncoder {
  encode(message: never): { finish(): Uint8Array };
}

/**
 * Writes one message by the generated code and reads it over strictly, so that nothing is ever written that would be refused.
 *
 * @throws {WireError} VALUE_INVALID for values that cannot be written, else as `readMessage`.
 */
export function writeMessage(rule: MessageRule, generated: GeneratedEncoder, value: object): Uint8Array {
  checkValues(rule, value);
  const bytes = plainBytes(generated.encode(value as never).finish());
  readMessage(rule, bytes);
  return bytes;
}
