import { keyText, type KeyText, type ReadEntry, type ReadScan } from '#libs/core/entries';
import type { KeyState } from '#libs/core/keys';
import { type Story, unitsAmong } from '#libs/core/story';
import { operatorKey, refusalsKey } from '#libs/core/wire';

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
 * been in by any packing at hand, for what a scan says may hang on one that is not told.
 */
export function foreignToObject({ object, ...given }: Given & { readonly object: KeyText }): number[] {
  const scans = given.entries.filter((entry): entry is ReadScan => entry.kind === 'scan');
  const units = unitsAmong(object, scans);
  return foreignEntries(given, { object, scans, isOfStory: ({ objects }) => objects.some((key) => units.has(key)) });
}

function foreignEntries(
  { origin, entries, keys }: Given,
  {
    object,
    scans,
    isOfStory,
  }: {
    readonly object: KeyText;
    readonly scans: readonly ReadScan[];
    readonly isOfStory: (scan: ReadScan) => boolean;
  },
): number[] {
  const behind = new Set<KeyText>([object, keyText(operatorKey(origin))]);
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
