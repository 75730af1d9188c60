import { readFileSync } from 'node:fs';
import { replaceFile } from '#libs/host/files';
import { type LogMonitor, memoryOf, MonitorMemoryError, resumeMonitor } from '#libs/core/monitor';
import type { SignatureVerifier } from '#libs/core/signatures';
import { UsageError } from '../run-command.js';

/** Version of the file. */
const VERSION = 1;

/** What a follower remembers between two runs. */
export interface FollowState {
  /** The last checkpoint that was verified, with all that came before it. */
  readonly note: string;
  /** When it was first seen, milliseconds since 1970. */
  readonly seenMs: number;
  /** As JSON gave it; `monitorIn` reads it. */
  readonly monitor: unknown;
}

/**
 * The state file: replaced as a whole, durable when `save` returns. One follower writes one file.
 */
export class FollowStateFile {
  constructor(private readonly path: string) {}

  /** @returns null when there is none. @throws {UsageError} when it is none of ours */
  load(): FollowState | null {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
    try {
      const { version, note, seenMs, monitor } = JSON.parse(text) as Partial<FollowState> & { version?: number };
      if (version === VERSION && typeof note === 'string' && typeof seenMs === 'number')
        return { note, seenMs, monitor };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
    throw this.refusal('it is not the state of a follower');
  }

  /** The monitor that a state remembers. @throws {UsageError} */
  monitorIn({ monitor }: FollowState, verifier: SignatureVerifier): LogMonitor {
    try {
      return resumeMonitor(monitor, verifier);
    } catch (error) {
      if (!(error instanceof MonitorMemoryError)) throw error;
      throw this.refusal(error.message);
    }
  }

  save({ note, seenMs }: Pick<FollowState, 'note' | 'seenMs'>, monitor: LogMonitor): void {
    const text = JSON.stringify({ version: VERSION, note, seenMs, monitor: memoryOf(monitor) });
    replaceFile(this.path, text, 0o644);
  }

  refusal(why: string): UsageError {
    return new UsageError(
      `The state in ${this.path} cannot be used: ${why}. With --from-start the log is read anew; another log needs another file.`,
    );
  }
}
