import { NONE, type Placed } from './placed.js';
import type { Scene } from './scene.js';
import type { StoodStory } from './stood.js';
import type { Alarm } from './story-facts.js';
import type { ToldAlarm, ToldStep } from './told-story.js';
import { heardParties, untoldAlarms } from './unconfirmed.js';
import { countedAlarms } from './words.js';

/** What was said against the thing and stands: by those whose word counts, then by those who are heard all the same. */
export function alarmsOf(
  scene: Scene,
  stood: StoodStory,
  { untold, told }: { readonly untold: readonly Placed[]; readonly told: readonly ToldStep[] },
): ToldAlarm[] {
  const { steps } = stood.timeline;
  const standing = new Set(steps.flatMap((step) => countedAlarms(step).map((alarm) => `${step.placed.at} ${alarm}`)));
  const atTheEdge = new Set(told.filter(({ isUncertain }) => isUncertain).map(({ scan }) => scan));
  const alarmOf = (placed: Placed, alarm: Alarm, by: ToldAlarm['by']): ToldAlarm => ({
    entry: placed.scan.logIndex,
    alarm,
    party: placed.party === NONE ? null : scene.parties.textOf(placed.party),
    by,
    uncertain: atTheEdge.has(placed.scan) || (by === 'confirmed' && !standing.has(`${placed.at} ${alarm}`)),
  });
  const hearing = { steps, untold, triedInVain: stood.triedInVain };
  const heard = heardParties(hearing);
  const speaking = new Set([...stood.heard, ...untoldAlarms(hearing, heard)]);
  const unconfirmed = [...speaking].flatMap((placed) =>
    placed.alarms
      .filter((alarm) => heard.has(placed.party) && !stood.alarms.has(`${placed.at} ${alarm}`))
      .map((alarm) => alarmOf(placed, alarm, 'unconfirmed')),
  );
  return [
    ...[...stood.alarms.values()].map(({ placed, alarm }) => alarmOf(placed, alarm, 'confirmed')),
    ...unconfirmed,
  ];
}
