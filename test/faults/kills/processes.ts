import { readdirSync, readFileSync } from 'node:fs';

/** True while a process with this id is there and is not just waiting to be buried. */
export function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}

/** Process numbers of the children that a process has now. */
export function childrenOf(processId: number): number[] {
  const isChild = (name: string): boolean => {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === processId;
    } catch {
      return false; // ended meanwhile
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name) && isChild(name))
    .map(Number);
}

/** kill -9 of a process, and of its children in the same moment where asked. What has ended meanwhile needs none. */
export function killNow(processId: number, withChildren: boolean): void {
  for (const each of [processId, ...(withChildren ? childrenOf(processId) : [])]) {
    try {
      process.kill(each, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}
