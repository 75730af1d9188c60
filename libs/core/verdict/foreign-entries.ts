import { holderPrefixes } from '#libs/core/gs1';
import { isEventOf, keyText, type KeyText, type ReadEntry, type ReadScan } from '#libs/core/entries';
import type { KeyState } from '#libs/core/keys';
import { type Story, unitsAmong } from '#libs/core/story';
import { codesKey, EventKind, objectKey, operatorKey, refusalsKey } from '#libs/core/wire';

interface Given {
  readonly origin: string;
  readonly entries: readonly ReadEntry[];
  readonly keys: KeyState;
}

/** Entries that have nothing to do with a story in log order: it says which scans it is told by. */
export function foreignToStory({ story, ...given }: Given & { readonly story: Story }): number[] {
  const told = new Set(story.steps.map(({ entry }) => entry.logIndex));
  const scans = story.steps.map(({ entry }) => entry);
  return foreignEntries(given, { object: story.object, scans, isOfStory: ({ logIndex }) => told.has(logIndex) });
}

/**
 * Entries that have nothing to do with an object whose story is told by its own times: scans must name it, or a unit that it may have
 * been in by any packing at hand, or a logger that was put with one, for what a scan says may hang on one that is not told.
 */
export function foreignToObject({ uri, ...given }: Given & { readonly uri: string }): number[] {
  const object = keyText(objectKey(uri));
  const scans = given.entries.filter((entry): entry is ReadScan => entry.kind === 'scan');
  const ownKeys = new Set(given.keys.enrolledDevices().flatMap((device) => device.object ?? []));
  const units = unitsAmong(object, scans, ownKeys);
  const isOfStory = ({ objects }: ReadScan): boolean => objects.some((key) => units.has(key));
  return foreignEntries(given, { object, scans, isOfStory, behind: codesBehind(uri, given.entries) });
}

/** Trails on which stands whose the code of an object is, and the parties that they name. */
function codesBehind(uri: string, entries: readonly ReadEntry[]): KeyText[] {
  const codes = holderPrefixes(uri).map((digits) => keyText(codesKey(digits)));
  const holders = entries.flatMap((entry) =>
    entry.kind === 'event' && isEventOf(entry, EventKind.CODES) && entry.objects.some((key) => codes.includes(key))
      ? [keyText(entry.body.party)]
      : [],
  );
  return [...codes, ...holders];
}

function foreignEntries(
  { origin, entries, keys }: Given,
  {
    object,
    scans,
    isOfStory,
    behind: always = [],
  }: {
    readonly object: KeyText;
    readonly scans: readonly ReadScan[];
    readonly isOfStory: (scan: ReadScan) => boolean;
    readonly behind?: readonly KeyText[];
  },
): number[] {
  const behind = new Set<KeyText>([object, keyText(operatorKey(origin)), ...always]);
  for (const { device, header, scan } of scans) {
    behind.add(device);
    behind.add(keyText(refusalsKey(scan.device)));
    const party = keys.device(device)?.party;
    if (party !== undefined) behind.add(party);
    if (header.to) behind.add(keyText(header.to));
  }
  const belongs = (entry: ReadEntry): boolean =>
    entry.kind === 'scan' ? isOfStory(entry) : entry.objects.some((key) => behind.has(key));
  return entries.filter((entry) => !belongs(entry)).map(({ logIndex }) => logIndex);
}
