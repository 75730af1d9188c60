import type { EvidenceBundle } from '#libs/core/evidence';
import type { ReadEntry } from '#libs/core/entries';
import type { KeyState } from '#libs/core/keys';
import { readStory } from '#libs/core/story';
import { describeStory, type TrailDescription } from './describe.js';
import { describeTold, toldStoryOf } from './describe-told.js';
import { foreignToObject, foreignToStory } from './foreign-entries.js';

/** A story, by the rules of the version of its evidence. */
export interface Told {
  /** Log indexes of its scans. */
  readonly scans: readonly number[];
  /** Log indexes of entries that have nothing to do with it. */
  readonly foreign: () => readonly number[];
  /** Whether something odd about the device of an entry is to be told: not of somebody who did not hold the thing. */
  readonly isHeard: (entry: ReadEntry) => boolean;
  readonly describe: () => TrailDescription;
}

/** Evidence of version 1 is told in log order for ever, and says what it said on its day. */
export function tell(bundle: EvidenceBundle, origin: string, entries: readonly ReadEntry[], keys: KeyState): Told {
  const { object } = bundle;
  if (bundle.version === 1) {
    const story = readStory(object, entries, keys);
    return {
      scans: story.steps.map(({ entry }) => entry.logIndex),
      foreign: () => foreignToStory({ origin, entries, keys, story }),
      isHeard: () => true,
      describe: () => describeStory({ object, entries, keys, story }),
    };
  }
  const story = toldStoryOf(object, entries, keys);
  const heard = new Set(
    story.steps.flatMap(({ scan, words }) => (words.steps || words.readings || words.marks ? [scan.device] : [])),
  );
  return {
    scans: story.steps.map(({ scan }) => scan.logIndex),
    foreign: () => foreignToObject({ origin, entries, keys, object: story.object }),
    isHeard: (entry) => entry.kind !== 'scan' || heard.has(entry.device),
    describe: () => describeTold({ object, entries, keys, story }),
  };
}
