import { KafkaScanStream, type KafkaStreamOptions } from './kafka/adapter.js';
import { PostgresScanStream, type PostgresStreamOptions } from './postgres/adapter.js';
import type { ScanStream } from './scan-stream.js';

export type ScanStreamOptions =
  ({ readonly kind: 'postgres' } & PostgresStreamOptions) | ({ readonly kind: 'kafka' } & KafkaStreamOptions);

/** Makes the adapter that a profile names. Connects when first used. */
export function createScanStream(options: ScanStreamOptions): ScanStream {
  switch (options.kind) {
    case 'postgres':
      return new PostgresScanStream(options);
    case 'kafka':
      return new KafkaScanStream(options);
  }
}
