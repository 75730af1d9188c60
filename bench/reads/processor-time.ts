import { readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100; // USER_HZ of every Linux that Node runs on

/** Seconds of processor time since the start. */
export interface ProcessorTime {
  /** Of the first thread: in a Node program its event loop. */
  readonly firstThread: number;
  /** Of all other threads: collection of garbage, compilation, compression. */
  readonly otherThreads: number;
}

export function threadsTime(pid: number): ProcessorTime {
  const firstThread = ownTicks(`/proc/${pid}/task/${pid}/stat`) / TICKS_PER_SECOND;
  return { firstThread, otherThreads: ownTicks(`/proc/${pid}/stat`) / TICKS_PER_SECOND - firstThread };
}

/** Of the process or thread alone, without children. */
function ownTicks(file: string): number {
  try {
    const stat = readFileSync(file, 'utf8');
    // The name before may hold spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    return 0; // ended meanwhile
  }
}
