import { execFileSync } from 'node:child_process';

/** A process of this machine. Its number alone names nothing: numbers are used again, so the time of its start goes with it. */
export interface SeenProcess {
  readonly id: number;
  readonly parent: number;
  readonly started: string;
  /** Its command line. */
  readonly args: string;
}

/** All processes that run now; one that has ended and waits for its parent does not count. */
function running(): ReadonlyMap<number, SeenProcess> {
  const found = new Map<number, SeenProcess>();
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,lstart=,args='], { encoding: 'utf8' });
  for (const line of table.split('\n')) {
    const [, id, parent, state, started, args] =
      /^\s*(\d+)\s+(\d+)\s+(\S+)\s+((?:\S+\s+){4}\d{4})\s+(.*)$/u.exec(line) ?? [];
    if (state === undefined || state.startsWith('Z')) continue;
    found.set(Number(id), { id: Number(id), parent: Number(parent), started: started!, args: args! });
  }
  return found;
}

/** A process and everything that it started, and they in turn. Empty when it has ended. */
export function treeOf(id: number): readonly SeenProcess[] {
  const all = running();
  const root = all.get(id);
  const tree = root ? [root] : [];
  // The list grows while it is walked.
  for (const { id: parent } of tree) tree.push(...[...all.values()].filter((one) => one.parent === parent));
  return tree;
}

/** Those of the given that still run. */
export function stillRunning(seen: readonly SeenProcess[]): readonly SeenProcess[] {
  const all = running();
  return seen.filter(({ id, started }) => all.get(id)?.started === started);
}

/** Ends exactly the given processes, whatever state they are in. */
export function endForGood(seen: readonly SeenProcess[]): void {
  for (const { id } of stillRunning(seen)) {
    try {
      process.kill(id, 'SIGKILL');
    } catch {
      // it ended in between
    }
  }
}
