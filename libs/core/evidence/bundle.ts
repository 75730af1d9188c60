import { CanonicalJsonError, type JsonValue, parseCanonicalJson } from '#libs/core/wire';
import { type EntryPart, entryFromParts } from './entry-parts.js';
import { shownOf, type TrailEntry } from '#libs/core/entries';
import { EVIDENCE_FORMATS, type EvidenceBundle, type EvidenceVersion } from './bundle-form.js';
import { EvidenceError } from './errors.js';
import { evidenceBytes } from './bundle-bytes.js';
import { readChains } from './chains.js';
import { readOmitted } from './omitted.js';
import { asBytes, ascending, asHashes, asList, asMembers, asNumber, asText, requireMembers } from './json-shape.js';

export { EVIDENCE_FORMATS, type EvidenceBundle, type EvidenceVersion } from './bundle-form.js';

/** Media type of a bundle. */
export const EVIDENCE_MEDIA_TYPE = 'application/vnd.cairn.evidence+json';
/** Entries of one bundle at most; what is beyond is not checked. */
export const EVIDENCE_ENTRIES_MAX = 2_000;
/** A longer text is not read: a bundle of the most entries at twice their usual size has a tenth of it. */
export const EVIDENCE_CHARACTERS_MAX = 64 * 1024 * 1024;

const MEMBERS = ['chains', 'checkpoint', 'entries', 'format', 'object', 'proof', 'until'];
const MEMBERS_OF: Readonly<Record<EvidenceVersion, readonly string[]>> = { 1: MEMBERS, 2: [...MEMBERS, 'omitted'] };

/**
 * Writes a bundle as `parseEvidence` gives it.
 * @throws {ScanError} DISCLOSURE_FORM
 */
export const encodeEvidence = (bundle: EvidenceBundle): string =>
  new TextDecoder().decode(evidenceBytes({ ...bundle, entries: bundle.entries.map(shownOf) }));

/**
 * Reads a bundle. A text that is not exactly what `evidenceBytes` writes is refused.
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
  const version = versionOf(bundle.format);
  requireMembers(bundle, MEMBERS_OF[version], 'the bundle');
  const entries = asList(bundle.entries, 'entries');
  if (entries.length > EVIDENCE_ENTRIES_MAX) {
    throw new EvidenceError(
      'TOO_MANY_ENTRIES',
      `a bundle has at most ${EVIDENCE_ENTRIES_MAX} entries, got ${entries.length}`,
    );
  }
  return {
    version,
    object: asText(bundle.object, 'object'),
    checkpoint: asText(bundle.checkpoint, 'checkpoint'),
    chains: readChains(bundle.chains),
    entries: ascending(entries.map(parseEntry), (one, other) => one.logIndex - other.logIndex, 'entries'),
    omitted: version === 1 ? [] : readOmitted(bundle.omitted),
    proof: asHashes(bundle.proof, 'the proof'),
    until: asNumber(bundle.until, 'until'),
  };
}

function versionOf(format: JsonValue | undefined): EvidenceVersion {
  const name = asText(format, 'format');
  if (name === EVIDENCE_FORMATS[2]) return 2;
  if (name === EVIDENCE_FORMATS[1]) return 1;
  const known = Object.values(EVIDENCE_FORMATS).join(' and ');
  throw new EvidenceError('FORMAT_UNKNOWN', `this program reads ${known}, and the evidence is of another format`);
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

function parseJson(text: string): JsonValue {
  try {
    return parseCanonicalJson(text);
  } catch (cause) {
    if (!(cause instanceof CanonicalJsonError)) throw cause;
    throw new EvidenceError('NOT_CANONICAL', cause.message, { cause });
  }
}
