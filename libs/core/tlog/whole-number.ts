import { TlogError } from './error.js';

/**
 * Checks a size, an index or a time: a whole number from 0 to 2^53 - 1.
 * The formats allow uint64; what a `number` cannot hold exactly is refused here and never rounded.
 *
 * @param what named in the message, for example `tree size`
 * @throws {TlogError} NUMBER_TOO_LARGE above 2^53 - 1, NUMBER_INVALID for anything else that is not such a number
 */
export function requireWholeNumber(value: number, what: string): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  if (value > Number.MAX_SAFE_INTEGER) throw new TlogError('NUMBER_TOO_LARGE', `${what} is above 2^53 - 1`);
  throw new TlogError('NUMBER_INVALID', `${what} is not a whole number from 0: ${value}`);
}

/** Reads a decimal uint64 without sign or leading zero; null if the text is not one. NUMBER_TOO_LARGE as above. */
export function parseDecimal(text: string, what: string): number | null {
  if (!/^(?:0|[1-9][0-9]{0,19})$/.test(text)) return null;
  return requireWholeNumber(Number(text), what);
}

/** The largest power of two below `value`, which is at least 2: where RFC 6962 section 2.1 splits a tree. */
export function powerOfTwoBelow(value: number): number {
  let power = 1;
  while (power * 2 < value) power *= 2;
  return power;
}
