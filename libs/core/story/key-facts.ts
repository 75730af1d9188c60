import type { KeyText } from '#libs/core/entries';
import type { EnrolledDevice, KeyState, KnownKey, Segment } from '#libs/core/keys';
import { bytesEqual } from '#libs/core/wire';
import { type DeviceView, deviceView } from './views.js';

/** What happened to a key or boot of a device. */
export interface KeyFact {
  readonly what: 'rotated' | 'came back' | 'retired' | 'compromised';
  /** Of the entry that says so. */
  readonly logIndex: number;
  /** In words for a person. */
  readonly text: string;
}

/** A device of a trail and what happened to its keys, in log order. */
export interface DeviceFacts {
  readonly device: DeviceView;
  readonly facts: readonly KeyFact[];
}

/** The devices to whose keys something happened after their enrolment. */
export function deviceFacts(devices: Iterable<KeyText>, keys: KeyState): DeviceFacts[] {
  return [...new Set(devices)].flatMap((key) => {
    const enrolled = keys.device(key);
    const facts = enrolled ? factsOf(enrolled) : [];
    return facts.length === 0 ? [] : [{ device: deviceView(keys, key), facts }];
  });
}

function factsOf({ keys }: EnrolledDevice): KeyFact[] {
  const facts = [
    ...keys.segments.flatMap((segment, at) => changesAt(segment, keys.segments[at - 1])),
    ...keys.keys.flatMap(reportOf),
  ];
  return facts.sort((one, other) => one.logIndex - other.logIndex);
}

/** How a segment began and, where nothing followed from its end at once, ended. */
function changesAt(segment: Segment, before: Segment | undefined): KeyFact[] {
  const retired: KeyFact[] =
    segment.closedBy === 'retire' ? [fact('retired', segment.closedIndex!, 'key retired', lastOf(segment))] : [];
  if (!before) return retired;
  const began = bytesEqual(segment.boot, before.boot)
    ? fact('rotated', segment.openedIndex, 'key rotated', lastOf(before))
    : fact(
        'came back',
        segment.openedIndex,
        bytesEqual(segment.keyId, before.keyId) ? 'came back after a reset' : 'came back after a reset with a new key',
        `counter starts again, ${lastOf(before)}`,
      );
  return [began, ...retired];
}

const fact = (what: KeyFact['what'], logIndex: number, words: string, more: string): KeyFact => ({
  what,
  logIndex,
  text: `${words} at entry ${logIndex}: ${more}`,
});

function lastOf({ to }: Segment): string {
  if (to === undefined) return 'no later scan of before counts';
  return to === 0 ? 'no scan of before counts' : `last counted scan of before: ${to}`;
}

function reportOf({ compromised }: KnownKey): KeyFact[] {
  if (!compromised) return [];
  const { logIndex, sinceMs } = compromised;
  const since = sinceMs === undefined ? 'since when is not known' : `since ${new Date(sinceMs).toISOString()}`;
  return [fact('compromised', logIndex, 'key reported as compromised', since)];
}
