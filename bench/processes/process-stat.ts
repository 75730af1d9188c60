import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the kernel counts of one process, all of its threads together. */
export interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  /** User and system time since its start, with that of the children that have ended and were waited for. */
  readonly processorSeconds: number;
}

export interface ProcessPages {
  /** In memory now, in bytes. */
  readonly residentBytes: number;
  /** The part of it that others may have in memory too: files, and shared memory such as the buffers of PostgreSQL. */
  readonly sharedBytes: number;
}

// Units of /proc: sysconf(_SC_CLK_TCK) is 100 wherever Linux shows it to programs, and a page has 4 KiB on x86-64 and on most others.
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4_096;
// Places behind the name, which is in brackets and may hold anything: the third field of proc(5) is the first here.
const FIELDS = { parent: 1, times: [11, 12, 13, 14] } as const;

/** @param proc `/proc`, or what stands for it in a test. @returns null when the process has ended */
export function readStat(proc: string, pid: number): ProcessStat | null {
  const text = textOf(join(proc, String(pid), 'stat'));
  if (text === null) return null;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = FIELDS.times.reduce((sum, at) => sum + Number(fields[at]), 0);
  return { pid, parent: Number(fields[FIELDS.parent]), processorSeconds: ticks / TICKS_PER_SECOND };
}

/** Costs the kernel nothing: counters, no walk over the pages. @returns null when the process has ended */
export function readPages(proc: string, pid: number): ProcessPages | null {
  const text = textOf(join(proc, String(pid), 'statm'));
  if (text === null) return null;
  const [, resident, shared] = text.split(' ').map(Number);
  return { residentBytes: resident! * PAGE_BYTES, sharedBytes: shared! * PAGE_BYTES };
}

/**
 * Memory of which every page that several processes share is counted once (proportional set size). The kernel walks over all pages and
 * holds the process meanwhile: only for processes at rest. 0 when the process has ended.
 */
export function readProportionalBytes(proc: string, pid: number): number {
  const text = textOf(join(proc, String(pid), 'smaps_rollup'));
  return Number(/^Pss:\s+(\d+) kB/mu.exec(text ?? '')?.[1] ?? 0) * 1_024;
}

export interface MachineTime {
  /** What all cores together have worked since the machine was started, kernel and interrupts included. */
  readonly busySeconds: number;
  /** What the machine that this one runs in has kept from it. */
  readonly stolenSeconds: number;
}

/** Processor time of the whole machine. */
export function readMachineTime(proc: string): MachineTime {
  const [user, nice, system, , , interrupts, softInterrupts, stolen] = (textOf(join(proc, 'stat')) ?? '')
    .split('\n', 1)[0]!
    .split(/ +/u)
    .slice(1)
    .map((ticks) => Number(ticks) / TICKS_PER_SECOND) as [number, number, number, ...number[]];
  const busySeconds = user + nice + system + (interrupts ?? 0) + (softInterrupts ?? 0);
  return { busySeconds, stolenSeconds: stolen ?? 0 };
}

/** Numbers of all processes of the machine. */
export function allPids(proc: string): number[] {
  return readdirSync(proc).filter(isNumber).map(Number);
}

const isNumber = (name: string): boolean => /^\d+$/u.test(name);

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null; // ended meanwhile
  }
}
