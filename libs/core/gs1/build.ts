import { isDigits, withCheckDigit } from './check-digit.js';
import { Gs1Error } from './error.js';
import { primaryKey } from './keys.js';
import { canonicalUriOf, type Element, nameOf } from './name.js';
import { normaliseValue } from './value.js';

/** A GS1 company prefix, 4 to 12 digits. */
type CompanyPrefix = string;

/** Checks a GTIN of 8, 12, 13 or 14 digits. @returns 14 digits @throws {Gs1Error} LENGTH, CHARACTERS, CHECK_DIGIT */
export const gtin14 = (gtin: string): string => normaliseValue(primaryKey('01')!, gtin);

/** A GTIN-14 with its check digit: indicator (0 for the item itself, 1 to 8 for cases), prefix, item reference. */
export function gtin(input: {
  readonly companyPrefix: CompanyPrefix;
  readonly item: string | number;
  readonly indicator?: number;
}): string {
  const { companyPrefix, item, indicator = 0 } = input;
  return withCheckDigit(
    oneDigit('indicator', indicator) + filled('GTIN', { companyPrefix, reference: item, digits: 12 }),
  );
}

/** An SSCC of 18 digits with its check digit: extension digit, prefix, serial reference. */
export function sscc(input: {
  readonly companyPrefix: CompanyPrefix;
  readonly serial: string | number;
  readonly extension?: number;
}): string {
  const { companyPrefix, serial, extension = 0 } = input;
  return withCheckDigit(
    oneDigit('extension', extension) + filled('SSCC', { companyPrefix, reference: serial, digits: 16 }),
  );
}

/** A GLN of 13 digits with its check digit: prefix, location or party reference. */
export const gln = ({
  companyPrefix,
  location,
}: {
  readonly companyPrefix: CompanyPrefix;
  readonly location: string | number;
}): string => withCheckDigit(filled('GLN', { companyPrefix, reference: location, digits: 12 }));

/** The canonical URI of a trade item: with serial one item, with lot one lot (the serial goes first). */
export function gtinUri(input: { readonly gtin: string; readonly serial?: string; readonly lot?: string }): string {
  const qualifiers: Element[] = [];
  if (input.serial !== undefined) qualifiers.push({ identifier: '21', value: input.serial });
  if (input.lot !== undefined) qualifiers.push({ identifier: '10', value: input.lot });
  return canonicalUriOf(nameOf({ identifier: '01', value: input.gtin }, qualifiers));
}

/** The canonical URI of a logistic unit. */
export const ssccUri = (code: string): string => canonicalUriOf(nameOf({ identifier: '00', value: code }, []));

/** The canonical URI of a place, with or without extension. */
export const glnUri = (code: string, extension?: string): string =>
  canonicalUriOf(
    nameOf(
      { identifier: '414', value: code },
      extension === undefined ? [] : [{ identifier: '254', value: extension }],
    ),
  );

/** The canonical URI of a party. */
export const partyUri = (code: string): string => canonicalUriOf(nameOf({ identifier: '417', value: code }, []));

function filled(
  title: string,
  input: { readonly companyPrefix: CompanyPrefix; readonly reference: string | number; readonly digits: number },
): string {
  const { companyPrefix, digits } = input;
  if (!isDigits(companyPrefix) || companyPrefix.length < 4 || companyPrefix.length > 12) {
    throw new Gs1Error('COMPANY_PREFIX', `${title}: a company prefix has 4 to 12 digits`);
  }
  const reference = String(input.reference);
  if (!isDigits(reference)) throw new Gs1Error('CHARACTERS', `${title}: a reference has digits only`);
  const room = digits - companyPrefix.length;
  if (reference.length > room) {
    throw new Gs1Error(
      'LENGTH',
      `${title}: the prefix leaves ${room} digits for the reference, got ${reference.length}`,
    );
  }
  return companyPrefix + reference.padStart(room, '0');
}

function oneDigit(title: string, digit: number): string {
  if (!Number.isInteger(digit) || digit < 0 || digit > 9) throw new Gs1Error('CHARACTERS', `the ${title} is one digit`);
  return String(digit);
}
