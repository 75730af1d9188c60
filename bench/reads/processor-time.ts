import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100; // USER_HZ of every Linux that Node runs on

/** Seconds of processor time since the start. */
export interface ProcessorTime {
  /** Of the first thread: in a Node program its event loop. */
  readonly firstThread: number;
  /** Of all other threads: collection of garbage, compilation, compression. */
  readonly otherThreads: number;
}

export function threadsTime(pid: number): ProcessorTime {
  const firstThread = ticksOf(`/proc/${pid}/task/${pid}/stat`).own / TICKS_PER_SECOND;
  return { firstThread, otherThreads: ticksOf(`/proc/${pid}/stat`).own / TICKS_PER_SECOND - firstThread };
}

/** Seconds that a process and its children have taken, with those children that have ended. */
export function familyTime(pid: number): number {
  const { own, ended } = ticksOf(`/proc/${pid}/stat`);
  const children = childrenOf(pid).reduce((sum, child) => sum + familyTime(child), 0);
  return (own + ended) / TICKS_PER_SECOND + children;
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return []; // ended meanwhile
  }
}

function ticksOf(file: string): { readonly own: number; readonly ended: number } {
  try {
    const stat = readFileSync(file, 'utf8');
    // The name before may hold spaces and brackets.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    return { own: fields[11]! + fields[12]!, ended: fields[13]! + fields[14]! };
  } catch {
    return { own: 0, ended: 0 };
  }
}
