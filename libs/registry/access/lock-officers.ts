import { setTimeout as pause } from 'node:timers/promises';
import { FolderInUseError, type FolderLock, lockFolder } from '#libs/host/locks';
import { OfficerError } from './error.js';

// A change takes milliseconds: whoever waits longer waits for something else.
const WAIT_MS = 10_000;
const RETRY_MS = 10;

/** Waits for the folder that holds the officers' file. @throws {OfficerError} OFFICERS_BUSY after 10 s */
export async function lockOfficers(folder: string): Promise<FolderLock> {
  for (let waitedMs = 0; ; waitedMs += RETRY_MS) {
    try {
      return lockFolder(folder);
    } catch (error) {
      if (!(error instanceof FolderInUseError)) throw error;
      if (waitedMs >= WAIT_MS)
        throw new OfficerError(
          'OFFICERS_BUSY',
          `the process ${error.pid} works on ${folder}: try again when it is done`,
        );
    }
    await pause(RETRY_MS);
  }
}
