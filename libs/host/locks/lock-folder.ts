import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Somebody who lives holds the folder: another process, or this one. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';
  constructor(
    readonly folder: string,
    readonly pid: number,
  ) {
    super(`the folder ${folder} is in use by the process ${pid}`);
  }
}

export interface FolderLock {
  release(): void;
}

interface Holder {
  readonly pid: number;
  readonly started: string;
}

/**
 * Holds a folder for this process alone. A lock outlives kill -9 as a file, so it names its holder by process id AND start time:
 * the next one finds nobody behind it and takes over. Taking over must not race: lock files are numbered, the highest one counts,
 * and `link` lets exactly one process create the next number, with the holder's name in it from the start.
 *
 * @throws {FolderInUseError} while the holder lives, in this process or another.
 */
export function lockFolder(folder: string): FolderLock {
  const draft = join(folder, `lock.draft-${randomUUID()}`);
  try {
    writeFileSync(draft, JSON.stringify({ pid: process.pid, started: startOf(process.pid) } satisfies Holder), {
      mode: 0o600,
    });
    for (;;) {
      const highest = locksIn(folder).at(-1) ?? 0;
      const holder = highest > 0 ? livingHolder(pathOf(folder, highest)) : null;
      if (holder) throw new FolderInUseError(folder, holder.pid);
      const mine = highest + 1;
      try {
        linkSync(draft, pathOf(folder, mine));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue; // somebody was faster: look who it is
        throw error;
      }
      const others = locksIn(folder).filter((number) => number !== mine);
      // A higher number: we looked too early, others have come and gone in between. A lower one that lives: its holder came when
      // the one that we had seen was released. Of two who take at once at least one sees the other, for both link before they look.
      if (others.some((number) => number > mine || livingHolder(pathOf(folder, number)))) {
        rmSync(pathOf(folder, mine), { force: true });
        continue;
      }
      for (const dead of others) rmSync(pathOf(folder, dead), { force: true });
      return { release: () => rmSync(pathOf(folder, mine), { force: true }) };
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

const pathOf = (folder: string, number: number): string => join(folder, `lock.${number}`);

function locksIn(folder: string): number[] {
  return readdirSync(folder)
    .map((name) => /^lock\.(\d+)$/.exec(name)?.[1])
    .filter((number) => number !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
}

function livingHolder(path: string): Holder | null {
  try {
    const holder = JSON.parse(readFileSync(path, 'utf8')) as Holder;
    return startOf(holder.pid) === holder.started ? holder : null;
  } catch {
    return null; // released or taken over while we looked
  }
}

let ownStart: string | undefined;

/** When the process started, in words that only this one start gives; empty when there is no such process. */
function startOf(pid: number): string {
  if (pid === process.pid && ownStart) return ownStart;
  const start = process.platform === 'linux' ? startOnLinux(pid) : startByPs(pid);
  if (pid === process.pid) ownStart = start;
  return start;
}

function startOnLinux(pid: number): string {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    if (fields[0] === 'Z') return ''; // killed, not yet collected by its parent
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`;
  } catch {
    return '';
  }
}

function startByPs(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}
