import type { CodeOwners, ScanAtHand } from '#libs/core/story';
import { PartyKind } from '#libs/core/wire';
import { type MadeScan, scanName, type WorldFacts } from './world.js';

const NOBODY: CodeOwners = { owner: null, makers: [] };

/** Who is who in a world. Devices are called after their parties: `party/device`. */
export function worldFacts(input: {
  readonly owner: string | null;
  readonly kinds?: Readonly<Record<string, PartyKind>>;
  /** By URI; null: only bytes say it. */
  readonly isClass?: boolean | null;
}): WorldFacts {
  const alarms = new Map<string, MadeScan['alarms']>();
  const owners: CodeOwners = input.owner === null ? NOBODY : { owner: input.owner, makers: [] };
  return {
    know: (scans) => {
      for (const scan of scans) if (scan.alarms.length > 0) alarms.set(scanName(scan), scan.alarms);
    },
    partyOf: (device) => device.split('/')[0]!,
    kindOf: (party) => input.kinds?.[party] ?? PartyKind.OTHER,
    ownKeyOf: (device) => (device.endsWith('/logger') ? `key of ${device}` : null),
    isOwnKey: (key) => key.startsWith('key of '),
    ownersOf: () => owners,
    isClass: () => input.isClass ?? null,
    reuseOf: () => 'never',
    alarmsOf: (scan: ScanAtHand) => alarms.get(scanName(scan)) ?? [],
  };
}
