import { existsSync, readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const POLL_MS = 50;
const FAST_STOP_MS = 10_000;

/**
 * Stops a PostgreSQL that outlived its node (the node was killed with SIGKILL), so that the next start finds its files free.
 * Only a process that works on this very folder is touched.
 */
export async function stopOrphan(folder: string): Promise<void> {
  const pid = postmasterOf(folder);
  if (pid === null) return;
  process.kill(pid, 'SIGINT'); // PostgreSQL's "fast" shutdown
  if (await ended(pid, FAST_STOP_MS)) return;
  process.kill(pid, 'SIGQUIT'); // "immediate": recovery from the write-ahead log at the next start
  if (!(await ended(pid, FAST_STOP_MS)))
    throw new Error(`A PostgreSQL (process ${pid}) still works on ${folder} and does not stop.`);
}

function postmasterOf(folder: string): number | null {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const [pidLine, folderLine] = readFileSync(file, 'utf8').split('\n');
  const pid = Number(pidLine);
  if (!Number.isInteger(pid) || pid <= 1 || folderLine !== folder) return null;
  // The number may belong to somebody else by now.
  return commandOf(pid).includes('postgres') && commandOf(pid).includes(folder) ? pid : null;
}

function commandOf(pid: number): string {
  try {
    if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return ''; // no such process
  }
}

async function ended(pid: number, patienceMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += POLL_MS) {
    if (commandOf(pid) === '') return true;
    await wait(POLL_MS);
  }
  return false;
}
