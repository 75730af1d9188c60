import {
  allPids,
  type ProcessPages,
  type ProcessStat,
  readPages,
  readProportionalBytes,
  readStat,
} from './process-stat.js';

/** A program by its name, and the process by which it was started. */
export type Roots = Readonly<Record<string, number>>;

/** One program at one moment: its process with all below it that belongs to no other program. */
export interface GroupSample {
  readonly processes: number;
  /** Since the start of the program; of processes that have ended too, as soon as their parent has waited for them. */
  readonly processorSeconds: number;
  /** In memory, what processes share counted once: an upper bound where each of them has other pages of the shared ones. */
  readonly residentBytes: number;
}

export type GroupSamples = ReadonlyMap<string, GroupSample>;

/** Reads every program of `roots` once. One that has ended is absent. */
export function sampleGroups(roots: Roots, proc = '/proc'): GroupSamples {
  const samples = new Map<string, GroupSample>();
  for (const [name, members] of groupMembers(roots, proc)) {
    const pages = members.map(({ pid }) => readPages(proc, pid)).filter((page) => page !== null);
    samples.set(name, {
      processes: members.length,
      processorSeconds: members.reduce((sum, { processorSeconds }) => sum + processorSeconds, 0),
      residentBytes: withSharedOnce(pages),
    });
  }
  return samples;
}

/** Proportional set size of every program, in bytes. Not for programs under load: see `readProportionalBytes`. */
export function proportionalBytesOfGroups(roots: Roots, proc = '/proc'): ReadonlyMap<string, number> {
  return new Map(
    [...groupMembers(roots, proc)].map(([name, members]) => [
      name,
      members.reduce((sum, { pid }) => sum + readProportionalBytes(proc, pid), 0),
    ]),
  );
}

/** Every process belongs to its nearest ancestor among the roots, itself included. */
function groupMembers(roots: Roots, proc: string): Map<string, ProcessStat[]> {
  const nameOf = new Map(Object.entries(roots).map(([name, pid]) => [pid, name]));
  const stats = new Map<number, ProcessStat>();
  for (const pid of allPids(proc)) {
    const stat = readStat(proc, pid);
    if (stat) stats.set(pid, stat);
  }
  const groups = new Map<string, ProcessStat[]>();
  for (const stat of stats.values()) {
    let at: ProcessStat | undefined = stat;
    while (at && !nameOf.has(at.pid)) at = stats.get(at.parent);
    if (!at) continue;
    const name = nameOf.get(at.pid)!;
    groups.set(name, [...(groups.get(name) ?? []), stat]);
  }
  return groups;
}

function withSharedOnce(pages: readonly ProcessPages[]): number {
  const own = pages.reduce((sum, { residentBytes, sharedBytes }) => sum + residentBytes - sharedBytes, 0);
  return own + Math.max(0, ...pages.map(({ sharedBytes }) => sharedBytes));
}
