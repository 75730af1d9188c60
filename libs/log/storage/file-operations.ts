import { linkSync, mkdirSync, renameSync, rmSync, unlinkSync } from 'node:fs';
import { open, rm, unlink } from 'node:fs/promises';

/** What is done to files that promises stand on, one name for each place where the operating system may refuse. */
export const FILE_OPERATIONS = [
  'make-folder',
  'open',
  'write',
  'sync',
  'rename',
  'link',
  'unlink',
  'remove',
  'sync-folder',
] as const;

export type FileOperation = (typeof FILE_OPERATIONS)[number];

/** A new file while it is being written. */
export interface NewFile {
  /** @returns how many of the bytes were taken; it may be fewer than were given. */
  write(bytes: Uint8Array): Promise<number>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The operating system, as far as durable files need it. Tests let single operations fail; in operation it is `nodeFiles`. What gives a
 * name or takes one is synchronous, so that nothing lies between the question whether it is still allowed and the deed.
 */
export interface FileOperations {
  /**
   * @returns with `recursive` the first folder that was made, undefined when all were there.
   * @throws EEXIST without it.
   */
  makeFolder(path: string, options: { readonly mode: number; readonly recursive: boolean }): string | undefined;
  /** @throws EEXIST when there is one. */
  open(path: string, mode: number): Promise<NewFile>;
  rename(from: string, to: string): void;
  /** @throws EEXIST when there is one. */
  link(from: string, to: string): void;
  /** A name in `.unfinished`; harmless when it is not there. */
  unlink(path: string): Promise<void>;
  /** With all that is in it; harmless when it is not there. */
  remove(path: string): void;
  syncFolder(path: string): Promise<void>;
}

const isAbsent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

// Nearly always it is a file: `rm` asks that first, and goes by way of its own walk through folders.
export const nodeFiles: FileOperations = {
  makeFolder: mkdirSync,
  open: async (path, mode) => {
    const handle = await open(path, 'wx', mode);
    return {
      write: async (bytes) => (await handle.write(bytes)).bytesWritten,
      sync: () => handle.sync(),
      close: () => handle.close(),
    };
  },
  rename: renameSync,
  link: linkSync,
  unlink: async (path) => {
    try {
      await unlink(path);
    } catch (error) {
      if (!isAbsent(error)) await rm(path, { force: true, recursive: true });
    }
  },
  remove: (path) => {
    try {
      unlinkSync(path);
    } catch (error) {
      if (!isAbsent(error)) rmSync(path, { force: true, recursive: true });
    }
  },
  syncFolder: async (path) => {
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};
