import { isCanonicalUri, isValidCheckDigit } from '#libs/core/gs1';
import { type JsonValue, parseCanonicalJson } from '../canonical-json.js';
import { isWellFormed } from '../bytes.js';
import { BIZ_STEPS, COUNTRIES, DISPOSITIONS, INCOTERMS, TEMPERATURE_VERDICTS, TRANSPORT_MODES } from './words.js';

/** How the value of a claim is written. Every value is UTF-8 text. */
export type ClaimEncoding =
  | 'text'
  | 'decimal'
  | 'date'
  | 'uri'
  | 'place'
  | 'party'
  | 'document'
  | 'container'
  | 'gln'
  | 'lot'
  | 'country'
  | 'bizStep'
  | 'disposition'
  | 'transportMode'
  | 'incoterm'
  | 'hsCode'
  | 'unit'
  | 'temperatureVerdict'
  | 'flag'
  | 'quantityList'
  | 'sensorElement';

// oxlint-disable-next-line no-control-regex
const TEXT = /^[^\u0000-\u001f\u007f]+$/;
const DECIMAL = /^(0|-?[1-9]\d{0,17}|-?(0|[1-9]\d{0,17})\.\d{1,9})$/;
const DATE = /^[12]\d{3}-\d{2}-\d{2}$/;
const PLACE = /^https:\/\/id\.gs1\.org\/414\//;
const PARTY = /^https:\/\/id\.gs1\.org\/417\//;
const CONTAINER = /^urn:epc:id:bic:/;
/** GS1 character set 82, as far as AI 10 goes. */
const LOT = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}$/;
const HS_CODE = /^\d{4}(\d{2}){0,3}$/;
const UNIT = /^[A-Z0-9]{2,3}$/;

/** Decides by encoding whether a text is a value. None of them takes an empty text. */
const RULES: Readonly<Record<ClaimEncoding, (value: string) => boolean>> = {
  text: (value) => TEXT.test(value) && value.trim() === value && isWellFormed(value),
  decimal: (value) => DECIMAL.test(value) && !/^-0(\.0+)?$/.test(value),
  date: isDate,
  uri: isCanonicalUri,
  place: (value) => PLACE.test(value) && isCanonicalUri(value),
  party: (value) => PARTY.test(value) && isCanonicalUri(value),
  document: isCanonicalUri,
  container: (value) => CONTAINER.test(value) && isCanonicalUri(value),
  gln: (value) => /^\d{13}$/.test(value) && isValidCheckDigit(value),
  lot: (value) => LOT.test(value),
  country: (value) => COUNTRIES.has(value),
  bizStep: (value) => BIZ_STEPS.has(value) || (value.includes(':') && isCanonicalUri(value)),
  disposition: (value) => DISPOSITIONS.has(value) || (value.includes(':') && isCanonicalUri(value)),
  transportMode: (value) => TRANSPORT_MODES.has(value),
  incoterm: (value) => INCOTERMS.has(value),
  hsCode: (value) => HS_CODE.test(value),
  unit: (value) => UNIT.test(value),
  temperatureVerdict: (value) => TEMPERATURE_VERDICTS.has(value),
  flag: (value) => value === 'true',
  quantityList: (value) => isJson(value, (list) => isListOf(list, (element) => hasText(element, 'epcClass'))),
  sensorElement: (value) =>
    isJson(
      value,
      (element) => isObject(element) && isListOf(element['sensorReport'], (report) => hasText(report, 'type')),
    ),
};

/** True when `value` is written as `encoding` says. */
export const isClaimValue = (encoding: ClaimEncoding, value: string): boolean => RULES[encoding](value);

function isDate(value: string): boolean {
  if (!DATE.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

function isJson(text: string, accepts: (value: JsonValue | undefined) => boolean): boolean {
  try {
    return accepts(parseCanonicalJson(text));
  } catch {
    return false;
  }
}

const isObject = (value: JsonValue | undefined): value is { readonly [name: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isListOf = (value: JsonValue | undefined, accepts: (element: JsonValue) => boolean): boolean =>
  Array.isArray(value) && value.length > 0 && value.every(accepts);
const hasText = (value: JsonValue, name: string): boolean => isObject(value) && typeof value[name] === 'string';
