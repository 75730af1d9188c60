import type { KeyText, ReadScan } from '#libs/core/entries';
import { tellStory } from './story.js';
import type { Story, StoryRequest } from './types.js';

/** The scans of a bundle, found by key and log index. */
export class ScanIndex {
  private readonly byKey = new Map<KeyText, ReadScan[]>();

  /** @param scans ascending by log index */
  constructor(scans: Iterable<ReadScan>) {
    for (const scan of scans) for (const key of scan.objects) this.trailOf(key).push(scan);
  }

  /** The first scan after a log index that names one of the keys. */
  next({ keys, after }: StoryRequest): ReadScan | undefined {
    let first: ReadScan | undefined;
    for (const key of keys) {
      const found = firstAfter(this.byKey.get(key) ?? [], after);
      if (found && (!first || found.logIndex < first.logIndex)) first = found;
    }
    return first;
  }

  private trailOf(key: KeyText): ReadScan[] {
    const trail = this.byKey.get(key) ?? [];
    if (trail.length === 0) this.byKey.set(key, trail);
    return trail;
  }
}

/**
 * Tells the story of an object from scans that are all at hand.
 * @param partyOf party of a device, null when it is not known
 */
export function storyOf(
  object: KeyText,
  scans: Iterable<ReadScan>,
  partyOf: (device: KeyText) => KeyText | null,
): Story {
  const index = new ScanIndex(scans);
  const teller = tellStory(object);
  let asked = teller.next();
  while (!asked.done) {
    const entry = index.next(asked.value);
    asked = teller.next(entry && { entry, party: partyOf(entry.device) });
  }
  return asked.value;
}

function firstAfter(trail: readonly ReadScan[], after: number): ReadScan | undefined {
  let low = 0;
  let high = trail.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (trail[middle]!.logIndex > after) high = middle;
    else low = middle + 1;
  }
  return trail[low];
}
