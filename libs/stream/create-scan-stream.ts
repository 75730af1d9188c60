import { PostgresScanStream, type PostgresStreamOptions } from './postgres/adapter.js';
import type { ScanStream } from './scan-stream.js';

export type ScanStreamOptions = { readonly kind: 'postgres' } & PostgresStreamOptions;

/** Makes the adapter that a profile names. Connects when first used. */
export function createScanStream(options: ScanStreamOptions): ScanStream {
  return new PostgresScanStream(options);
}
