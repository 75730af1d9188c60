import type { Alarm } from './story-facts.js';
import type { Step } from './told-step.js';
import type { ToldStanding, Words, WordsLimit } from './told-story.js';

/** STORY section 2: whose words count, and for what. */
const WORDS: Readonly<
  Record<ToldStanding, readonly [steps: boolean, readings: boolean, marks: boolean, limit: WordsLimit | null]>
> = {
  began: [true, true, true, null],
  holder: [true, true, true, null],
  'took over': [true, true, true, null],
  'previous holder': [true, true, false, 'previous holder'],
  logger: [false, true, false, 'readings only'],
  owner: [false, true, true, 'owner only'],
  authority: [true, true, true, 'authority'],
  unconfirmed: [false, false, false, 'unconfirmed'],
  outsider: [false, false, false, 'not a holder'],
  unknown: [false, false, false, 'unknown party'],
};

/** An event that declares an earlier one wrong repeats it, and says nothing a second time. */
const NOTHING_AGAIN: Words = {
  beginning: false,
  steps: false,
  readings: false,
  marks: false,
  limit: 'error declaration',
};

/** What of a step counts. The owner of the code, or a maker for it, is heard on what the thing is wherever it stands. */
export function wordsOf({ standing, placed, state }: Pick<Step, 'standing' | 'placed' | 'state'>): Words {
  if (placed.scan.errorDeclaration) return NOTHING_AGAIN;
  const [steps, readings, marks, limit] = WORDS[standing];
  const beginning = placed.isByOwner || (standing === 'began' && state.use === 1);
  return {
    beginning,
    steps,
    readings,
    marks: marks || placed.isByOwner,
    limit: limit ?? (beginning ? null : 'not the beginning'),
  };
}

/** Of what a step says against the thing, what counts under the name of a holder, or of somebody as good as one. */
export function countedAlarms(step: Step): readonly Alarm[] {
  const { alarms } = step.placed;
  if (alarms.length === 0) return alarms;
  const words = wordsOf(step);
  // Whoever had it a moment ago and says something against it is heard: that adds, and takes nothing away.
  const marks = words.marks || words.limit === 'previous holder';
  return alarms.filter((alarm) => (alarm === 'reading outside' ? words.readings : marks));
}
