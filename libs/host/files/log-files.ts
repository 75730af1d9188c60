import { renameSync, rmSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A file that grows at its end. */
export interface GrowingFile {
  /** When it was opened. */
  readonly bytes: number;
  /** @returns how many of the bytes were taken; it may be fewer than were given. */
  write(bytes: Uint8Array): Promise<number>;
  close(): Promise<void>;
}

/** The operating system, as far as a log that rotates needs it. Tests let single operations fail. */
export interface LogFiles {
  /** Opens a file at its end; makes it, and its folder, where there is none. */
  openEnd(path: string): Promise<GrowingFile>;
  /** Harmless where there is none. */
  rename(from: string, to: string): void;
  /** Harmless where there is none. */
  remove(path: string): void;
}

export const nodeLogFiles: LogFiles = {
  openEnd: async (path) => {
    await mkdir(dirname(path), { recursive: true });
    const handle = await open(path, 'a');
    const { size } = await handle.stat();
    return {
      bytes: size,
      write: async (bytes) => (await handle.write(bytes)).bytesWritten,
      close: () => handle.close(),
    };
  },
  rename: (from, to) => {
    try {
      renameSync(from, to);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  },
  remove: (path) => rmSync(path, { force: true }),
};
