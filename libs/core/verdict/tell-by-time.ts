import type { StoryByTime } from '#libs/core/story';
import { describeTold, toldStoryOf } from './describe-told.js';
import { foreignToObject } from './foreign-entries.js';
import type { Tellable, Told } from './told.js';

/** By its own times: evidence of version 2. */
export function tellByTime({ object, origin, entries, keys }: Tellable, rules: StoryByTime): Told {
  const story = toldStoryOf({ object, entries, keys }, rules);
  const heard = new Set(
    story.steps.flatMap(({ scan, words }) => (words.steps || words.readings || words.marks ? [scan.device] : [])),
  );
  return {
    scans: story.steps.map(({ scan }) => scan.logIndex),
    foreign: () => foreignToObject({ origin, entries, keys, uri: object }),
    isHeard: (entry) => entry.kind !== 'scan' || heard.has(entry.device),
    describe: () => describeTold({ object, entries, keys, story }, rules),
    isOwnerUnknown: story.findings.some(({ code }) => code === 'OWNER_UNKNOWN'),
  };
}
