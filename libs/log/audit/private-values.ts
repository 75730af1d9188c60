import type { PrivatePart } from '#libs/core/wire';
import { asBuffer, sha256 } from '#libs/log/ledger';

/** What an entry says of its private values: a key for each URI, a commitment for each disclosure. */
export interface Commitments {
  readonly objects: readonly Uint8Array[];
  readonly claims: readonly Uint8Array[];
}

/** A value that is not the one the entry commits to. */
export interface WrongValue {
  readonly kind: 'uri' | 'disclosure';
  readonly place: number;
}

const OBJECT_TAG = 'cairn.object.v1\0';

/**
 * Every URI and disclosure opens what the entry commits to; an erased one is empty and proves nothing.
 * @returns null when there are not as many values as commitments.
 */
export function wrongValues({ objects, claims }: Commitments, { uris, disclosures }: PrivatePart): WrongValue[] | null {
  if (uris.length !== objects.length || disclosures.length !== claims.length) return null;
  const wrong: WrongValue[] = [];
  for (const [place, uri] of uris.entries()) {
    if (uri !== '' && !sha256(objectPreimage(uri)).equals(objects[place]!)) wrong.push({ kind: 'uri', place });
  }
  for (const [place, disclosure] of disclosures.entries()) {
    if (disclosure.length > 0 && !sha256(asBuffer(disclosure)).equals(claims[place]!))
      wrong.push({ kind: 'disclosure', place });
  }
  return wrong;
}

let objectBuffer = Buffer.alloc(1_024);
objectBuffer.write(OBJECT_TAG, 'latin1');

/** What an object key is the hash of: good until the next call. */
function objectPreimage(uri: string): Buffer {
  const bytesMax = OBJECT_TAG.length + 3 * uri.length;
  if (objectBuffer.length < bytesMax) {
    objectBuffer = Buffer.alloc(2 * bytesMax);
    objectBuffer.write(OBJECT_TAG, 'latin1');
  }
  return objectBuffer.subarray(0, OBJECT_TAG.length + objectBuffer.write(uri, OBJECT_TAG.length, 'utf8'));
}
