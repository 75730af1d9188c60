import { TlogError } from './error.js';
import { signedBytes } from './note.js';
import { requireWholeNumber } from './whole-number.js';

const TIME_BYTES = 8;
const ED25519_SIGNATURE_BYTES = 64;

/** A witness's word: at `timeSeconds` (POSIX) this was the largest consistent tree it had seen. */
export interface Cosignature {
  readonly timeSeconds: number;
  /** Ed25519, 64 bytes, over `cosignedBytes`. */
  readonly signature: Uint8Array;
}

/** What a cosignature/v1 signs: `cosignature/v1` LF `time <decimal>` LF and the whole note text. */
export function cosignedBytes({
  timeSeconds,
  text,
}: {
  readonly timeSeconds: number;
  readonly text: string;
}): Uint8Array {
  requireWholeNumber(timeSeconds, 'cosignature time');
  return signedBytes(`cosignature/v1\ntime ${timeSeconds}\n${text}`);
}

/** The bytes after the key id: uint64be seconds || signature. @throws {TlogError} SIGNATURE_INVALID, NUMBER_TOO_LARGE */
export function encodeCosignature({ timeSeconds, signature }: Cosignature): Uint8Array {
  requireWholeNumber(timeSeconds, 'cosignature time');
  if (signature.length !== ED25519_SIGNATURE_BYTES)
    throw new TlogError('SIGNATURE_INVALID', 'an Ed25519 signature has 64 bytes');
  const bytes = new Uint8Array(TIME_BYTES + ED25519_SIGNATURE_BYTES);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(timeSeconds));
  bytes.set(signature, TIME_BYTES);
  return bytes;
}

/** Reads what follows the key id. @throws {TlogError} SIGNATURE_INVALID, NUMBER_TOO_LARGE */
export function decodeCosignature(bytes: Uint8Array): Cosignature {
  if (bytes.length !== TIME_BYTES + ED25519_SIGNATURE_BYTES) {
    throw new TlogError(
      'SIGNATURE_INVALID',
      `a cosignature has ${TIME_BYTES + ED25519_SIGNATURE_BYTES} bytes, got ${bytes.length}`,
    );
  }
  const time = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0);
  return { timeSeconds: requireWholeNumber(Number(time), 'cosignature time'), signature: bytes.slice(TIME_BYTES) };
}
