import type { Attack } from './attacks/attack.js';
import type { HonestRow, HonestScore } from './measure/honest-rows.js';
import type { HostileScore } from './measure/hostile-rows.js';
import type { Speed } from './measure/speed.js';

/** A printed row, and whether it reaches its goals. */
interface Line {
  readonly text: string;
  readonly isReached: boolean;
}

const WIDTH = 50;
const verdict = (isReached: boolean): string => (isReached ? '' : '  MISSED');
const share = (count: number, of: number): string => `${((100 * count) / Math.max(1, of)).toFixed(1)} %`.padStart(8);
/** One world of a short run may be the one that a full run has. */
const reaches = (count: number, of: number, goal: number): boolean => count >= Math.floor(goal * of);
const staysBelow = (count: number, of: number, goal: number): boolean => count <= Math.ceil(goal * of);

export function honestLine({ name, goals }: HonestRow, score: HonestScore): Line {
  const { worlds, right, same, nameless, said, prefixes, lost } = score;
  const isReached =
    worlds > 0 &&
    reaches(right, worlds, goals.right) &&
    reaches(same, worlds, goals.same) &&
    lost === 0 &&
    (goals.said === undefined || reaches(said, nameless, goals.said));
  const unnamed = goals.said === undefined ? '' : `, unnamed and said so ${said} of ${nameless}`;
  const goal = `(goals ${(100 * goals.right).toFixed(1)}, ${(100 * goals.same).toFixed(1)} %)`;
  const text = `${name.padEnd(24)}${share(right, worlds)} right${share(same, worlds)} same from every order ${goal}, ${lost} of ${prefixes} prefixes lost something${unnamed}`;
  return { text: text + verdict(isReached), isReached };
}

export function hostileLine({ name, goal, isByHolder }: Attack, score: HostileScore): Line {
  const { tries, tookCustody, lostAlarm, lostLater, prefixes, lost } = score;
  const isReached = tries > 0 && tookCustody === 0 && staysBelow(lostAlarm, tries, goal) && lost === 0;
  const later = isByHolder ? `, ${lostLater} of later holders` : '';
  const text = `${name.padEnd(34)}${String(tookCustody).padStart(4)} took custody${String(lostAlarm).padStart(4)} lost an alarm of ${tries} (goal ${(100 * goal).toFixed(1)} %)${later}, ${lost} of ${prefixes} prefixes lost something`;
  return { text: text + verdict(isReached), isReached };
}

export function speedLine({ name, entries, ms, goalMs }: Speed): string {
  const slow = ms <= goalMs ? '' : '  slower';
  return `${name.padEnd(WIDTH)}${String(entries).padStart(6)} entries${ms.toFixed(1).padStart(9)} ms (goal ${goalMs})${slow}`;
}
