import { describeUri, Gs1Error } from '#libs/core/gs1';
import { normaliseTerm } from './normalise-term.js';
import {
  type Claim,
  decodeLogEntry,
  decodePrivatePart,
  decodeScanHeader,
  parseDisclosure,
  ScanError,
} from '#libs/core/wire';

export interface EntryTerms {
  /** URIs of the objects, in the order of the header; erased ones are absent. */
  readonly uris: readonly { readonly trailKey: Uint8Array; readonly uri: string }[];
  /** One after the other, to be read once: claims times objects may be more than memory should hold. */
  readonly terms: Iterable<Term & { readonly trailKey: Uint8Array }>;
}

interface Term {
  readonly term: string;
  readonly kind: string;
}

/** Claims that people look for, and how their hits are called. */
const CLAIM_KINDS: Readonly<Record<string, string>> = {
  'bizTransaction.po': 'po',
  'bizTransaction.order': 'order',
  'bizTransaction.quotation': 'quotation',
  'bizTransaction.desadv': 'asn',
  'bizTransaction.declaration': 'declaration',
  'bizTransaction.bol': 'bol',
  'bizTransaction.inv': 'invoice',
  'bizTransaction.cert': 'certificate',
  // As earlier versions have called them.
  'bizTransaction.asn': 'asn',
  'bizTransaction.invoice': 'invoice',
  'bizTransaction.certificate': 'certificate',
  lotNumber: 'lot',
  containerNumber: 'container',
  sealNumber: 'seal',
  vesselName: 'vessel',
};

const nothing: EntryTerms = { uris: [], terms: [] };

/**
 * What an entry is found by. Events, and scans without private part, give nothing.
 *
 * @param privatePart as kept beside the entry; erased values are empty and are passed over.
 */
export function termsOfEntry(entry: Uint8Array, privatePart: Uint8Array): EntryTerms {
  const read = decodeLogEntry(entry);
  if (read.kind !== 'scan') return nothing;
  const { objects } = decodeScanHeader(read.scan.header);
  const { uris, disclosures } = decodePrivatePart(privatePart);
  const named = objects.flatMap((trailKey, index) => (uris[index] ? [{ trailKey, uri: uris[index] }] : []));
  const shared = disclosures.flatMap((disclosure) => termsOfClaim(claimIn(disclosure)));
  return { uris: named, terms: termsOf({ objects, named, shared }) };
}

function* termsOf({
  objects,
  named,
  shared,
}: {
  readonly objects: readonly Uint8Array[];
  readonly named: EntryTerms['uris'];
  readonly shared: readonly Term[];
}): Generator<Term & { readonly trailKey: Uint8Array }> {
  for (const { trailKey, uri } of named) for (const found of termsOfUri(uri)) yield { ...found, trailKey };
  for (const trailKey of objects) for (const found of shared) yield { ...found, trailKey };
}

const term = (kind: string, value: string): Term => ({ kind, term: normaliseTerm(value) });

function termsOfClaim(claim: Claim | null): Term[] {
  const kind = claim && CLAIM_KINDS[claim.name];
  if (!kind) return [];
  const { number } = partsOf(claim.value);
  // People type the number that stands on the paper; the whole URI names its issuer too.
  return number === undefined ? [term(kind, claim.value)] : [term(kind, number), term(kind, claim.value)];
}

/** What the code of an object itself is found by, beside the code: searches by code need no row. */
function termsOfUri(uri: string): Term[] {
  const { gtin, lot, serial, number, gln } = partsOf(uri);
  if (number !== undefined && gln !== undefined) return [term('document', number)];
  if (gtin === undefined || serial !== undefined) return [];
  return lot === undefined ? [term('gtin', gtin)] : [term('gtin', gtin), term('lot', lot)];
}

function partsOf(uri: string): Readonly<Partial<Record<string, string>>> {
  try {
    return describeUri(uri).parts;
  } catch (error) {
    if (error instanceof Gs1Error) return {}; // plain text of a claim
    throw error;
  }
}

function claimIn(disclosure: Uint8Array): Claim | null {
  if (disclosure.length === 0) return null; // erased
  try {
    return parseDisclosure(disclosure);
  } catch (error) {
    if (error instanceof ScanError) return null;
    throw error;
  }
}
