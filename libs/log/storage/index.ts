/** Files that promises stand on: the public log in its served layout, signed checkpoints outside the database, private parts. */
export { BlobError, type BlobErrorCode } from './error.js';
export { DurableFiles } from './durable-files.js';
export {
  FILE_OPERATIONS,
  type FileOperation,
  type FileOperations,
  type NewFile,
  nodeFiles,
} from './file-operations.js';
export { type LogFile, LogStorage } from './log-storage.js';
export { FileLogStorage } from './file-log-storage.js';
export { CheckpointStore, FileCheckpointStore, type StoredCheckpoint } from './checkpoint-store.js';
export { type EdgeGrowth, TileEdge } from './tile-edge.js';
export { type ErasedValues, type PrivateRecord, PrivateParts, privateFilePath } from './private-parts.js';
export { FilePrivateParts } from './file-private-parts.js';
export { encodePrivateFile } from './private-file.js';
