import type { EvidenceVersion } from '#libs/core/evidence';
import { readStory, storyByTime } from '#libs/core/story';
import { describeStory } from './describe.js';
import { foreignToStory } from './foreign-entries.js';
import type { Tellable, Told } from './told.js';

/**
 * Evidence of version 1 is told in log order for ever, and says what it said on its day. What version 2 needs is loaded
 * only where it is met.
 */
export async function tell(version: EvidenceVersion, tellable: Tellable): Promise<Told> {
  if (version === 1) return tellInLogOrder(tellable);
  const [rules, { tellByTime }] = await Promise.all([storyByTime(), import('./tell-by-time.js')]);
  return tellByTime(tellable, rules);
}

function tellInLogOrder({ object, origin, entries, keys }: Tellable): Told {
  const story = readStory(object, entries, keys);
  return {
    scans: story.steps.map(({ entry }) => entry.logIndex),
    foreign: () => foreignToStory({ origin, entries, keys, story }),
    isHeard: () => true,
    describe: () => describeStory({ object, entries, keys, story }),
    isOwnerUnknown: false,
  };
}
