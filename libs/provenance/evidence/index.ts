/** Trails, custody, evidence and verdict. */
export { linkHash, type LinkInput, Trail, TrailError, type TrailErrorCode, type TrailState } from '../trail.js';
export {
  encodeEvidence,
  EVIDENCE_CHARACTERS_MAX,
  EVIDENCE_ENTRIES_MAX,
  EVIDENCE_FORMAT,
  EVIDENCE_MEDIA_TYPE,
  type EvidenceBundle,
  parseEvidence,
  type TrailHead,
} from './bundle.js';
export { CanonicalJsonError, formatCanonicalJson, type JsonValue, parseCanonicalJson } from './canonical-json.js';
export { type TrailEntry } from './entry-parts.js';
export { EvidenceError, type EvidenceErrorCode } from './errors.js';
