import { TlogError } from './error.js';
import { TILE_WIDTH } from './tile-path.js';

/** An entry's length prefix has 16 bits. */
export const ENTRY_BYTES_MAX = 0xffff;

const LENGTH_BYTES = 2;

/**
 * uint16be length || entry, repeated.
 * @throws {TlogError} ENTRY_TOO_LARGE above 65,535 bytes, BUNDLE_MALFORMED unless there are 1 to 256 entries
 */
export function encodeEntryBundle(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length < 1 || entries.length > TILE_WIDTH)
    throw malformed(`it has ${entries.length} entries, not 1 to ${TILE_WIDTH}`);
  const bytes = new Uint8Array(entries.reduce((total, entry) => total + LENGTH_BYTES + entry.length, 0));
  let at = 0;
  for (const entry of entries) {
    if (entry.length > ENTRY_BYTES_MAX) {
      throw new TlogError('ENTRY_TOO_LARGE', `an entry has at most ${ENTRY_BYTES_MAX} bytes, got ${entry.length}`);
    }
    bytes[at] = entry.length >> 8;
    bytes[at + 1] = entry.length & 0xff;
    bytes.set(entry, at + LENGTH_BYTES);
    at += LENGTH_BYTES + entry.length;
  }
  return bytes;
}

/**
 * The bundle's entries (views into `bytes`).
 * @param width how many there must be; without it 1 to 256
 * @throws {TlogError} BUNDLE_MALFORMED when it is cut, has more after the last entry, or another number of entries
 */
export function decodeEntryBundle(bytes: Uint8Array, width?: number): Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    if (at + LENGTH_BYTES > bytes.length) throw malformed(`it is cut at byte ${at}`);
    const start = at + LENGTH_BYTES;
    const end = start + ((bytes[at]! << 8) | bytes[at + 1]!);
    if (end > bytes.length) throw malformed(`entry ${entries.length} is cut`);
    if (entries.length === TILE_WIDTH) throw malformed(`it has more than ${TILE_WIDTH} entries`);
    entries.push(bytes.subarray(start, end));
    at = end;
  }
  if (entries.length === 0) throw malformed('it is empty');
  if (width !== undefined && entries.length !== width)
    throw malformed(`it has ${entries.length} entries, not ${width}`);
  return entries;
}

const malformed = (why: string) => new TlogError('BUNDLE_MALFORMED', `not an entry bundle: ${why}`);
