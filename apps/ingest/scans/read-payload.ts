import {
  decodeScanHeader,
  decodeSignedScan,
  forgivingStatement,
  type PublicScan,
  type ReasonCode,
  type ScanHeader,
  type SignedScan,
  WireError,
} from '#libs/core/wire';

/** Why a scan is refused. */
export interface Fault {
  readonly reason: ReasonCode;
  /** What exactly is wrong, for the person who looks after the device. */
  readonly detail?: string;
}

export type ReadPayload =
  | { readonly kind: 'scan'; readonly scan: SignedScan; readonly header: ScanHeader }
  | { readonly kind: 'fault'; readonly fault: Fault; readonly statement: PublicScan | undefined };

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
