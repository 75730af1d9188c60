import type { KeyText, ReadScan } from '#libs/core/entries';

/**
 * Of many scans as many as can be told, in turns of the parties that signed them: nobody's thousand keep another one's ten out. Of each
 * party those first that may change who holds what or say something against it, then the newest; and the very first of all.
 *
 * @param scans ascending by log index
 * @returns at most `max` of them, ascending by log index
 */
export function fairCut(
  scans: readonly ReadScan[],
  { partyOf, max }: { readonly partyOf: (scan: ReadScan) => KeyText | null; readonly max: number },
): readonly ReadScan[] {
  if (scans.length <= max) return scans;
  const lists = [...byParty(scans, partyOf).values()].map(preferred);
  const taken = new Set(scans.slice(0, 1));
  for (let turn = 0; taken.size < max; turn++)
    for (const list of lists) {
      const scan = list[turn];
      if (scan && taken.size < max) taken.add(scan);
    }
  return scans.filter((scan) => taken.has(scan));
}

function byParty(
  scans: readonly ReadScan[],
  partyOf: (scan: ReadScan) => KeyText | null,
): Map<KeyText | null, ReadScan[]> {
  const parties = new Map<KeyText | null, ReadScan[]>();
  // The party that scanned last has the first turn.
  for (const scan of scans.toReversed()) {
    const party = partyOf(scan);
    const known = parties.get(party);
    if (known) known.push(scan);
    else parties.set(party, [scan]);
  }
  return parties;
}

/** What may turn the story, then the rest, each with the newest first; and the first of all among what turns it. */
function preferred(newestFirst: readonly ReadScan[]): ReadScan[] {
  const first = newestFirst.at(-1)!;
  const turning = newestFirst.filter((scan) => scan !== first && mayTurn(scan));
  const rest = newestFirst.filter((scan) => scan !== first && !mayTurn(scan));
  return [first, ...turning, ...rest];
}

const PACKED_OBJECTS_MIN = 2;
const TURNING_CLAIMS: ReadonlySet<string> = new Set([
  'disposition',
  'persistentDisposition.set',
  'persistentDisposition.unset',
  'sensorElement',
  'temperatureVerdict',
  'errorDeclaration',
  'destination.possessing_party',
  'destination.owning_party',
]);

const mayTurn = ({ header, objects, claims }: ReadScan): boolean =>
  header.to !== undefined ||
  objects.length >= PACKED_OBJECTS_MIN ||
  claims.some(({ name }) => TURNING_CLAIMS.has(name));
