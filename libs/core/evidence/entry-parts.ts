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

/** Is told what is shown in the place of a hash: `at` is where the hash begins in the entry, `next` where the entry goes on. */
export interface PieceTaker {
  readonly uri: (uri: string, at: number, next: number) => void;
  readonly claim: (claim: Claim, at: number, next: number) => void;
}

/** Tells of every shown URI and every opened claim, in the order of their hashes. Between them stand the bytes of the entry. */
export function entryPieces({ entry, uris, claims }: ShownEntry, taker: PieceTaker): void {
  const slots = hashSlots(entry);
  for (const [place, at] of slots.objects.entries()) {
    const uri = uris[place];
    if (uri !== null && uri !== undefined) taker.uri(uri, at, at + HASH_BYTES);
  }
  for (const claim of claims) {
    const at = slots.claims[claim.index];
    if (at !== undefined) taker.claim(claim, at, at + HASH_BYTES);
  }
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

const partsWrong = (logIndex: number, why: string): EvidenceError =>
  new EvidenceError('PARTS_WRONG', `the pieces of entry ${logIndex} are not in order: ${why}`);
