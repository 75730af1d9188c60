import { createHash } from 'node:crypto';
import { TILE_WIDTH } from '#libs/core/tlog';
import { BlobError } from './error.js';
import { type PrivateRecord, privateFilePath } from './private-parts.js';

const MAGIC = Buffer.from('cairn.private.v1\0', 'latin1');
const COUNT_BYTES = 2;
const LEAF_BYTES = 32;
const HEAD_BYTES = 8 + LEAF_BYTES + 4;
const SUM_BYTES = 32;

/** A record of the stream has at most so many bytes, and with it whatever private part came in it: docs/formats/private.md. */
const PART_BYTES_MAX = 1_048_576;

/** Longest file that is read into memory. 256 of the longest scans make 64 MiB; only events of the operator could make more. */
export const PRIVATE_FILE_BYTES_MAX =
  MAGIC.length + COUNT_BYTES + TILE_WIDTH * (HEAD_BYTES + PART_BYTES_MAX) + SUM_BYTES;

// A write for each piece: few for the usual file, and no second copy of a long one.
const PIECE_BYTES = 1_048_576;

/** The file of one bundle, in pieces. */
export function encodePrivateFile(records: readonly PrivateRecord[]): Uint8Array[] {
  const begin = Buffer.alloc(MAGIC.length + COUNT_BYTES);
  MAGIC.copy(begin);
  begin.writeUInt16BE(records.length, MAGIC.length);
  const pieces: Uint8Array[] = [begin];
  for (const { logIndex, leaf, part } of records) {
    pieces.push(headOf(logIndex, leaf, part?.length ?? 0));
    if (part) pieces.push(part);
  }
  const sum = createHash('sha256');
  for (const piece of pieces) sum.update(piece);
  return joined([...pieces, sum.digest()]);
}

function joined(pieces: readonly Uint8Array[]): Uint8Array[] {
  const joinedPieces: Uint8Array[] = [];
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  const flush = (): void => {
    if (waiting.length > 0) joinedPieces.push(waiting.length === 1 ? waiting[0]! : Buffer.concat(waiting));
    waiting = [];
    bytes = 0;
  };
  for (const piece of pieces) {
    if (bytes + piece.length > PIECE_BYTES) flush();
    waiting.push(piece);
    bytes += piece.length;
  }
  flush();
  return joinedPieces;
}

/**
 * @returns the records, their bytes views into `bytes`.
 * @throws {BlobError} PRIVATE_UNREADABLE
 */
export function decodePrivateFile(bytes: Buffer, bundle: number): PrivateRecord[] {
  const end = bytes.length - SUM_BYTES;
  const isOurs = end > MAGIC.length + COUNT_BYTES && bytes.subarray(0, MAGIC.length).equals(MAGIC);
  if (!isOurs) throw unreadable(bundle, 'is no file of private parts, or is cut');
  const sum = createHash('sha256').update(bytes.subarray(0, end)).digest();
  if (!sum.equals(bytes.subarray(end))) throw unreadable(bundle, 'was changed or cut: its checksum is another');
  const count = bytes.readUInt16BE(MAGIC.length);
  const records: PrivateRecord[] = [];
  let at = MAGIC.length + COUNT_BYTES;
  while (at < end && records.length < count) {
    const record = recordAt(bytes, at, end);
    const due = bundle * TILE_WIDTH + records.length;
    if (record?.logIndex !== due) throw unreadable(bundle, `does not hold entry ${due} in its place`);
    records.push(record);
    at += HEAD_BYTES + (record.part?.length ?? 0);
  }
  if (at !== end || records.length !== count || count < 1 || count > TILE_WIDTH)
    throw unreadable(bundle, `holds ${records.length} entries and says ${count}`);
  return records;
}

/** Finds records by their heads, which the log tells, so that one changed byte costs one record. */
export function salvageRecords(
  bytes: Buffer,
  bundle: number,
  leaves: readonly Uint8Array[],
): Map<number, Uint8Array | null> {
  const found = new Map<number, Uint8Array | null>();
  let at = 0;
  for (const [place, leaf] of leaves.entries()) {
    const logIndex = bundle * TILE_WIDTH + place;
    const start = bytes.indexOf(headOf(logIndex, leaf, 0).subarray(0, 8 + LEAF_BYTES), at);
    if (start < 0) continue;
    const record = recordAt(bytes, start, bytes.length);
    if (record) found.set(logIndex, record.part);
    at = start + HEAD_BYTES;
  }
  return found;
}

export const unreadable = (bundle: number, why: string, cause?: unknown): BlobError =>
  new BlobError('PRIVATE_UNREADABLE', `the file of private parts ${privateFilePath(bundle)} ${why}`, { cause });

function headOf(logIndex: number, leaf: Uint8Array, length: number): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeBigUInt64BE(BigInt(logIndex));
  head.set(leaf, 8);
  head.writeUInt32BE(length, 8 + LEAF_BYTES);
  return head;
}

/** @returns null when it reaches beyond `end`. */
function recordAt(bytes: Buffer, at: number, end: number): PrivateRecord | null {
  if (at + HEAD_BYTES > end) return null;
  const logIndex = Number(bytes.readBigUInt64BE(at));
  const leaf = bytes.subarray(at + 8, at + 8 + LEAF_BYTES);
  const length = bytes.readUInt32BE(at + 8 + LEAF_BYTES);
  const start = at + HEAD_BYTES;
  if (start + length > end) return null;
  return { logIndex, leaf, part: length === 0 ? null : bytes.subarray(start, start + length) };
}
