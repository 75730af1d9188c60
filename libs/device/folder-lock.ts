import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeviceError, isSystemError } from './errors.js';

/**
 * Holds a folder for this process alone. A lock outlives kill -9 as a file, so it names its holder by process id AND start time:
 * the next one finds nobody behind it and takes over. Taking over must not race: lock files are numbered, the highest one counts,
 * and `link` lets exactly one process create the next number.
 *
 * @throws {DeviceError} FOLDER_IN_USE while the holder lives, in this process or another.
 */
export function lockFolder(folder: string): { release(): void } {
  const draft = join(folder, `lock.draft-${randomUUID()}`);
  try {
    writeFileSync(draft, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }), { mode: 0o600 });
    for (;;) {
      const highest = locksIn(folder).at(-1) ?? 0;
      const holder = highest > 0 ? readHolder(join(folder, `lock.${highest}`)) : null;
      if (holder && startOf(holder.pid) === holder.started) throw inUse(folder, holder.pid);
      const mine = highest + 1;
      try {
        linkSync(draft, join(folder, `lock.${mine}`));
      } catch (error) {
        if (isSystemError(error, 'EEXIST')) continue; // somebody was faster: look who it is
        throw error;
      }
      // A higher number means that we looked too early and others have come and gone in between: ours is worth nothing.
      if (locksIn(folder).at(-1) !== mine) {
        rmSync(join(folder, `lock.${mine}`), { force: true });
        continue;
      }
      for (const older of locksIn(folder)) if (older < mine) rmSync(join(folder, `lock.${older}`), { force: true });
      return { release: () => rmSync(join(folder, `lock.${mine}`), { force: true }) };
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

const inUse = (folder: string, pid: number): DeviceError =>
  new DeviceError('FOLDER_IN_USE', `the folder ${folder} is in use by the process ${pid}`);

function locksIn(folder: string): number[] {
  return readdirSync(folder)
    .map((name) => /^lock\.(\d+)$/.exec(name)?.[1])
    .filter((number) => number !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
}

function readHolder(path: string): { pid: number; started: string } | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { pid: number; started: string };
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
