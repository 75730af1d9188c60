import { Gs1Error } from './error.js';

const CONTAINER_PREFIX = 'urn:epc:id:bic:';
const LETTER_VALUES = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The check digit of the 10 characters before it, ISO 6346 annex A. @returns 0 to 9 */
export function containerCheckDigit(code: string): number {
  if (!/^[A-Z]{4}[0-9]{6}$/.test(code)) {
    throw new Gs1Error('CHARACTERS', 'a container number is 4 letters and 6 digits before its check digit');
  }
  let sum = 0;
  for (let at = 0; at < code.length; at++) sum += characterValue(code[at]!) * 2 ** at;
  return (sum % 11) % 10;
}

/**
 * Checks a container number: owner code of 3 letters, category U, J or Z, 6 digits, check digit.
 * @param input letters in either case, also as painted on the container: `CSQU 305438-3`
 * @returns 11 characters, `CSQU3054383`
 * @throws {Gs1Error} LENGTH, CHARACTERS, CHECK_DIGIT
 */
export function containerNumber(input: string): string {
  const number = input.replace(/[ -]/g, '').toUpperCase();
  if (number.length !== 11) throw new Gs1Error('LENGTH', `a container number has 11 characters, got ${number.length}`);
  if (!/^[A-Z]{3}[UJZ][0-9]{7}$/.test(number)) {
    throw new Gs1Error('CHARACTERS', 'a container number is 3 letters of the owner, U, J or Z, and 7 digits');
  }
  const expected = containerCheckDigit(number.slice(0, 10));
  if (Number(number[10]) !== expected) {
    throw new Gs1Error('CHECK_DIGIT', `container ${number}: the check digit is ${number[10]}, expected ${expected}`);
  }
  return number;
}

/** The canonical URI of a container. @throws {Gs1Error} as `containerNumber` */
export const containerUri = (number: string): string => `${CONTAINER_PREFIX}${containerNumber(number)}`;

/** The container number in a URI, null if the URI is not a container's. Not checked. */
export const containerInUri = (uri: string): string | null =>
  uri.slice(0, CONTAINER_PREFIX.length).toLowerCase() === CONTAINER_PREFIX ? uri.slice(CONTAINER_PREFIX.length) : null;

export const isContainerUri = (uri: string): boolean => containerInUri(uri) !== null;

/** Whether a URI names a container by a number that its own check digit contradicts: partners capture such codes. */
export function isMisnumberedContainer(uri: string): boolean {
  const number = containerInUri(uri);
  if (number === null) return false;
  try {
    containerNumber(number);
    return false;
  } catch (error) {
    if (error instanceof Gs1Error) return error.code === 'CHECK_DIGIT';
    throw error;
  }
}

/** Letters count from 10, and skip the multiples of 11. */
function characterValue(character: string): number {
  const letter = LETTER_VALUES.indexOf(character);
  if (letter < 0) return Number(character);
  const value = 10 + letter;
  return value + Math.floor((value - 1) / 10);
}
