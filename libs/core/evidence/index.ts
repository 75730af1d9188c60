/** Evidence bundles: made from trails, and taken apart. */
export { assembleEvidence, evidenceNodes } from './assemble.js';
export {
  encodeEvidence,
  EVIDENCE_CHARACTERS_MAX,
  EVIDENCE_ENTRIES_MAX,
  EVIDENCE_FORMAT,
  EVIDENCE_MEDIA_TYPE,
  type EvidenceBundle,
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
export { type HeaderRequest, TrailReader, type TrailRequest } from './trail-reader.js';
export { type Asker, visibleEntries } from './visible.js';
