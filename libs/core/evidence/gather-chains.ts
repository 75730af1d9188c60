import type { ChainEnd, KeyState } from '#libs/core/keys';
import { CHAIN_HEADERS_MAX, compareChains, type EvidenceChain } from './chains.js';
import { keyText, type KeyText, type ReadEntry, type ReadScan } from '#libs/core/entries';
import { EventKind } from '#libs/core/wire';
import { keysOf, orNothing } from './keys-of.js';
import type { TrailReader } from './trail-reader.js';

/** Counters of one key that a chain has to hold. */
interface Wanted extends Pick<EvidenceChain, 'boot' | 'device' | 'from'> {
  readonly to: number;
}

/**
 * Reads what shows that the late scans among some entries chain into the last statement of their key: one chain for each key, from its
 * lowest late scan on. None where everything came in time, which costs no round trip.
 *
 * @param entries with all key events behind the scans
 */
export async function gatherChains(
  entries: readonly ReadEntry[],
  origin: string,
  reader: TrailReader,
): Promise<readonly EvidenceChain[]> {
  const wanted = withinLimit(wantedChains(entries, origin));
  if (wanted.length === 0) return [];
  const lists = await reader.readHeaderHashes(wanted);
  return wanted.flatMap(({ boot, device, from, to }, at) => {
    const headers = lists[at]!;
    // With one missing it shows nothing: the verdict says that it is not here.
    return headers.length === to - from + 1 ? [{ boot, device, from, headers }] : [];
  });
}

function wantedChains(entries: readonly ReadEntry[], origin: string): Wanted[] {
  const ended = devicesWithEnds(entries);
  if (ended.size === 0) return [];
  const keys = keysOf(entries, origin);
  const lowest = new Map<string, Wanted>();
  for (const entry of entries) {
    const into = entry.kind === 'scan' && ended.has(entry.device) ? endOf(entry, keys) : undefined;
    if (entry.kind !== 'scan' || !into || entry.scan.counter >= into.counter) continue;
    const { boot, device, counter } = entry.scan;
    const key = `${keyText(device)} ${keyText(boot)} ${into.counter}`;
    const known = lowest.get(key);
    if (!known || counter + 1 < known.from) lowest.set(key, { boot, device, from: counter + 1, to: into.counter });
  }
  return [...lowest.values()].sort((one, other) => compareChains({ ...one, headers: [] }, { ...other, headers: [] }));
}

/** Kinds of events that end what a key signs with a last statement. */
const ENDS: ReadonlySet<EventKind> = new Set([EventKind.BOOT, EventKind.ROTATE, EventKind.RETIRE]);

/** Only their scans can be late, and most bundles have none: nothing else of the keys is asked for then. */
function devicesWithEnds(entries: readonly ReadEntry[]): ReadonlySet<KeyText> {
  return new Set(
    entries.flatMap((entry) => (entry.kind === 'event' && ENDS.has(entry.eventKind) ? entry.objects : [])),
  );
}

const endOf = (entry: ReadScan, keys: KeyState): ChainEnd | undefined =>
  orNothing(() => keys.signerOfScan(entry))?.into;

/** As many as a bundle has room for. */
function withinLimit(wanted: readonly Wanted[]): Wanted[] {
  let room = CHAIN_HEADERS_MAX;
  return wanted.filter(({ from, to }) => {
    const headers = to - from + 1;
    if (headers > room) return false;
    room -= headers;
    return true;
  });
}
