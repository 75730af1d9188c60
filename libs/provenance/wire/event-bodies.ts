import type { SignatureAlgorithm } from '#libs/signatures';
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
/** A validly signed scan that was finally refused, so that its counter cannot pass for a gap. */
export interface RefusedBody {
  readonly statement: SignedStatement;
  readonly reason: string;
  readonly timeMs: number;
}

/** Bodies by kind. Kinds that are not here are reserved: this version neither writes nor reads them. */
export interface EventBodies {
  readonly 1: OperatorBody;
  readonly 2: PartyBody;
  readonly 3: EnrolBody;
  readonly 8: ReceiptKeyBody;
  readonly 10: EquivocationBody;
  readonly 11: RefusedBody;
}
/** Kinds that have a body in this version. */
export type SupportedEventKind = keyof EventBodies;

/** Whose key signs an event: its own (the operator's first), the operator's, or the receipt key of the log. */
export type EventSigner = 'itself' | 'operator' | 'receipt key';

/** Who may sign which kind. An event signed by anybody else says nothing. */
export const EVENT_SIGNERS: Readonly<Record<SupportedEventKind, EventSigner>> = {
  1: 'itself',
  2: 'operator',
  3: 'operator',
  8: 'operator',
  10: 'receipt key',
  11: 'receipt key',
};
