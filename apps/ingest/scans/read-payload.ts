import { cairn } from '#proto';
import {
  decodeScanHeader,
  decodeSignedScan,
  type ReasonCode,
  type ScanHeader,
  type SignedScan,
  WireError,
} from '#libs/provenance';

/** What a statement and its signature need, whatever the rest of the scan looks like. */
export type Statement = Omit<SignedScan, 'uris' | 'disclosures'>;

export interface Fault {
  readonly reason: ReasonCode;
  /** What exactly is wrong, for the person who looks after the device. */
  readonly detail?: string;
}

export type ReadPayload =
  | { readonly kind: 'scan'; readonly scan: SignedScan; readonly header: ScanHeader }
  | { readonly kind: 'fault'; readonly fault: Fault; readonly statement: Statement | undefined };

/**
 * Reads what a device sent. A payload that is not exactly a scan is a fault; the statement in it is still looked for, because a
 * refused scan with a valid signature has to be logged as refused (P6).
 */
export function readPayload(payload: Uint8Array): ReadPayload {
  let scan: SignedScan | undefined;
  try {
    scan = decodeSignedScan(payload);
    return { kind: 'scan', scan, header: decodeScanHeader(scan.header) };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    const fault = { reason: error.code, detail: error.message };
    return { kind: 'fault', fault, statement: scan ?? forgivingStatement(payload) };
  }
}

/** As protobuf itself reads it: unknown and repeated fields and all. */
function forgivingStatement(payload: Uint8Array): Statement | undefined {
  let message: cairn.v1.SignedScan;
  try {
    message = cairn.v1.SignedScan.decode(payload);
  } catch {
    return undefined;
  }
  const { device, keyId, boot, counter, previous, header, signature } = message;
  const whole =
    device.length === 32 &&
    keyId.length === 8 &&
    boot.length === 16 &&
    previous.length === 32 &&
    signature.length === 64 &&
    Number.isSafeInteger(counter) &&
    counter > 0;
  return whole ? { device, keyId, boot, counter, previous, header, signature } : undefined;
}
