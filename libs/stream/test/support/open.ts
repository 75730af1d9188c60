import { createScanStream } from '../../create-scan-stream.js';
import type { ScanStream } from '../../scan-stream.js';
import { makeFaulty } from './faulty.js';
import type { StreamPlace } from './place.js';

export function openStream({ options, fault }: StreamPlace): ScanStream {
  const stream = createScanStream(options);
  return fault ? makeFaulty(stream, fault) : stream;
}
