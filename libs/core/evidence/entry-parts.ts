import type { ShownEntry, TrailEntry } from '#libs/core/entries';
import { type Claim, commitment, concatBytes, hashSlots, makeDisclosure, objectKey, ScanError } from '#libs/core/wire';
import { EvidenceError } from './errors.js';

/** Stands in place of an object key, which is the hash of the URI. */
export interface UriPart {
  readonly uri: string;
}
/** Stands in place of a commitment, which is the hash of the disclosure. Which claim it opens follows from where it stands. */
export interface ClaimPart {
  readonly name: string;
  /** 16 bytes. */
  readonly salt: Uint8Array;
  readonly value: string;
}
/** An entry in pieces: bytes as they stand, and in between what was hashed where its hash stands. Bytes come first, last and at every second place. */
export type EntryPart = Uint8Array | UriPart | ClaimPart;

const HASH_BYTES = 32;

interface Hole {
  readonly at: number;
  readonly part: UriPart | ClaimPart;
}

/** Puts every shown URI and every opened claim in the place of its hash. */
export function entryToParts({ entry, uris, claims }: ShownEntry): EntryPart[] {
  const parts: EntryPart[] = [];
  let at = 0;
  for (const hole of holesOf(entry, uris, claims)) {
    parts.push(entry.subarray(at, hole.at), hole.part);
    at = hole.at + HASH_BYTES;
  }
  parts.push(entry.subarray(at));
  return parts;
}

/**
 * Puts the hashes back. The entry that comes out is what the inclusion proof is about: a URI or value that is not the one that was
 * hashed gives another entry.
 *
 * @throws {EvidenceError} PARTS_WRONG when pieces do not alternate, stand where no such hash stands, or can be no URI or claim
 */
export function entryFromParts(logIndex: number, parts: readonly EntryPart[]): TrailEntry {
  const holes: Hole[] = [];
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const [place, part] of parts.entries()) {
    const isBytes = part instanceof Uint8Array;
    if (isBytes !== (place % 2 === 0)) throw partsWrong(logIndex, 'bytes and values do not alternate');
    if (!isBytes) holes.push({ at, part });
    const piece = isBytes ? part : new Uint8Array(HASH_BYTES);
    pieces.push(piece);
    at += piece.length;
  }
  if (parts.length % 2 === 0) throw partsWrong(logIndex, 'the last piece is not bytes');
  return { logIndex, ...filled(logIndex, concatBytes(...pieces), holes) };
}

/** Fills the holes, each of which must be exactly where the entry has a hash of its kind. Where hashes stand does not depend on them. */
function filled(logIndex: number, entry: Uint8Array, holes: readonly Hole[]): Omit<TrailEntry, 'logIndex'> {
  const slots = hashSlots(entry);
  const uris: (string | null)[] = slots.objects.map(() => null);
  const disclosures: (Uint8Array | null)[] = slots.claims.map(() => null);
  for (const { at, part } of holes) {
    const place = ('uri' in part ? slots.objects : slots.claims).indexOf(at);
    if (place < 0) throw partsWrong(logIndex, `no hash of that kind stands at byte ${at}`);
    if ('uri' in part) {
      uris[place] = part.uri;
      entry.set(objectKey(part.uri), at);
    } else {
      const disclosure = disclosureOf(logIndex, place, part);
      disclosures[place] = disclosure;
      entry.set(commitment(disclosure), at);
    }
  }
  return { entry, uris, disclosures };
}

function disclosureOf(logIndex: number, index: number, part: ClaimPart): Uint8Array {
  try {
    return makeDisclosure({ index, ...part });
  } catch (cause) {
    if (!(cause instanceof ScanError)) throw cause;
    throw partsWrong(logIndex, cause.message);
  }
}

function holesOf(entry: Uint8Array, uris: ShownEntry['uris'], shown: ShownEntry['claims']): Hole[] {
  const slots = hashSlots(entry);
  const objects = slots.objects.flatMap((at, place) => {
    const uri = uris[place];
    return uri === null || uri === undefined ? [] : [{ at, part: { uri } }];
  });
  const claims = shown.flatMap((claim) => {
    const at = slots.claims[claim.index];
    return at === undefined ? [] : [{ at, part: claimPart(claim) }];
  });
  return [...objects, ...claims];
}

const claimPart = ({ name, salt, value }: Claim): ClaimPart => ({ name, salt, value });

const partsWrong = (logIndex: number, why: string): EvidenceError =>
  new EvidenceError('PARTS_WRONG', `the pieces of entry ${logIndex} are not in order: ${why}`);
