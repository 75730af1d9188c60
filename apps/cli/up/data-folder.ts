import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { StartError } from '#libs/service';

// The database's write-ahead log, the public log and the demo together need about 300 MB at the first start.
const FREE_BYTES_MIN = 500_000_000;

interface Holder {
  readonly pid: number;
  /** When that process started: process numbers are used again. */
  readonly started: string;
}

/** The folder of one node: writable, with room, and used by nobody else. */
export class DataFolder {
  private constructor(
    readonly root: string,
    private readonly lockFile: string,
  ) {}

  /** @throws {StartError} when the folder cannot be written, has no room, or belongs to a node that runs. */
  static open(folder: string): DataFolder {
    const root = resolve(folder);
    try {
      mkdirSync(root, { recursive: true });
      const probe = join(root, '.writable');
      writeFileSync(probe, 'x'.repeat(4_096));
      rmSync(probe);
    } catch (error) {
      throw new StartError(whyNotWritable(root, error), { cause: error });
    }
    const { bavail, bsize } = statfsSync(root);
    if (bavail * bsize < FREE_BYTES_MIN) {
      const freeMegabytes = Math.floor((bavail * bsize) / 1e6);
      throw new StartError(`the disk of ${root} has ${freeMegabytes} MB free; Cairn needs ${FREE_BYTES_MIN / 1e6} MB.`);
    }
    const lockFile = join(root, 'cairn.lock');
    takeLock(root, lockFile);
    return new DataFolder(root, lockFile);
  }

  release(): void {
    rmSync(this.lockFile, { force: true });
  }
}

function takeLock(root: string, lockFile: string): void {
  for (;;) {
    try {
      const file = openSync(lockFile, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o644);
      writeFileSync(file, JSON.stringify({ pid: process.pid, started: startOf(process.pid) } satisfies Holder));
      closeSync(file);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = readHolder(lockFile);
    if (holder && startOf(holder.pid) === holder.started) {
      throw new StartError(
        `a node already runs on ${root} (process ${holder.pid}). Stop it first, or choose another folder with CAIRN_DATA.`,
      );
    }
    rmSync(lockFile, { force: true }); // its process was killed
  }
}

function readHolder(lockFile: string): Holder | null {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')) as Holder;
  } catch {
    return null; // gone again, or cut short by a crash
  }
}

/** Start time of a process as the system tells it, '' when there is no such process. */
function startOf(pid: number): string {
  try {
    if (!existsSync('/proc/self/stat'))
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name stands in parentheses and may hold spaces; the start time is the 20th field after it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
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
