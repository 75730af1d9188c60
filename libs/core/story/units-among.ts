import type { KeyText, ReadScan } from '#libs/core/entries';
import { packingOf } from './packing.js';
import { CONTAINMENT_DEPTH_MAX } from './types.js';

/**
 * An object and every unit that it may have been in, by whoever's packing among the scans, up to the depth that is followed; and the
 * loggers that were put with any of them. Whether it was in one, and when, is for the story to say.
 *
 * @param ownKeys keys of loggers and trackers
 */
export function unitsAmong(
  object: KeyText,
  scans: readonly ReadScan[],
  ownKeys: ReadonlySet<KeyText>,
): ReadonlySet<KeyText> {
  const packings = scans.flatMap((scan) => {
    const packing = packingOf(scan);
    return packing ? [packing] : [];
  });
  const units = new Set([object]);
  for (let depth = 0; depth < CONTAINMENT_DEPTH_MAX; depth++) {
    const before = units.size;
    for (const { children, parent } of packings) if (children.some((child) => units.has(child))) units.add(parent);
    if (units.size === before) break;
  }
  const loggers = packings.flatMap(({ children, parent }) =>
    units.has(parent) ? children.filter((child) => ownKeys.has(child)) : [],
  );
  return new Set([...units, ...loggers]);
}
