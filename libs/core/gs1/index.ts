/** GS1 keys, Digital Link, element strings, EPC URNs: one canonical URI for each thing (docs/formats/object-keys.md). Pure. */
export { Gs1Error, type Gs1ErrorCode } from './error.js';
export { checkDigit, isValidCheckDigit, withCheckDigit } from './check-digit.js';
export {
  canonicalUri,
  canonicalUriOfCapture,
  type CapturedUri,
  isCanonicalUri,
  isCanonicalUriOfDevice,
  URI_CHARACTERS_MAX,
} from './canonical.js';
export { partyName, partyNameOfUri } from './party.js';
export { type HolderDigits, holderDigits, holderPrefixes } from './holder-digits.js';
export { describeUri, type UriDescription } from './describe.js';
export { lotInUri } from './lot.js';
export { type ObjectKind } from './keys.js';
export { digitalLinkPath, uriFromDigitalLinkPath } from './path.js';
export { gln, glnUri, gtin, gtin14, gtinUri, partyUri, sscc, ssccUri } from './build.js';
export {
  containerCheckDigit,
  containerNumber,
  containerUri,
  isContainerUri,
  isMisnumberedContainer,
} from './container.js';
export { DOCUMENT_NUMBER_CHARACTERS_MAX, type DocumentName, documentUri } from './document.js';
