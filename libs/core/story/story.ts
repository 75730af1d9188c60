import { type KeyText, keyText, type ReadScan } from '#libs/core/entries';
import { Containment } from './containment.js';
import { packingOf, parentOf } from './packing.js';
import type { Standing, Story, StoryAnswer, StoryRequest, StoryStep } from './types.js';

/**
 * Tells the story of one object, in log order: custody starts with the party of its first entry and passes when the custodian names
 * a party that then scans it; between packing and unpacking by the custodian the object inherits the entries of the unit.
 * Which unit is to be read next follows from what was read, so this asks for one entry after the other; whoever runs it gets them from
 * a bundle or a database.
 *
 * @see docs/formats/trail.md, Custody and packing
 */
export function* tellStory(object: KeyText): Generator<StoryRequest, Story, StoryAnswer | undefined> {
  const containment = new Containment(object);
  const steps: StoryStep[] = [];
  let custodian: KeyText | null = null;
  let handOver: KeyText | null = null;
  for (;;) {
    const after = steps.at(-1)?.entry.logIndex ?? -1;
    const next: StoryAnswer | undefined = yield { keys: containment.levels, after };
    if (!next) return { object, steps, spans: containment.spans(), custodian, openHandOver: handOver };
    const { entry, party } = next;
    const standing = standingOf({ party, custodian, handOver });
    const acts = standing === 'first' || standing === 'custodian' || standing === 'took over';
    if (acts) custodian = party;
    if (standing === 'took over') handOver = null;
    const named = containment.levels.findIndex((level) => entry.objects.includes(level));
    const via = containment.levels.slice(1, named + 1);
    const about = parentOf(entry) ?? containment.levels[named]!;
    const handsTo = acts && handsOver(entry, containment.levels) ? keyText(entry.header.to!) : null;
    // Naming itself takes an open hand-over back.
    if (handsTo !== null) handOver = handsTo === custodian ? null : handsTo;
    const late = isLate(entry);
    const packing = containment.take({ entry, acts, late });
    const units = containment.levels.slice(1);
    steps.push({ entry, party, via, about, standing, custodian, handsTo, packing, units, late });
  }
}

/** Logged after a higher counter of its boot: it fills a hole. */
export const isLate = ({ scan }: ReadScan): boolean => scan.counter <= scan.after;

function standingOf(now: {
  readonly party: KeyText | null;
  readonly custodian: KeyText | null;
  readonly handOver: KeyText | null;
}): Standing {
  if (now.party === null) return 'unknown';
  if (now.custodian === null) return 'first';
  if (now.party === now.custodian) return 'custodian';
  return now.party === now.handOver ? 'took over' : 'elsewhere';
}

/** Whether the entry hands over what these levels hold. Taking some children out of a unit hands over those, not what stays inside. */
function handsOver(entry: ReadScan, levels: readonly KeyText[]): boolean {
  if (!entry.header.to) return false;
  const packing = packingOf(entry);
  if (packing?.act !== 'unpacked' || packing.children.length === 0) return true;
  return packing.children.some((child) => levels.includes(child));
}
