/** Evidence bundles: made from trails, and taken apart. */
export { assembleEvidence, evidenceNodes } from './assemble.js';
export {
  encodeEvidence,
  EVIDENCE_CHARACTERS_MAX,
  EVIDENCE_ENTRIES_MAX,
  EVIDENCE_FORMATS,
  EVIDENCE_MEDIA_TYPE,
  type EvidenceBundle,
  type EvidenceVersion,
  parseEvidence,
} from './bundle.js';
export { CHAIN_HEADERS_MAX, type EvidenceChain } from './chains.js';
export { EvidenceError, type EvidenceErrorCode } from './errors.js';
export { gatherOwnEntries, type OwnEntries } from './gather-own.js';
export { type GatheredTrail, gatherTrail } from './gather.js';
export {
  type RootAt,
  rootFromSharedProof,
  sharedProof,
  SharedProofError,
  sharedProofNodes,
  treeFromSharedProof,
} from './shared-proof.js';
export { OMITTED_ENTRIES_MAX, type OmittedEntry } from './omitted.js';
export { type HeaderRequest, TrailReader, type TrailRequest } from './trail-reader.js';
export { type Asker, visibleEntries } from './visible.js';
