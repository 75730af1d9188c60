import { requireCharacters } from './characters.js';
import { isDigits, requireCheckDigit } from './check-digit.js';
import { requireCheckPair } from './check-pair.js';
import { Gs1Error } from './error.js';
import type { ValueForm } from './keys.js';

/**
 * Checks the value of one application identifier (not percent-encoded) and pads a short GTIN.
 * @throws {Gs1Error} LENGTH, CHARACTERS, CHECK_DIGIT, COMPANY_PREFIX
 */
export function normaliseValue(form: ValueForm, value: string): string {
  if (value === '') throw new Gs1Error('LENGTH', `${form.title} is empty`);
  const digits = leadingDigits(form, value);
  const tail = value.slice(digits.length);
  if (form.text) checkText(form, tail);
  const padded = form.digits ? digits.padStart(form.digits.at(-1)!, '0') : '';
  if (form.filler && !padded.startsWith(form.filler)) {
    throw new Gs1Error('CHARACTERS', `${form.title} begins with ${form.filler}, got ${padded[0]}`);
  }
  if (form.checked !== undefined) requireCheckDigit(form.title, padded, form.checked);
  return padded + tail;
}

function leadingDigits(form: ValueForm, value: string): string {
  if (!form.digits) return '';
  const lengths = form.digits;
  const digits = form.text ? value.slice(0, lengths[0]) : value;
  if (!isDigits(digits))
    throw new Gs1Error('CHARACTERS', `${form.title}: expected digits, got ${JSON.stringify(shown(digits))}`);
  if (!lengths.includes(digits.length)) {
    const expected = lengths.length === 1 ? `${lengths[0]}` : `${lengths.slice(0, -1).join(', ')} or ${lengths.at(-1)}`;
    throw new Gs1Error(
      'LENGTH',
      `${form.title} has ${expected} digits${form.text ? ' at least' : ''}, got ${digits.length}`,
    );
  }
  return digits;
}

function checkText({ title, text, startsWithCompanyPrefix, endsInCheckPair }: ValueForm, value: string): void {
  const { min, max, set } = text!;
  if (value.length < min || value.length > max) {
    const expected = min === max ? `${max}` : `${min} to ${max}`;
    throw new Gs1Error(
      'LENGTH',
      `${title} has ${expected} characters${min === 0 ? ' after its digits' : ''}, got ${value.length}`,
    );
  }
  requireCharacters(title, value, set);
  if (startsWithCompanyPrefix && !/^[0-9]{4}/.test(value)) {
    throw new Gs1Error('COMPANY_PREFIX', `${title} begins with a company prefix of 4 digits or more`);
  }
  if (endsInCheckPair) requireCheckPair(title, value);
}

/** Enough of a strange value to find it, never all of it. */
const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}...` : text.replace(/[^ -~]/g, '?'));
