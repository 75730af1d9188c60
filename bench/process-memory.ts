import { readdirSync, readFileSync } from 'node:fs';

/** Memory of one process and of its children, in megabytes. Shared pages are counted once (proportional set size). */
export function memoryMegabytes(pid: number): number {
  return [pid, ...descendants(pid)].reduce((sum, member) => sum + proportionalMegabytes(member), 0);
}

function descendants(pid: number): number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .filter((name) => parentOf(name) === pid)
    .map(Number);
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function parentOf(pid: string): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return -1; // ended meanwhile
  }
}

function proportionalMegabytes(pid: number): number {
  try {
    const kilobytes = /^Pss:\s+(\d+) kB/mu.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) / 1_000;
  } catch {
    return 0; // ended meanwhile
  }
}
