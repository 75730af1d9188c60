/** Files that promises stand on: the public log in its served layout, and signed checkpoints outside the database. */
export { BlobError, type BlobErrorCode } from './error.js';
export { DurableFiles } from './durable-files.js';
export { type LogFile, LogStorage } from './log-storage.js';
export { FileLogStorage } from './file-log-storage.js';
export { CheckpointStore, FileCheckpointStore, type StoredCheckpoint } from './checkpoint-store.js';
export { type EdgeGrowth, TileEdge } from './tile-edge.js';
