import type { SignedStatement } from '#libs/core/wire';
import type { BootState } from './boots.js';
import { asBuffer } from '#libs/log/ledger';
import type { ScanView } from './scan-view.js';

/** What a device is told about a payload that was not taken, and what stays in `reject`. */
export interface RejectNotice {
  /** SHA-256 of the payload, 32 bytes. */
  readonly payloadHash: Uint8Array;
  /** Empty where it could not be read. */
  readonly deviceKey: Uint8Array;
  /** Null when nobody is to be told: the registry does not know the device, or ingest has answered already. */
  readonly deviceId: string | null;
  readonly boot: Uint8Array;
  readonly counter: number;
  /** A code of REASONS. */
  readonly reason: string;
  readonly text: string;
  readonly final: boolean;
  readonly payloadHead: Uint8Array;
  /** Of the entry that tells the log of it. */
  readonly logIndex: number | null;
}

/** A reject without its place in the log, which is known only at the end. */
export type Rejection = Omit<RejectNotice, 'logIndex'>;

/** A scan that came again, byte for byte the same statement: its receipt goes out again. */
export interface Repeat {
  readonly deviceKey: Uint8Array;
  readonly deviceId: string;
  readonly boot: Uint8Array;
  readonly counter: number;
  readonly statementHash: Uint8Array;
  readonly logIndex: number;
}

/** An event that a device may have sent and that is in the log, now or before: its receipt is due. */
export interface EventReceiptDue {
  readonly deviceKey: Uint8Array;
  readonly deviceId: string;
  /** 32 bytes. */
  readonly eventHash: Uint8Array;
  readonly logIndex: number;
}

/** A password that a device asked for holds, now or since before: its receipt is due. */
export interface PasswordReceiptDue {
  readonly deviceKey: Uint8Array;
  readonly deviceId: string;
  /** 32 bytes. */
  readonly changeHash: Uint8Array;
}

/** A statement that is not logged as a scan: its scan, with the signature in its normal form, or only the statement. */
export type Statement =
  | { readonly view: ScanView; readonly signature: Uint8Array }
  | { readonly signed: SignedStatement; readonly hash: Uint8Array };

export const hashOf = (statement: Statement): Buffer =>
  'view' in statement ? statement.view.statementHash : asBuffer(statement.hash);

/** What the pass over a batch found beside scans to log; `conclude` makes entries and answers of it. */
export interface Findings {
  readonly repeats: Repeat[];
  /** Ready as they are. */
  readonly rejects: RejectNotice[];
  /** Scans whose boot the registry does not know, or not for that device. */
  readonly strangers: ScanView[];
  /** Another statement holds this counter: in the log, or `refused`, which the log tells of. */
  readonly conflicts: {
    readonly boot: BootState;
    readonly counter: number;
    readonly refused?: Statement;
    readonly second: Statement;
  }[];
  /** `previous` of this counter is not the hash of the one before; both are logged. */
  readonly misfits: { readonly boot: BootState; readonly counter: number }[];
  /** Validly signed and finally refused, with the reject to which the `refused` entry belongs. */
  readonly refusals: {
    readonly boot: BootState;
    readonly statement: Statement;
    readonly reason: string;
    readonly notice: Rejection;
  }[];
  readonly eventReceipts: EventReceiptDue[];
  /** Scans and statements that are not what the device signed. */
  readonly invalidSignatures: InvalidSignature[];
  readonly arrivalsAhead: ArrivalAhead[];
}

/** A scan that came later than this machine's clock says it is. */
export interface ArrivalAhead {
  readonly deviceId: string;
  readonly aheadMs: number;
}

/** A scan, or a refused statement, whose signature does not verify by the key that it names. */
export interface InvalidSignature {
  readonly deviceId: string;
  readonly counter: number;
}

export const noFindings = (): Findings => ({
  repeats: [],
  rejects: [],
  strangers: [],
  conflicts: [],
  misfits: [],
  refusals: [],
  eventReceipts: [],
  invalidSignatures: [],
  arrivalsAhead: [],
});
