import type { DeviceKeys, KnownKey, OperatorKey, Segment } from '#libs/core/keys';
import { bytesEqual } from '#libs/core/wire';

/** A row of device_signing_key, without its device. */
export interface DeviceKeyRecord {
  readonly keyId: Uint8Array;
  readonly algorithm: number;
  readonly publicKey: Uint8Array;
  readonly fromLogIndex: number;
  readonly toLogIndex: number | null;
  readonly expiresMs: number | null;
  readonly compromisedLogIndex: number | null;
  readonly compromisedSinceMs: number | null;
}

/** A row of operator_signing_key, without whose it is. */
export interface OperatorKeyRecord extends Omit<DeviceKeyRecord, 'expiresMs'> {
  /** 1 signs registry events, 2 receipts, rejects, equivocations and refusals. */
  readonly role: 1 | 2;
}

/** A row of key_segment, with the bytes of its boot in place of the number; how far late scans have chained is kept apart. */
export interface SegmentRecord {
  readonly boot: Uint8Array;
  readonly openedLogIndex: number;
  readonly keyId: Uint8Array;
  readonly fromCounter: number;
  readonly closedLogIndex: number | null;
  readonly closedBy: Segment['closedBy'] | null;
  readonly toCounter: number | null;
  readonly lastHash: Uint8Array | null;
  readonly barredLogIndex: number | null;
}

export const deviceKeyRecords = (keys: DeviceKeys): DeviceKeyRecord[] =>
  keys.keys.map((key) => ({ ...keyRecord(key, endOf(keys, key)), expiresMs: key.expiresMs ?? null }));

export const operatorKeyRecord = (key: OperatorKey): OperatorKeyRecord => ({
  ...keyRecord(key, key.endedIndex ?? null),
  role: key.role === 'operator' ? 1 : 2,
});

export const segmentRecord = (segment: Segment): SegmentRecord => ({
  boot: segment.boot,
  openedLogIndex: segment.openedIndex,
  keyId: segment.keyId,
  fromCounter: segment.from,
  closedLogIndex: segment.closedIndex ?? null,
  closedBy: segment.closedBy ?? null,
  toCounter: segment.to ?? null,
  lastHash: segment.lastHash ?? null,
  barredLogIndex: segment.barredIndex ?? null,
});

/** The way back: a column that is null is a field that is absent. */
export function segmentOf(record: SegmentRecord): Segment {
  const { boot, keyId, closedBy, lastHash } = record;
  return {
    boot,
    keyId,
    from: record.fromCounter,
    openedIndex: record.openedLogIndex,
    ...(record.closedLogIndex !== null && { closedIndex: record.closedLogIndex }),
    ...(closedBy && { closedBy }),
    ...(record.toCounter !== null && { to: record.toCounter }),
    ...(lastHash && { lastHash }),
    ...(record.barredLogIndex !== null && { barredIndex: record.barredLogIndex }),
  };
}

export function knownKeyOf(record: Omit<DeviceKeyRecord, 'toLogIndex'>): KnownKey {
  const { algorithm, publicKey, keyId, fromLogIndex, expiresMs, compromisedLogIndex, compromisedSinceMs } = record;
  return {
    algorithm: algorithm as KnownKey['algorithm'],
    publicKey,
    keyId,
    logIndex: fromLogIndex,
    ...(expiresMs !== null && { expiresMs }),
    ...(compromisedLogIndex !== null && {
      compromised: {
        logIndex: compromisedLogIndex,
        ...(compromisedSinceMs !== null && { sinceMs: compromisedSinceMs }),
      },
    }),
  };
}

export function operatorKeyOf(record: OperatorKeyRecord): OperatorKey {
  const { role, toLogIndex } = record;
  return {
    ...knownKeyOf({ ...record, expiresMs: null }),
    role: role === 1 ? 'operator' : 'receipt key',
    ...(toLogIndex !== null && { endedIndex: toLogIndex }),
  };
}

const keyRecord = (
  { keyId, algorithm, publicKey, logIndex, compromised }: KnownKey,
  toLogIndex: number | null,
): Omit<DeviceKeyRecord, 'expiresMs'> => ({
  keyId,
  algorithm,
  publicKey,
  fromLogIndex: logIndex,
  toLogIndex,
  compromisedLogIndex: compromised?.logIndex ?? null,
  compromisedSinceMs: compromised?.sinceMs ?? null,
});

/** The entry that ended a key: the one that closed its last segment, or that began a boot with another key. */
function endOf({ activeKey, segments }: DeviceKeys, key: KnownKey): number | null {
  if (activeKey && bytesEqual(activeKey.keyId, key.keyId)) return null;
  return segments.findLast(({ keyId }) => bytesEqual(keyId, key.keyId))?.closedIndex ?? null;
}
