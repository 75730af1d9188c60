import { createScanStream } from '../../create-scan-stream.js';
import type { ScanStream } from '../../scan-stream.js';
import { makeFaulty } from './faulty.js';
import type { StreamPlace } from './place.js';
import { SequenceScanStream } from './sequence-stream.js';

export function openStream({ options, fault }: StreamPlace): ScanStream {
  if (fault === 'takes offsets from a sequence' && options.kind === 'postgres')
    return new SequenceScanStream(options.databaseUrl);
  const stream = createScanStream(options);
  return fault ? makeFaulty(stream, fault) : stream;
}
