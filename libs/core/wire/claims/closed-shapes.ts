import { isCanonicalUri, isValidCheckDigit } from '#libs/core/gs1';
import type { JsonValue } from '../canonical-json.js';
import { LIMITS } from '../limits.js';
import { closed, isListOf, textWhich, wholeNumber } from './shapes.js';
import { REMEDIES } from './words.js';

// Values that are canonical JSON of a closed shape: exactly these members, in the order of RFC 8785.

const isHexOf = (bytes: number) => textWhich((text) => text.length === 2 * bytes && /^[0-9a-f]*$/.test(text));
const isAnyText = textWhich((text) => text.length > 0);

/** `{"currency":"EUR","line":1,"value":"12.50"}` */
export const isValueOfLine = closed({
  currency: textWhich((text) => /^[A-Z]{3}$/.test(text)),
  line: wholeNumber(1),
  value: textWhich((text) => /^(0|[1-9]\d{0,17})(\.\d{1,9})?$/.test(text)),
});

/** `{"device":"sap-1","key":"16 digits","signature":"128 digits","time":1750000000000}` */
export const isSubmission = closed({
  device: isAnyText,
  key: isHexOf(8),
  signature: isHexOf(64),
  time: (value) => wholeNumber(1)(value) && (value as number) <= LIMITS.timeMsMax,
});

/** The party by the name that its key is made of, or `*` for all. */
const isGrantee = textWhich(
  (text) => text === '*' || (/^\d{13}$/.test(text) && isValidCheckDigit(text)) || isCanonicalUri(text),
);
const isPrefix = textWhich(
  (text) => /^[0-9]+$/.test(text) && text.length >= LIMITS.codeDigitsMin && text.length <= LIMITS.codeDigitsMax,
);

/** `{"claims":"all","party":"9520000000004","prefix":"9520000","until":1750000000000}` */
export const isGrant = closed(
  { claims: textWhich((text) => text === 'all' || text === 'public'), party: isGrantee },
  { prefix: isPrefix, until: (value) => wholeNumber(1)(value) && (value as number) <= LIMITS.timeMsMax },
);

/** `{"language":"en","text":"Stop using it."}`: a language tag as BCP 47 writes them, and a text that may have lines. */
export const isLocalText = closed({
  language: textWhich((text) => /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/.test(text)),
  text: isAnyText,
});

const isRemedy = textWhich((text) => REMEDIES.has(text));

/** `{"remedies":["refund","repair"]}`, or one of them and why: `{"remedies":["refund"],"why":[{"language":"en","text":"..."}]}` */
export function isRemedies(value: JsonValue): boolean {
  if (!closed({ remedies: (list) => isListOf(list, isRemedy) }, { why: (list) => isListOf(list, isLocalText) })(value))
    return false;
  const { remedies, why } = value as { readonly remedies: readonly string[]; readonly why?: JsonValue };
  const isAscending = remedies.every((remedy, at) => at === 0 || remedies[at - 1]! < remedy);
  return isAscending && (remedies.length === 1) === (why !== undefined);
}

/** `{"sha256":"64 digits","uri":"https://..."}` */
export const isPicture = closed({
  sha256: isHexOf(32),
  uri: textWhich((text) => /^https?:/.test(text) && isCanonicalUri(text)),
});
