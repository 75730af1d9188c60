import { type Environment, presentIn } from './configuration.js';
import { SETTINGS, SETTINGS_ELSEWHERE } from './settings.js';

/** A variable that looks like a setting and is none. */
export interface UnknownSetting {
  readonly name: string;
  /** The setting with the nearest name, null where none is near. */
  readonly nearest: string | null;
}

// A slip of the finger is one or two characters; further away another word was meant.
const DISTANCE_MAX = 2;

/** Variables `CAIRN_...` that no program reads: a slip leaves the standard in force, and nobody notices. */
export const unknownSettings = (environment: Environment): UnknownSetting[] =>
  Object.keys(presentIn(environment))
    .filter((name) => name.startsWith('CAIRN_') && !(name in SETTINGS))
    .filter((name) => !SETTINGS_ELSEWHERE.some((form) => form.test(name)))
    .sort()
    .map((name) => ({ name, nearest: nearestTo(name) }));

/** One line, without the value. */
export const unknownText = ({ name, nearest }: UnknownSetting): string =>
  `${name} is not a setting and changes nothing${nearest ? `: did you mean ${nearest}?` : ''}`;

function nearestTo(name: string): string | null {
  const [nearest] = Object.keys(SETTINGS)
    .map((known) => ({ known, distance: distanceOf(name, known) }))
    .sort((one, other) => one.distance - other.distance);
  return nearest && nearest.distance <= DISTANCE_MAX ? nearest.known : null;
}

/** Characters to put in, take out or exchange (Levenshtein). */
function distanceOf(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const exchanged = row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(exchanged, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[other.length]!;
}
