import { existsSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeFolder } from '#libs/host/files';
import { FolderInUseError, type FolderLock, lockFolder } from '#libs/host/locks';
import { dataPaths, StartError } from '#libs/host/service';

// The database's write-ahead log, the public log and the demo together need about 300 MB at the first start.
const FREE_BYTES_MIN = 500_000_000;
// A node that has its database asks for what recovery after a crash may write before anything can be given back.
const FREE_BYTES_MIN_AGAIN = 100_000_000;

// The log in it may be served by a web server of another user; keys have a folder that is closed.
const FOLDER_MODE = 0o755;

/** The folder of one node: writable, with room, and used by nobody else. */
export class DataFolder {
  private constructor(
    readonly root: string,
    private readonly held: FolderLock,
  ) {}

  /**
   * @param restores this process fills the folder from a backup; nobody else may use one that was left half filled
   * @throws {StartError} when the folder cannot be written, has no room, or belongs to a node that runs.
   */
  static open(folder: string, { restores = false } = {}): DataFolder {
    const root = resolve(folder);
    if (!restores && existsSync(dataPaths(root).unfinishedRestore))
      throw new StartError(
        `a restore into ${root} was not finished. Call the same cairn restore again, which begins anew.`,
      );
    try {
      makeFolder(root, FOLDER_MODE);
      const probe = join(root, '.writable');
      writeFileSync(probe, 'x'.repeat(4_096));
      rmSync(probe, { force: true }); // a second start probes as well
    } catch (error) {
      throw new StartError(whyNotWritable(root, error), { cause: error });
    }
    const { bavail, bsize } = statfsSync(root);
    const neededBytes = existsSync(dataPaths(root).postgres) ? FREE_BYTES_MIN_AGAIN : FREE_BYTES_MIN;
    if (bavail * bsize < neededBytes) {
      const freeMegabytes = Math.floor((bavail * bsize) / 1e6);
      throw new StartError(`the disk of ${root} has ${freeMegabytes} MB free; Cairn needs ${neededBytes / 1e6} MB.`);
    }
    return new DataFolder(root, lock(root));
  }

  release(): void {
    this.held.release();
  }
}

function lock(root: string): FolderLock {
  try {
    return lockFolder(root);
  } catch (error) {
    if (!(error instanceof FolderInUseError)) throw error;
    throw new StartError(
      `a node already runs on ${root} (process ${error.pid}). Stop it first, or choose another folder with CAIRN_DATA.`,
      { cause: error },
    );
  }
}

function whyNotWritable(root: string, error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOSPC':
      return `the disk of ${root} is full. Free some space and start again.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `the folder ${root} cannot be written by this user. Choose another with CAIRN_DATA.`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `${root} is not a folder. Choose another with CAIRN_DATA.`;
    default:
      return `the folder ${root} cannot be used: ${(error as Error).message}.`;
  }
}
