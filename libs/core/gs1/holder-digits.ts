/** The digits of a key by which whoever holds a GS1 prefix is found. */
export interface HolderDigits {
  readonly digits: string;
  /** They stand for the key as a whole: a part of them says nothing. */
  readonly isWhole: boolean;
}

const ID = /^https:\/\/id\.gs1\.org\/(\d{2,4})\/([^/]+)/u;
/** Keys whose first digit says what kind of unit it is, or that a 0 fills up to 14: the company prefix begins behind it. */
const FROM_SECOND: Readonly<Record<string, number>> = { '00': 17, '01': 13, '8003': 13, '8006': 13 };
/** Keys that begin with the company prefix, and how many of their characters are digits at most. */
const FROM_FIRST: Readonly<Record<string, number>> = {
  '253': 13,
  '255': 13,
  '401': 14,
  '402': 17,
  '410': 13,
  '414': 13,
  '415': 13,
  '417': 13,
  '8004': 14,
  '8010': 14,
  '8013': 14,
  '8017': 18,
  '8018': 18,
};
const GTIN_8 = /^0{6}(\d{8})$/u;
/** Numbers within a region or a company, and those of serials, books and music: no company has them alone. */
const OF_NOBODY = /^(?:02|04|2|977|978|979)/u;
/** The same of GTIN-8. */
const SHORT_OF_NOBODY = /^[02]/u;

/**
 * The digits by which the holder of a code is found: GTIN, SSCC and GRAI from their second digit on, GTIN-8 as a whole, other keys from
 * their first.
 *
 * @param uri canonical
 * @returns null for what has no holder: container codes, numbers that are free for everybody, and what is no GS1 key
 * @see docs/formats/object-keys.md, Holders
 */
export function holderDigits(uri: string): HolderDigits | null {
  const [, ai, value] = ID.exec(uri) ?? [];
  if (ai === undefined || value === undefined) return null;
  const short = ai === '01' ? GTIN_8.exec(value)?.[1] : undefined;
  if (short !== undefined) return SHORT_OF_NOBODY.test(short) ? null : { digits: short, isWhole: true };
  const fromSecond = FROM_SECOND[ai];
  const digitsMax = fromSecond ?? FROM_FIRST[ai];
  if (digitsMax === undefined) return null;
  const [digits] = /^\d*/u.exec(value.slice(fromSecond === undefined ? 0 : 1))!;
  const taken = digits.slice(0, digitsMax);
  return taken === '' || OF_NOBODY.test(taken) ? null : { digits: taken, isWhole: false };
}

/** Fewest digits that an owner can have registered, and most. */
const PREFIX_DIGITS_MIN = 4;
const PREFIX_DIGITS_MAX = 14;

/** Every prefix of a code under which somebody may be registered, from the shortest on; none for codes that nobody owns. */
export function holderPrefixes(uri: string): readonly string[] {
  const key = holderDigits(uri);
  if (!key) return [];
  if (key.isWhole) return [key.digits];
  const longest = Math.min(key.digits.length, PREFIX_DIGITS_MAX);
  return Array.from({ length: Math.max(0, longest - PREFIX_DIGITS_MIN + 1) }, (_, more) =>
    key.digits.slice(0, PREFIX_DIGITS_MIN + more),
  );
}
