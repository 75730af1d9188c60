import { type Bench, load } from '../node-load.js';

export const SCANS = [1, 20, 100] as const;

/** More than the api keeps gathered: each of a round of questions is answered from the ledger. */
const OBJECTS = 200;
const DEVICES = 5;

/** Canonical URIs by the number of scans that the log has of each. */
export type ObjectsByScans = ReadonlyMap<number, readonly string[]>;

/** Logs goods of 1, 20 and 100 scans. Those of more than one come from five devices, in the order in which they go round. */
export async function logObjects(bench: Bench): Promise<ObjectsByScans> {
  const objects = new Map<number, readonly string[]>();
  for (const scans of SCANS) {
    const uris = Array.from({ length: OBJECTS }, (_, n) => `https://id.gs1.org/01/09520000000004/21/of${scans}-${n}`);
    objects.set(scans, uris);
    const devices = Math.min(scans, DEVICES);
    await load(bench, {
      seed: `of${scans}`,
      devices,
      scans: scans * OBJECTS,
      objectsPerScan: 1,
      windowScans: 32,
      objects: uris,
    });
  }
  return objects;
}
