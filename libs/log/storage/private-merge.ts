import { decodePrivatePart, encodePrivatePart, type PrivatePart } from '#libs/core/wire';
import { TILE_WIDTH } from '#libs/core/tlog';
import { BlobError } from './error.js';
import { type ErasedValues, type PrivateRecord, privateFilePath } from './private-parts.js';

/**
 * What the file of a bundle holds when `given` is put into what it held.
 * @throws {BlobError} PRIVATE_MISSING when between both there would be a hole.
 */
export function mergeRecords(
  bundle: number,
  held: readonly PrivateRecord[],
  given: readonly PrivateRecord[],
): PrivateRecord[] {
  const first = given[0]!.logIndex - bundle * TILE_WIDTH;
  if (first > held.length)
    throw new BlobError(
      'PRIVATE_MISSING',
      `the file of private parts ${privateFilePath(bundle)} has ${held.length} entries, and entry ${given[0]!.logIndex} came to be written`,
    );
  const merged = given.map((record, place) => stillErased(held[first + place], record));
  return [...held.slice(0, first), ...merged, ...held.slice(first + given.length)];
}

/** A value that was erased does not come back with whoever still had it. */
function stillErased(held: PrivateRecord | undefined, given: PrivateRecord): PrivateRecord {
  if (!held?.part || !given.part || !same(held.leaf, given.leaf) || same(held.part, given.part)) return given;
  const [before, now] = [decodePrivatePart(held.part), decodePrivatePart(given.part)];
  return {
    ...given,
    part: encodePrivatePart({
      uris: now.uris.map((uri, place) => (before.uris[place] === '' ? '' : uri)),
      disclosures: now.disclosures.map((value, place) => (before.disclosures[place]?.length === 0 ? NOTHING : value)),
    }),
  };
}

/**
 * Empties values of a private part.
 * @returns null when they are empty already.
 * @throws {BlobError} PRIVATE_MISSING when it has no such place.
 */
export function emptied({ logIndex, part }: PrivateRecord, which: ErasedValues): Uint8Array | null {
  const { uris, disclosures } = part ? decodePrivatePart(part) : NO_VALUES;
  const left = { uris: [...uris], disclosures: [...disclosures] };
  let changed = false;
  for (const place of which.uris ?? []) {
    changed = requirePlace(logIndex, 'URI', place, left.uris) || changed;
    left.uris[place] = '';
  }
  for (const place of which.disclosures ?? []) {
    changed = requirePlace(logIndex, 'disclosure', place, left.disclosures) || changed;
    left.disclosures[place] = NOTHING;
  }
  return changed ? encodePrivatePart(left) : null;
}

/** @returns whether there is something to erase. */
function requirePlace(
  logIndex: number,
  what: string,
  place: number,
  values: readonly { readonly length: number }[],
): boolean {
  const value = values[place];
  if (value) return value.length > 0;
  if (value === '') return false;
  throw new BlobError('PRIVATE_MISSING', `entry ${logIndex} has ${values.length} of its kind, and no ${what} ${place}`);
}

const NOTHING = new Uint8Array();
const NO_VALUES: PrivatePart = { uris: [], disclosures: [] };
const same = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;
