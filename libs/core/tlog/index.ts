/** C2SP transparency log formats: Merkle tree, proofs, notes, checkpoints, tiles, policy, witness messages (docs/formats/log.md). Pure. */
export { TlogError, type TlogErrorCode } from './error.js';
export { EMPTY_ROOT, HASH_BYTES, leafHash, nodeHash, sha256, useSha256 } from './hash.js';
export { CompactRange, type NodeVisitor, treeRoot } from './compact-range.js';
export { type HashAt, type LeafSpan, nodesOfSpan, type TreeNode } from './subtree.js';
export {
  inclusionPath,
  inclusionPathFrom,
  inclusionPathNodes,
  type LeafPlace,
  rootFromInclusionPath,
  verifyInclusion,
} from './inclusion.js';
export {
  consistencyPath,
  consistencyPathFrom,
  consistencyPathNodes,
  type TwoSizes,
  verifyConsistency,
} from './consistency.js';
export { isKeyName } from './key-name.js';
export { formatVkey, NOTE_KEY_ID_BYTES, noteKeyIdOf, KeyType, parseVkey, sameVkey, type Vkey } from './vkey.js';
export {
  formatNote,
  formatSignatureLine,
  type Note,
  NOTE_BYTES_MAX,
  NOTE_SIGNATURES_MAX,
  type NoteSignature,
  noteSignature,
  parseNote,
  parseSignatureLine,
  signedBytes,
} from './note.js';
export { type Cosignature, cosignedBytes, decodeCosignature, encodeCosignature } from './cosignature.js';
export { cosign, type SignEd25519 } from './cosign.js';
export { type VerifiedNote, type VerifiedSignature, type VerifyEd25519, verifyNote } from './verify-note.js';
export {
  type Checkpoint,
  formatCheckpointBody,
  openCheckpoint,
  type OpenedCheckpoint,
  parseCheckpointBody,
  type ParsedCheckpoint,
} from './checkpoint.js';
export {
  type EntryBundleAddress,
  entryBundlePath,
  formatTilePath,
  type ParsedTilePath,
  parseTilePath,
  TILE_HEIGHT,
  TILE_LEVEL_MAX,
  TILE_WIDTH,
  type TileAddress,
  tilePath,
} from './tile-path.js';
export {
  decodeTile,
  encodeTile,
  frontOfFull,
  type NodeLocation,
  nodeLocation,
  tilesToWrite,
  type TileToWrite,
  tileWidth,
} from './tile.js';
export { hashFromTile } from './tile-tree.js';
export { TileCache, TILES_KEPT_BYTES_MAX } from './tile-cache.js';
export { consistencyProof, inclusionProof, type TileSource } from './tile-source.js';
export { type LogHead, LogReader, type ProvenEntry } from './log-reader.js';
export { decodeEntryBundle, encodeEntryBundle, ENTRY_BYTES_MAX } from './entry-bundle.js';
export {
  formatPolicy,
  isQuorumMet,
  parsePolicy,
  type Policy,
  type PolicyGroup,
  type PolicyLog,
  type PolicyWitness,
  QUORUM_NONE,
} from './policy.js';
export {
  formatWitnessRequest,
  type ParsedWitnessRequest,
  parseWitnessRequest,
  WITNESS_PROOF_HASHES_MAX,
  WITNESS_REQUEST_BYTES_MAX,
  type WitnessRequest,
} from './witness-request.js';
export {
  formatWitnessSignatures,
  formatWitnessSize,
  parseWitnessAnswer,
  WITNESS_ANSWER_BYTES_MAX,
  WITNESS_SIGNATURES_MAX,
  WITNESS_SIZE_TYPE,
  type WitnessAnswer,
} from './witness-answer.js';
export { type AcceptedCheckpoint, openByPolicy } from './open-by-policy.js';
export {
  formatTlogProof,
  parseTlogProof,
  TLOG_PROOF_BYTES_MAX,
  TLOG_PROOF_HEADER,
  type TlogProof,
  verifyTlogProof,
} from './tlog-proof.js';
