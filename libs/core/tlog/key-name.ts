import { hasControlCharacter } from './characters.js';
import { TlogError } from './error.js';

/** Whether a text may name a key: not empty, no Unicode space, no `+`, no control character, well-formed (signed-note, Format). */
export const isKeyName = (name: string): boolean =>
  name !== '' && !/[\p{White_Space}+\p{Surrogate}]/u.test(name) && !hasControlCharacter(name);

/** @throws {TlogError} KEY_NAME_INVALID */
export function requireKeyName(name: string): string {
  if (isKeyName(name)) return name;
  throw new TlogError(
    'KEY_NAME_INVALID',
    `a key name is not empty and has neither space nor plus: ${JSON.stringify(name)}`,
  );
}
