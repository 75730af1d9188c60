import { crc32 } from 'node:zlib';
import { readUint32, readUint64, writeUint32, writeUint64 } from './integers.js';

/**
 * The records of an outbox file. Each is
 *
 *     "CRN1" | kind (1) | synced (4) | length of body (4) | body | CRC-32 of all before (4)
 *
 * integers big-endian. `synced` is how many bytes of this file were on disk for certain when the frame was written. It tells a
 * torn tail (the last batch, interrupted: cut it off) from damage to bytes that may already have been sent (refuse).
 */
export type Frame =
  | {
      readonly kind: 'start';
      readonly boot: Uint8Array;
      readonly counter: number;
      readonly previous: Uint8Array;
      readonly bookmark: number;
    }
  | {
      readonly kind: 'scan';
      readonly counter: number;
      readonly statementHash: Uint8Array;
      readonly bookmark: number;
      readonly payload: Uint8Array;
    }
  | {
      readonly kind: 'receipted';
      readonly items: readonly { readonly counter: number; readonly logIndex: number }[];
    }
  | { readonly kind: 'quarantined'; readonly counter: number };

export interface PlacedFrame {
  readonly frame: Frame;
  readonly synced: number;
  /** Place of the whole frame in the file, in bytes. */
  readonly offset: number;
  readonly length: number;
}

const MAGIC = 0x43524e31; // "CRN1"
const HEAD_BYTES = 13;
const TAIL_BYTES = 4;
/** Bytes of a scan's frame before its payload. */
export const SCAN_PAYLOAD_OFFSET = HEAD_BYTES + 48;
const KINDS = ['start', 'scan', 'receipted', 'quarantined'] as const;

export function encodeFrame(frame: Frame, synced: number): Uint8Array {
  const body = encodeBody(frame);
  const bytes = new Uint8Array(HEAD_BYTES + body.length + TAIL_BYTES);
  writeUint32(bytes, 0, MAGIC);
  bytes[4] = KINDS.indexOf(frame.kind) + 1;
  writeUint32(bytes, 5, synced);
  writeUint32(bytes, 9, body.length);
  bytes.set(body, HEAD_BYTES);
  writeUint32(bytes, HEAD_BYTES + body.length, crc32(bytes.subarray(0, HEAD_BYTES + body.length)));
  return bytes;
}

/** The frame that starts at `offset`, or null where there is no whole, undamaged one. */
export function frameAt(file: Uint8Array, offset: number): PlacedFrame | null {
  if (offset + HEAD_BYTES + TAIL_BYTES > file.length || readUint32(file, offset) !== MAGIC) return null;
  const kind = KINDS[file[offset + 4]! - 1];
  const end = offset + HEAD_BYTES + readUint32(file, offset + 9);
  if (!kind || end + TAIL_BYTES > file.length) return null;
  if (crc32(file.subarray(offset, end)) !== readUint32(file, end)) return null;
  const frame = decodeBody(kind, file.subarray(offset + HEAD_BYTES, end));
  if (!frame) return null;
  return { frame, synced: readUint32(file, offset + 5), offset, length: end + TAIL_BYTES - offset };
}

/** Looks behind a damaged place for a frame that was written after the bytes at `offset` had been synced. */
export function wasSynced(file: Uint8Array, offset: number): boolean {
  for (let at = offset + 1; at + HEAD_BYTES + TAIL_BYTES <= file.length; at += 1) {
    const later = frameAt(file, at);
    if (later && later.synced > offset) return true;
  }
  return false;
}

function encodeBody(frame: Frame): Uint8Array {
  switch (frame.kind) {
    case 'start': {
      const body = new Uint8Array(64);
      body.set(frame.boot, 0);
      writeUint64(body, 16, frame.counter);
      body.set(frame.previous, 24);
      writeUint64(body, 56, frame.bookmark);
      return body;
    }
    case 'scan': {
      const body = new Uint8Array(48 + frame.payload.length);
      writeUint64(body, 0, frame.counter);
      body.set(frame.statementHash, 8);
      writeUint64(body, 40, frame.bookmark);
      body.set(frame.payload, 48);
      return body;
    }
    case 'receipted': {
      const body = new Uint8Array(16 * frame.items.length);
      frame.items.forEach((item, i) => {
        writeUint64(body, 16 * i, item.counter);
        writeUint64(body, 16 * i + 8, item.logIndex);
      });
      return body;
    }
    case 'quarantined': {
      const body = new Uint8Array(8);
      writeUint64(body, 0, frame.counter);
      return body;
    }
  }
}

function decodeBody(kind: Frame['kind'], body: Uint8Array): Frame | null {
  switch (kind) {
    case 'start':
      if (body.length !== 64) return null;
      return {
        kind,
        boot: body.slice(0, 16),
        counter: readUint64(body, 16),
        previous: body.slice(24, 56),
        bookmark: readUint64(body, 56),
      };
    case 'scan':
      if (body.length < 48) return null;
      return {
        kind,
        counter: readUint64(body, 0),
        statementHash: body.slice(8, 40),
        bookmark: readUint64(body, 40),
        payload: body.subarray(48),
      };
    case 'receipted':
      if (body.length % 16 !== 0) return null;
      return {
        kind,
        items: Array.from({ length: body.length / 16 }, (_, i) => ({
          counter: readUint64(body, 16 * i),
          logIndex: readUint64(body, 16 * i + 8),
        })),
      };
    case 'quarantined':
      return body.length === 8 ? { kind, counter: readUint64(body, 0) } : null;
  }
}
