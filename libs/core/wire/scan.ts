import { cairn } from '#proto';
import { isZero } from './bytes.js';
import { WireError } from './errors.js';
import { SIGNED_SCAN } from './scan-tables.js';
import { readMessage } from './strict.js';
import { writeMessage } from './write.js';

/** The fields of a statement that are not the header. Lengths in bytes: device 32, keyId 8, boot 16, previous 32. */
export interface StatementFields {
  /** Device key, see `deviceKey`. */
  readonly device: Uint8Array;
  readonly keyId: Uint8Array;
  readonly boot: Uint8Array;
  /** 1 for the first scan of a boot. */
  readonly counter: number;
  /** Statement hash of the scan before in this boot, zeros at counter 1. */
  readonly previous: Uint8Array;
}

/** One scan as a device signs and sends it. */
export interface SignedScan extends StatementFields {
  /** ScanHeader, exactly as hashed into the statement: `decodeScanHeader` reads it. */
  readonly header: Uint8Array;
  /** 64 bytes over the statement. */
  readonly signature: Uint8Array;
  /** Canonical URI of each object of the header, in its order. */
  readonly uris: readonly string[];
  /** Preimage of each claim of the header, in its order. */
  readonly disclosures: readonly Uint8Array[];
}

/**
 * Reads a SignedScan under the limits of the format. The header inside is not read, and neither signature, URIs nor disclosures
 * are judged: see `decodeScanHeader`, `statementBytes` and `checkScanPrivateParts`.
 *
 * @returns byte strings that are views on `bytes`.
 * @throws {WireError}
 * @see docs/formats/scan.md
 */
export function decodeSignedScan(bytes: Uint8Array): SignedScan {
  const scan = readMessage<SignedScan>(SIGNED_SCAN, bytes);
  checkPrevious(scan.counter, scan.previous);
  return scan;
}

/** @throws {WireError} for a scan that `decodeSignedScan` would refuse. */
export function encodeSignedScan(scan: SignedScan): Uint8Array {
  const bytes = writeMessage(SIGNED_SCAN, cairn.v1.SignedScan, scan);
  checkPrevious(scan.counter, scan.previous);
  return bytes;
}

/** @throws {WireError} PREVIOUS_FORM unless `previous` is all zero exactly at counter 1. */
export function checkPrevious(counter: number, previous: Uint8Array): void {
  if (isZero(previous) !== (counter === 1)) {
    throw new WireError('PREVIOUS_FORM', `previous is all zero exactly at counter 1, and this is counter ${counter}`);
  }
}
