import {
  CanonicalJsonError,
  formatCanonicalJson,
  type JsonValue,
  parseCanonicalJson,
  toBase64url,
} from '#libs/core/wire';
import { type EntryPart, entryFromParts, entryToParts } from './entry-parts.js';
import { type ShownEntry, shownOf, type TrailEntry } from '#libs/core/entries';
import { EvidenceError } from './errors.js';
import { chainsText, type EvidenceChain, readChains } from './chains.js';
import {
  asBytes,
  ascending,
  asHashes,
  asList,
  asMembers,
  asNumber,
  asText,
  joinedHashes,
  requireMembers,
} from './json-shape.js';

/** Names format and version. Another version has another name. */
export const EVIDENCE_FORMAT = 'cairn.evidence.v1';
/** Media type of a bundle. */
export const EVIDENCE_MEDIA_TYPE = 'application/vnd.cairn.evidence+json';
/** Entries of one bundle at most; what is beyond is not checked. */
export const EVIDENCE_ENTRIES_MAX = 2_000;
/** A longer text is not read: a bundle of the most entries at twice their usual size has a tenth of it. */
export const EVIDENCE_CHARACTERS_MAX = 64 * 1024 * 1024;

/** In the order of RFC 8785. */
const MEMBERS = ['chains', 'checkpoint', 'entries', 'format', 'object', 'proof', 'until'];

/** Everything about one object that can be checked without asking anyone. Form only: nothing here is proven yet. */
export interface EvidenceBundle extends EvidenceOf<TrailEntry> {}

/** A bundle as it is taken apart, or with its entries as they were read when it is made. */
export interface EvidenceOf<Entry> {
  /** Canonical URI. */
  readonly object: string;
  /** The signed note, with all its signature lines. */
  readonly checkpoint: string;
  /** Strictly ascending by log index. */
  readonly entries: readonly Entry[];
  /** Ascending by device, boot and counter: see `compareChains`. */
  readonly chains: readonly EvidenceChain[];
  /** One inclusion proof for all entries: see `sharedProof`. */
  readonly proof: readonly Uint8Array[];
  /** First log index of which the story is not told: the checkpoint's size, unless there is more than a bundle holds. */
  readonly until: number;
}

/**
 * Writes a bundle as `parseEvidence` gives it.
 * @throws {ScanError} DISCLOSURE_FORM
 */
export const encodeEvidence = (bundle: EvidenceBundle): string =>
  evidenceText({ ...bundle, entries: bundle.entries.map(shownOf) });

/**
 * The one text of a bundle: canonical JSON (RFC 8785), uint64 as decimal texts, bytes as base64url without padding.
 * @see docs/formats/evidence.md
 */
export function evidenceText(bundle: EvidenceOf<ShownEntry>): string {
  const { object, checkpoint, chains, entries, proof, until } = bundle;
  const members: Record<string, string> = {
    format: formatCanonicalJson(EVIDENCE_FORMAT),
    object: formatCanonicalJson(object),
    chains: chainsText(chains),
    checkpoint: formatCanonicalJson(checkpoint),
    entries: `[${entries.map(entryText).join(',')}]`,
    proof: formatCanonicalJson(toBase64url(joinedHashes(proof))),
    until: formatCanonicalJson(String(until)),
  };
  return `{${MEMBERS.map((name) => `"${name}":${members[name]}`).join(',')}}`;
}

const entryText = (entry: ShownEntry): string =>
  `{"index":"${entry.logIndex}","parts":[${entryToParts(entry).map(partText).join(',')}]}`;

/**
 * Reads a bundle. A text that is not exactly what `evidenceText` writes is refused.
 *
 * @throws {EvidenceError} TOO_LARGE, NOT_CANONICAL, FORMAT_UNKNOWN, MEMBER_WRONG for missing, unknown or misshapen members,
 *   NUMBER_TOO_LARGE, PARTS_WRONG, TOO_MANY_ENTRIES, TOO_MANY_HEADERS
 */
export function parseEvidence(text: string): EvidenceBundle {
  if (text.length > EVIDENCE_CHARACTERS_MAX) {
    throw new EvidenceError(
      'TOO_LARGE',
      `a bundle has at most ${EVIDENCE_CHARACTERS_MAX} characters, got ${text.length}`,
    );
  }
  const bundle = asMembers(parseJson(text), 'the bundle');
  const { format } = bundle;
  if (typeof format === 'string' && format !== EVIDENCE_FORMAT) {
    throw new EvidenceError(
      'FORMAT_UNKNOWN',
      `this program reads ${EVIDENCE_FORMAT}, and the evidence is of another format`,
    );
  }
  requireMembers(bundle, MEMBERS, 'the bundle');
  const entries = asList(bundle.entries, 'entries');
  if (entries.length > EVIDENCE_ENTRIES_MAX) {
    throw new EvidenceError(
      'TOO_MANY_ENTRIES',
      `a bundle has at most ${EVIDENCE_ENTRIES_MAX} entries, got ${entries.length}`,
    );
  }
  return {
    object: asText(bundle.object, 'object'),
    checkpoint: asText(bundle.checkpoint, 'checkpoint'),
    chains: readChains(bundle.chains),
    entries: ascending(entries.map(parseEntry), (one, other) => one.logIndex - other.logIndex, 'entries'),
    proof: asHashes(bundle.proof, 'the proof'),
    until: asNumber(bundle.until, 'until'),
  };
}

function parseEntry(value: JsonValue): TrailEntry {
  const entry = requireMembers(asMembers(value, 'an entry'), ['index', 'parts'], 'an entry');
  return entryFromParts(asNumber(entry.index, 'the index of an entry'), asList(entry.parts, 'parts').map(parsePart));
}

function parsePart(value: JsonValue): EntryPart {
  if (typeof value === 'string') return asBytes(value, 'a piece of an entry');
  const part = asMembers(value, 'a piece of an entry');
  if ('uri' in part) return { uri: asText(requireMembers(part, ['uri'], 'a shown URI').uri, 'a shown URI') };
  const claim = requireMembers(part, ['name', 'salt', 'value'], 'an opened claim');
  return {
    name: asText(claim.name, 'the name of a claim'),
    salt: asBytes(claim.salt, 'the salt of a claim'),
    value: asText(claim.value, 'the value of a claim'),
  };
}

function partText(part: EntryPart): string {
  // Most of a bundle, and base64url has no letter that JSON writes otherwise.
  if (part instanceof Uint8Array) return `"${toBase64url(part)}"`;
  if ('uri' in part) return formatCanonicalJson({ uri: part.uri });
  return formatCanonicalJson({ name: part.name, salt: toBase64url(part.salt), value: part.value });
}

function parseJson(text: string): JsonValue {
  try {
    return parseCanonicalJson(text);
  } catch (cause) {
    if (!(cause instanceof CanonicalJsonError)) throw cause;
    throw new EvidenceError('NOT_CANONICAL', cause.message, { cause });
  }
}
