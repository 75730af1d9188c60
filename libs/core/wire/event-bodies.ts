import type { SignatureAlgorithm } from '#libs/core/signatures';
import type { CodesBody, DecisionBody, DocumentBody, GrantBody, RecallBody } from './goods-bodies.js';
import type { DeviceKind, PartyKind } from './kinds.js';
import type { SignedStatement } from './statement.js';

/** Kinds of signed events, by their number on the wire. */
export const EventKind = {
  OPERATOR: 1,
  PARTY: 2,
  ENROL: 3,
  BOOT: 4,
  ROTATE: 5,
  RETIRE: 6,
  COMPROMISED: 7,
  RECEIPT_KEY: 8,
  CORRECTION: 9,
  EQUIVOCATION: 10,
  REFUSED: 11,
  ERASURE: 12,
  RECALL: 13,
  DECISION: 14,
  DOCUMENT: 15,
  CODES: 16,
  GRANT: 17,
} as const;
export type EventKind = (typeof EventKind)[keyof typeof EventKind];
export type EventKindName = Lowercase<keyof typeof EventKind>;

/** Entry 0: the operator's key, signed by itself; the pinned log key stands behind it. */
export interface OperatorBody {
  /** Operator key (of a trail), 32 bytes: `operatorKey` of the log origin. */
  readonly operator: Uint8Array;
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: Uint8Array;
  readonly logOrigin: string;
  readonly timeMs: number;
}
export interface PartyBody {
  /** Party key, 32 bytes. */
  readonly party: Uint8Array;
  readonly timeMs: number;
  /** Commitments of 32 bytes, as in a scan. */
  readonly claims: readonly Uint8Array[];
  /** Absent: not stated. */
  readonly kind?: PartyKind;
  /** True: the party, and what it says, is made up. */
  readonly demo?: boolean;
}
/** Binds device, key, first boot and party. */
export interface EnrolBody {
  readonly device: Uint8Array;
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: Uint8Array;
  /** 16 bytes. */
  readonly boot: Uint8Array;
  readonly party: Uint8Array;
  readonly timeMs: number;
  /** Objects in one scan of this device at most; 0: the limit of the format. */
  readonly objectsMax: number;
  /** Claims in one scan of this device at most; 0: the limit of the format. */
  readonly claimsMax: number;
  readonly claims: readonly Uint8Array[];
  /** The key is good for scans that arrive before it; absent: for ever. */
  readonly expiresMs?: number;
  /** Absent: it scans things. */
  readonly kind?: DeviceKind;
  /** Object key of the device itself: what it is packed with, it speaks of. */
  readonly object?: Uint8Array;
}
/** The last statement of a boot that counts. */
export interface LastStatement {
  /** 16 bytes. */
  readonly boot: Uint8Array;
  /** 0: the boot has no statement. */
  readonly counter: number;
  /** 32 bytes; absent exactly at counter 0. */
  readonly statementHash?: Uint8Array;
}
/** A device begins a new boot, after a reset or because it wants to: its counter starts again. */
export interface BootBody {
  readonly device: Uint8Array;
  /** The new boot, 16 bytes. */
  readonly boot: Uint8Array;
  /** Of the boot before. */
  readonly last: LastStatement;
  /** With `publicKey`: a new key, because the old one is lost or ended. Only the operator may sign that. */
  readonly algorithm?: SignatureAlgorithm;
  readonly publicKey?: Uint8Array;
  readonly timeMs: number;
  /** Of the new key. */
  readonly expiresMs?: number;
}
/** A key is replaced. Its signature is by the key that goes, `newSignature` by the key that comes. */
export interface RotateBody {
  /** RotationTerms, exactly as signed: `decodeRotationTerms` reads them. */
  readonly rotation: Uint8Array;
  /** 64 bytes over `rotationSigningBytes(rotation)`. */
  readonly newSignature: Uint8Array;
}
/** What both keys of a rotation sign. */
export interface RotationTerms {
  /** Device key, or the operator key of the log. */
  readonly subject: Uint8Array;
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: Uint8Array;
  /** Of a device: the last statement by the key that goes. Absent for the operator. */
  readonly last?: LastStatement;
  readonly timeMs: number;
  /** Of the new key of a device. */
  readonly expiresMs?: number;
}
/** A key signs nothing any more. */
export interface RetireBody {
  /** Device key, or the operator key of the log, which has operator and receipt keys. */
  readonly subject: Uint8Array;
  /** 8 bytes. */
  readonly keyId: Uint8Array;
  /** Of a device: the last statement by this key. Absent for the operator. */
  readonly last?: LastStatement;
  readonly timeMs: number;
}
/** A key is in other hands: nothing that it signs counts from this entry on. What is logged stays. */
export interface CompromisedBody {
  readonly subject: Uint8Array;
  readonly keyId: Uint8Array;
  /** Since when it may be so; absent: nobody knows. It warns, and voids nothing. */
  readonly sinceMs?: number;
  readonly timeMs: number;
}
/** This key signs receipts, rejects, equivocations and refusals from its entry on. */
export interface ReceiptKeyBody {
  readonly operator: Uint8Array;
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: Uint8Array;
  readonly timeMs: number;
}
/** Two statements of one device that cannot both be honest. */
export interface EquivocationBody {
  /** The one that is logged. */
  readonly first: SignedStatement;
  readonly second: SignedStatement;
  readonly timeMs: number;
  /** COUNTER_REUSED or PREVIOUS_MISMATCH. */
  readonly reason: string;
}
/** Counters of one boot, both ends included. */
export interface CounterRange {
  readonly first: number;
  /** Absent where it is `first`. */
  readonly last?: number;
}
/**
 * Validly signed scans that were finally refused, so that their counters cannot pass for a gap. Without ranges, as logs of earlier
 * versions have it: the one of `statement`.
 */
export interface RefusedBody {
  /** Of the lowest counter. */
  readonly statement: SignedStatement;
  readonly reason: string;
  readonly timeMs: number;
  /** Of the highest counter; absent where there is only one. */
  readonly last?: SignedStatement;
  /** All of the boot of `statement`, ascending, and no two touch. At most 64. */
  readonly ranges?: readonly CounterRange[];
  /** RFC 6962 root over the statement hashes of all counters in the ranges, in their order, 32 bytes; exactly where there are ranges. */
  readonly root?: Uint8Array;
}

/** Bodies by kind. Kinds that are not here are reserved: this version neither writes nor reads them. */
export interface EventBodies {
  readonly 1: OperatorBody;
  readonly 2: PartyBody;
  readonly 3: EnrolBody;
  readonly 4: BootBody;
  readonly 5: RotateBody;
  readonly 6: RetireBody;
  readonly 7: CompromisedBody;
  readonly 8: ReceiptKeyBody;
  readonly 10: EquivocationBody;
  readonly 11: RefusedBody;
  readonly 13: RecallBody;
  readonly 14: DecisionBody;
  readonly 15: DocumentBody;
  readonly 16: CodesBody;
  readonly 17: GrantBody;
}
/** Kinds that have a body in this version. */
export type SupportedEventKind = keyof EventBodies;
