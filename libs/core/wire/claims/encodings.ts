import { canonicalUri, Gs1Error, isCanonicalUri, isCanonicalUriOfDevice, isValidCheckDigit } from '#libs/core/gs1';
import { isWellFormed, utf8 } from '../bytes.js';
import { LIMITS } from '../limits.js';
import { isGrant, isLocalText, isPicture, isRemedies, isSubmission, isValueOfLine } from './closed-shapes.js';
import { hasText, isJson, isListOf, isObject } from './shapes.js';
import {
  BIZ_STEPS,
  CASE_STATES,
  COUNTRIES,
  DECISIONS,
  DISPOSITIONS,
  ERROR_REASONS,
  INCOTERMS,
  PROPOSALS,
  SHARES,
  TEMPERATURE_VERDICTS,
  TRANSPORT_MODES,
} from './words.js';

// oxlint-disable-next-line no-control-regex
const TEXT = /^[^\u0000-\u001f\u007f]+$/;
const DECIMAL = /^(0|-?[1-9]\d{0,17}|-?(0|[1-9]\d{0,17})\.\d{1,9})$/;
const DATE = /^[12]\d{3}-\d{2}-\d{2}$/;
const PARTY = /^https:\/\/id\.gs1\.org\/417\//;
const CONTAINER = /^urn:epc:id:bic:/;
/** GS1 character set 82, as far as AI 10 goes. */
const LOT = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}$/;
const HS_CODE = /^\d{4}(\d{2}){0,3}$/;
const UNIT = /^[A-Z0-9]{2,3}$/;
const LOCODE = /^([A-Z]{2})[A-Z2-9]{3}$/;
const PART = /^([1-9]\d{0,5})\/([1-9]\d{0,5})$/;

/** Decides by encoding whether a text is a value. None of them takes an empty text. */
const RULES = {
  text: isText,
  decimal: (value) => DECIMAL.test(value) && !/^-0(\.0+)?$/.test(value),
  count: (value) => /^(0|[1-9]\d{0,15})$/.test(value) && Number(value) <= LIMITS.numberMax,
  date: isDate,
  hash: (value) => /^[0-9a-f]{64}$/.test(value),
  uri: isCanonicalUri,
  reference: isReference,
  party: (value) => PARTY.test(value) && isCanonicalUri(value),
  document: isCanonicalUriOfDevice,
  container: (value) => CONTAINER.test(value) && isCanonicalUriOfDevice(value),
  gln: (value) => /^\d{13}$/.test(value) && isValidCheckDigit(value),
  lot: (value) => LOT.test(value),
  country: (value) => COUNTRIES.has(value),
  locode: (value) => COUNTRIES.has(LOCODE.exec(value)?.[1] ?? ''),
  bizStep: wordOrUri(BIZ_STEPS),
  disposition: wordOrUri(DISPOSITIONS),
  errorReason: wordOrUri(ERROR_REASONS),
  transportMode: (value) => TRANSPORT_MODES.has(value),
  incoterm: (value) => INCOTERMS.has(value),
  hsCode: (value) => HS_CODE.test(value),
  unit: (value) => UNIT.test(value),
  temperatureVerdict: (value) => TEMPERATURE_VERDICTS.has(value),
  decision: (value) => DECISIONS.has(value),
  proposal: (value) => PROPOSALS.has(value),
  share: (value) => SHARES.has(value),
  caseState: (value) => CASE_STATES.has(value),
  flag: (value) => value === 'true',
  part: (value) => {
    const [, part, parts] = PART.exec(value) ?? [];
    return Number(part) <= Number(parts);
  },
  capturePlace: (value) => /^[0-9a-f]{32}\/(0|[1-9]\d{0,5})$/.test(value),
  eventHash: (value) => /^ni:\/\/\/sha-256;[0-9a-f]{64}\?ver=CBV2\.0$/.test(value),
  json: (value) => isJson(value, isObject),
  epcisEvent: (value) => isJson(value, (event) => hasText(event, 'type')),
  ilmd: (value) => isJson(value, isObject),
  quantityList: (value) => isJson(value, (list) => isListOf(list, (element) => hasText(element, 'epcClass'))),
  sensorElement: (value) =>
    isJson(
      value,
      (element) => isObject(element) && isListOf(element['sensorReport'], (report) => hasText(report, 'type')),
    ),
  declarationValue: (value) => isJson(value, isValueOfLine),
  submission: (value) => isJson(value, isSubmission),
  grant: (value) => isJson(value, isGrant),
  localText: (value) => isJson(value, isLocalText),
  remedies: (value) => isJson(value, isRemedies),
  picture: (value) => isJson(value, isPicture),
} as const satisfies Readonly<Record<string, (value: string) => boolean>>;

/** How the value of a claim is written. Every value is UTF-8 text. */
export type ClaimEncoding = keyof typeof RULES;

/** Bytes of a value at most, where its encoding needs more than the others. */
const BYTES_MAX: Readonly<Partial<Record<ClaimEncoding, number>>> = {
  epcisEvent: LIMITS.epcisEventBytesMax,
  ilmd: LIMITS.ilmdBytesMax,
  sensorElement: LIMITS.sensorElementBytesMax,
};

/** Bytes of a value of this encoding at most. */
export const valueBytesMax = (encoding: ClaimEncoding): number => BYTES_MAX[encoding] ?? LIMITS.claimValueBytesMax;

/** True when `value` is written as `encoding` says, within its size. */
export const isClaimValue = (encoding: ClaimEncoding, value: string): boolean =>
  isWithin(value, valueBytesMax(encoding)) && RULES[encoding](value);

/** Nearly all values are far too short to be counted. */
const isWithin = (value: string, bytesMax: number): boolean =>
  value.length * 3 <= bytesMax || utf8(value).length <= bytesMax;

function isText(value: string): boolean {
  return TEXT.test(value) && value.trim() === value && isWellFormed(value);
}

function wordOrUri(words: ReadonlySet<string>): (value: string) => boolean {
  return (value) => words.has(value) || (value.includes(':') && isCanonicalUri(value));
}

function isDate(value: string): boolean {
  if (!DATE.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

/** A canonical URI, or a text that can be none; what could be one stands in no other spelling. */
function isReference(value: string): boolean {
  try {
    return canonicalUri(value) === value;
  } catch (error) {
    if (!(error instanceof Gs1Error)) throw error;
    return isText(value);
  }
}
