/** A file of the public log: its path as clients ask for it (`tile/0/000.p/5`), and all its bytes. */
export interface LogFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * Where the public log lies, in exactly the layout in which it is served.
 *
 * A file appears whole or not at all, and is durable when the promise that wrote it resolves, its name included. Writing the
 * same file again is harmless. Reading is safe for any number of processes; writing is for the one that holds the lease.
 */
export abstract class LogStorage {
  /**
   * Writes files in any order; those before a failed one may be there.
   *
   * @param stillAllowed called synchronously right before each file is begun and gets its name; what it throws ends the writing.
   */
  abstract writeAll(files: readonly LogFile[], stillAllowed: () => void): Promise<void>;

  /**
   * Exchanges a file that readers follow (the checkpoint) in one step.
   *
   * @param stillAllowed called synchronously right before the exchange; what it throws leaves the old file.
   */
  abstract replace(file: LogFile, stillAllowed: () => void): Promise<void>;

  /** @returns null when there is no such file. */
  abstract read(path: string): Promise<Uint8Array | null>;

  abstract exists(path: string): Promise<boolean>;

  /** Names in a folder, folders with a trailing slash; empty when there is no such folder. */
  abstract list(folder: string): Promise<string[]>;

  /**
   * Removes a file, or a folder with all that is in it. Harmless when it is not there.
   *
   * @param stillAllowed called synchronously right before each name goes; what it throws leaves the rest.
   */
  abstract remove(path: string, stillAllowed: () => void): Promise<void>;

  /** Drops what writers left half done, so that nobody who still works on it can finish. For the new holder of the lease. */
  abstract discardUnfinished(): Promise<void>;
}
