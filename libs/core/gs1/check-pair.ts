import { Gs1Error } from './error.js';

/** GS1 character set 82 in the order of its numbers. */
const NUMBERED_82 = '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
const PAIR_CHARACTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
/** Weights from the right. */
const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83];
const MODULUS = 1_021;

/**
 * The two check characters of a text of set 82, at most 23 characters long.
 * @see GS1 General Specifications, section 7.9.5
 */
export function checkPair(text: string): string {
  let sum = 0;
  for (let at = 0; at < text.length; at++) sum += NUMBERED_82.indexOf(text[at]!) * PRIMES[text.length - 1 - at]!;
  const rest = sum % MODULUS;
  return PAIR_CHARACTERS[rest >> 5]! + PAIR_CHARACTERS[rest & 31]!;
}

/** @throws {Gs1Error} CHECK_DIGIT unless the text ends in its check pair. */
export function requireCheckPair(title: string, text: string): void {
  const expected = checkPair(text.slice(0, -2));
  const found = text.slice(-2);
  if (found !== expected)
    throw new Gs1Error('CHECK_DIGIT', `${title} ${text}: the check characters are ${found}, expected ${expected}`);
}
