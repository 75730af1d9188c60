import { isEventOf, keyText, type KeyText, type ReadEntry } from '#libs/core/entries';
import type { Enrolments } from '#libs/core/story';
import { EventKind } from '#libs/core/wire';

/**
 * Whose devices are, and what parties are, as the log of this node says it. Nothing is judged here: who gathers evidence believes the log,
 * and the verdict on it does not.
 */
export function enrolmentsIn(events: readonly ReadEntry[]): Enrolments {
  const devices = new Map<KeyText, NonNullable<ReturnType<Enrolments['device']>>>();
  const parties = new Map<KeyText, NonNullable<ReturnType<Enrolments['party']>>>();
  for (const event of events) {
    if (event.kind !== 'event') continue;
    if (isEventOf(event, EventKind.ENROL)) {
      const { device, party, object } = event.body;
      const key = keyText(device);
      if (!devices.has(key)) devices.set(key, { party: keyText(party), object: object && keyText(object) });
    } else if (isEventOf(event, EventKind.PARTY)) parties.set(keyText(event.body.party), { kind: event.body.kind });
  }
  return {
    device: (key) => devices.get(key),
    party: (key) => parties.get(key),
    enrolledDevices: () => [...devices.values()],
  };
}
