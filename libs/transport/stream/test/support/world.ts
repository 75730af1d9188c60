import type { ScanStream } from '../../index.js';
import type { ProgramTask } from './place.js';
import type { Program } from './program.js';

/** What one case of the contract runs in: an empty stream of its own on a real server. */
export interface World {
  readonly partitions: number;
  /** Another adapter on the same stream, as another process would have; closed at the end of the case. */
  open(): ScanStream;
  /** Another process, ended at the end of the case. */
  run(task: ProgramTask): Program;
  /** Restarts the server, or at least breaks every connection to it; resolves when it answers again. */
  restartServer(): Promise<void>;
}
