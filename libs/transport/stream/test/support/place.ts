import type { ScanStreamOptions } from '../../create-scan-stream.js';
import type { Fault } from './faulty.js';

export type ProgramTask =
  { readonly kind: 'append'; readonly partition: number } | { readonly kind: 'read'; readonly group: string };

/** What a process needs to open the stream of a world. */
export interface StreamPlace {
  readonly options: ScanStreamOptions;
  readonly fault?: Fault;
}
