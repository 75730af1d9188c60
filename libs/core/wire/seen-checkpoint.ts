import { readUint64, writeUint64 } from './bytes.js';
import { WireError } from './errors.js';
import { LIMITS } from './limits.js';

/** A checkpoint that somebody has seen: what names it is younger. */
export interface SeenCheckpoint {
  /** Entries that the checkpoint covers. */
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
}

/** uint64be(size) || root. */
export const SEEN_CHECKPOINT_BYTES = 40;

/** Reads {@link SEEN_CHECKPOINT_BYTES} bytes. @throws {WireError} NUMBER_TOO_LARGE. */
export function readSeenCheckpoint(bytes: Uint8Array): SeenCheckpoint {
  const size = readUint64(bytes, 0);
  if (size > LIMITS.numberMax)
    throw new WireError('NUMBER_TOO_LARGE', 'the size of the seen checkpoint is above 2^53 - 1');
  return { size, root: bytes.subarray(8) };
}

/** @throws {WireError} VALUE_INVALID for a size or root that no checkpoint has. */
export function writeSeenCheckpoint({ size, root }: SeenCheckpoint): Uint8Array {
  if (!Number.isSafeInteger(size) || size < 0 || root.length !== SEEN_CHECKPOINT_BYTES - 8) {
    throw new WireError('VALUE_INVALID', 'a seen checkpoint is a size and a root of 32 bytes');
  }
  const bytes = new Uint8Array(SEEN_CHECKPOINT_BYTES);
  writeUint64(bytes, 0, size);
  bytes.set(root, 8);
  return bytes;
}
