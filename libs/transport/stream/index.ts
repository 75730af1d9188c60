/** The stream between ingest and anchor: one port, adapters for Kafka and PostgreSQL. */
export { createScanStream, type ScanStreamOptions } from './create-scan-stream.js';
export { openScanStream, type ProcessStreamOptions, type StreamEnvironment } from './open-scan-stream.js';
export type { KafkaStreamOptions } from './kafka/adapter.js';
export type { PostgresStreamOptions } from './postgres/adapter.js';
export {
  RECORD_BYTES_MAX,
  ScanStream,
  STREAM_NAMES,
  type StreamBatchOut,
  type StreamName,
  type StreamRecordIn,
  type StreamRecordOut,
  type SubscribeOptions,
  type Subscription,
} from './scan-stream.js';
export { OPERATOR_PARTITION, partitionOf } from './partition.js';
export { isFaultOfRecord, openRecord, sealRecord } from './sealing.js';
export { StreamError, type StreamErrorCode } from './stream-error.js';
export type { StreamLog, StreamLogLevel } from './stream-log.js';
export { type KafkaEnvironment, kafkaSecurity } from './kafka/security.js';
export { isRefused, whenRefused } from './when-refused.js';
