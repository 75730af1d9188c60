import { Gs1Error } from './error.js';

const CODE_ZERO = 48;

/**
 * The check digit that follows `digits` (without one): weights 3, 1, 3, ... from the right, modulo 10.
 * @returns 0 to 9
 * @throws {Gs1Error} CHARACTERS unless there are only digits, LENGTH when there are none
 * @see GS1 General Specifications, section 7.9.1
 */
export function checkDigit(digits: string): number {
  if (digits === '') throw new Gs1Error('LENGTH', 'a check digit needs digits before it');
  if (!isDigits(digits)) throw new Gs1Error('CHARACTERS', `expected digits only, got ${JSON.stringify(digits)}`);
  return checkDigitOf(digits, digits.length);
}

/** Whether these are digits of which the last is the right check digit. */
export const isValidCheckDigit = (digits: string): boolean =>
  digits.length > 1 && isDigits(digits) && endsInCheckDigit(digits, digits.length);

/** Adds the check digit. @throws {Gs1Error} as `checkDigit` */
export const withCheckDigit = (digits: string): string => `${digits}${checkDigit(digits)}`;

/** @throws {Gs1Error} CHECK_DIGIT naming the digit expected, unless the first `length` digits end in their check digit */
export function requireCheckDigit(title: string, digits: string, length: number): void {
  if (endsInCheckDigit(digits, length)) return;
  const expected = checkDigitOf(digits, length - 1);
  throw new Gs1Error(
    'CHECK_DIGIT',
    `${title} ${digits.slice(0, length)}: the check digit is ${digits[length - 1]}, expected ${expected}`,
  );
}

export const isDigits = (text: string): boolean => /^[0-9]*$/.test(text);

const endsInCheckDigit = (digits: string, length: number): boolean =>
  digits.charCodeAt(length - 1) - CODE_ZERO === checkDigitOf(digits, length - 1);

function checkDigitOf(digits: string, length: number): number {
  let sum = 0;
  let weight = 3;
  for (let at = length - 1; at >= 0; at--) {
    sum += weight * (digits.charCodeAt(at) - CODE_ZERO);
    weight = 4 - weight;
  }
  return (10 - (sum % 10)) % 10;
}
