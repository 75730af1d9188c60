import { keyIdOf, type SignatureAlgorithm } from '#libs/core/signatures';

// Plain data, as rows of a database hold it too. Log indexes count from 0; an event changes what comes behind its own index.

/** When a key was reported as being in other hands, and since when that may be so. */
export interface Compromise {
  readonly logIndex: number;
  /** Absent: nobody knows. */
  readonly sinceMs?: number;
}

/** A public key and the log index of the entry that made it known. */
export interface KnownKey {
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: Uint8Array;
  /** 8 bytes. */
  readonly keyId: Uint8Array;
  readonly logIndex: number;
  /** Of a device key: good for scans that arrive before it. */
  readonly expiresMs?: number;
  readonly compromised?: Compromise;
}

/** Which event ended a segment. */
export type SegmentEnd = 'rotate' | 'boot' | 'retire' | 'compromised';

/** The counters of one boot that one key signs. */
export interface Segment {
  /** 16 bytes. */
  readonly boot: Uint8Array;
  readonly keyId: Uint8Array;
  /** First counter. */
  readonly from: number;
  readonly openedIndex: number;
  /** Absent while it is open, as are the next three. */
  readonly closedIndex?: number;
  readonly closedBy?: SegmentEnd;
  /** Last counter, `from` - 1 for none; absent where `compromised` closed it: nothing that comes later counts. */
  readonly to?: number;
  /** Statement hash of counter `to`; absent where `to` is 0. */
  readonly lastHash?: Uint8Array;
  /** Entry that reported its key as compromised. */
  readonly barredIndex?: number;
}

/** A key as an event brings it. */
export interface NewKey {
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: Uint8Array;
  readonly expiresMs?: number;
}

/** The key that an entry makes known. */
export function knownKey({ algorithm, publicKey, expiresMs }: NewKey, logIndex: number): KnownKey {
  const key = { algorithm, publicKey, keyId: keyIdOf(algorithm, publicKey), logIndex };
  return expiresMs === undefined ? key : { ...key, expiresMs };
}

/** True when a key is no longer good at a time. @param timeMs arrival of a scan, or the time in an event */
export const isExpired = ({ expiresMs }: KnownKey, timeMs: number): boolean =>
  expiresMs !== undefined && timeMs >= expiresMs;
