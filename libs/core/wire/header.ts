import { cairn } from '#proto';
import { checkCombination } from './combinations.js';
import { SCAN_HEADER } from './scan-tables.js';
import { readSeenCheckpoint, type SeenCheckpoint, writeSeenCheckpoint } from './seen-checkpoint.js';
import { readMessage } from './strict.js';
import { writeMessage } from './write.js';

/** How exactly a device knows the time of an event. */
export const Precision = { MILLISECOND: 1, MINUTE: 2, DAY: 3 } as const;
export type Precision = (typeof Precision)[keyof typeof Precision];

/** Event types of EPCIS 2.0. */
export const EventType = { OBJECT: 1, AGGREGATION: 2, TRANSACTION: 3, TRANSFORMATION: 4, ASSOCIATION: 5 } as const;
export type EventType = (typeof EventType)[keyof typeof EventType];

/** Actions of EPCIS 2.0; NONE only in a transformation. */
export const Action = { NONE: 0, ADD: 1, OBSERVE: 2, DELETE: 3 } as const;
export type Action = (typeof Action)[keyof typeof Action];

/** The public part of a scan: what is hashed into the statement and logged. */
export interface ScanHeader {
  /** Device time, milliseconds since 1970 UTC. */
  readonly eventTimeMs: number;
  readonly precision: Precision;
  /** Local time minus UTC. */
  readonly zoneOffsetMinutes: number;
  readonly eventType: EventType;
  readonly action: Action;
  /** Object keys of 32 bytes, strictly ascending. */
  readonly objects: readonly Uint8Array[];
  /** One byte for each object: `roleOf` and `isClass` read it. */
  readonly roles: Uint8Array;
  /** Party key (32 bytes) of the receiver when custody is handed over. */
  readonly to?: Uint8Array;
  /** Commitments of 32 bytes; the order is the index of their disclosures. */
  readonly claims: readonly Uint8Array[];
  readonly seenCheckpoint?: SeenCheckpoint;
}

/**
 * Reads a header: its form, limits, and that roles fit event type and action as in EPCIS.
 *
 * @returns byte strings that are views on `bytes`.
 * @throws {WireError}
 * @see docs/formats/scan.md, Header
 */
export function decodeScanHeader(bytes: Uint8Array): ScanHeader {
  const { seenCheckpoint, ...rest } = readMessage<Omit<ScanHeader, 'seenCheckpoint'> & { seenCheckpoint?: Uint8Array }>(
    SCAN_HEADER,
    bytes,
  );
  const header = seenCheckpoint ? { ...rest, seenCheckpoint: readSeenCheckpoint(seenCheckpoint) } : rest;
  checkCombination(header);
  return header;
}

/** @throws {WireError} for a header that `decodeScanHeader` would refuse. */
export function encodeScanHeader(header: ScanHeader): Uint8Array {
  const { seenCheckpoint, ...rest } = header;
  const message = seenCheckpoint ? { ...rest, seenCheckpoint: writeSeenCheckpoint(seenCheckpoint) } : rest;
  const bytes = writeMessage(SCAN_HEADER, cairn.v1.ScanHeader, message);
  checkCombination(header);
  return bytes;
}
