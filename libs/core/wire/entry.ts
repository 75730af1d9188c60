import { cairn } from '#proto';
import { checkEventObjects } from './events.js';
import { checkPrevious, type StatementFields } from './scan.js';
import { LOG_ENTRY, SIGNED_EVENT } from './entry-tables.js';
import { readMessage } from './strict.js';
import { writeMessage } from './write.js';

/** A scan in the log: the fields of its statement, what was signed, and what the log adds. */
export interface LoggedScan extends StatementFields {
  /** ScanHeader, exactly as signed. */
  readonly header: Uint8Array;
  /** 64 bytes; P-256 with s in the lower half. */
  readonly signature: Uint8Array;
  /** Arrival at ingest, milliseconds since 1970 UTC. */
  readonly receivedTimeMs: number;
  /** Highest counter of this boot logged before this entry, 0 for none. */
  readonly after: number;
  readonly verificationProfile: number;
}

/** A signed event in the log: everything that is not a scan. */
export interface SignedEvent {
  /** An `EventKind`, or one that only a later version knows. */
  readonly kind: number;
  /** The body, exactly as signed: `decodeEventBody` reads it. */
  readonly body: Uint8Array;
  /** 8 bytes. */
  readonly signerKeyId: Uint8Array;
  /** 64 bytes over `eventSigningBytes`. */
  readonly signature: Uint8Array;
  /** Keys of the trails that the event advances, strictly ascending: `objectsOfEvent` of kind and body. */
  readonly objects: readonly Uint8Array[];
}

export type LogEntry =
  { readonly kind: 'scan'; readonly scan: LoggedScan } | { readonly kind: 'event'; readonly event: SignedEvent };

/** The one verification profile that exists. */
export const VERIFICATION_PROFILE = 1;

/**
 * Reads one entry of the log. The header of a scan is not read; of an event whose kind has a body in this version, body and
 * objects are.
 *
 * @returns byte strings that are views on `bytes`.
 * @throws {WireError}
 * @see docs/formats/entry.md
 */
export function decodeLogEntry(bytes: Uint8Array): LogEntry {
  const { scan, event } = readMessage<
    { scan: LoggedScan; event?: undefined } | { scan?: undefined; event: SignedEvent }
  >(LOG_ENTRY, bytes);
  if (scan) {
    checkPrevious(scan.counter, scan.previous);
    return { kind: 'scan', scan };
  }
  checkEventObjects(event);
  return { kind: 'event', event };
}

/** @throws {WireError} for an entry that `decodeLogEntry` would refuse. */
export function encodeLogEntry(entry: LogEntry): Uint8Array {
  // The property of the member is named as its field; `kind` is none and is not written.
  const bytes = writeMessage(LOG_ENTRY, cairn.v1.LogEntry, entry);
  if (entry.kind === 'scan') checkPrevious(entry.scan.counter, entry.scan.previous);
  else checkEventObjects(entry.event);
  return bytes;
}

/** Reads a signed event as it travels before it is logged. @throws {WireError} as {@link decodeLogEntry}. */
export function decodeSignedEvent(bytes: Uint8Array): SignedEvent {
  const event = readMessage<SignedEvent>(SIGNED_EVENT, bytes);
  checkEventObjects(event);
  return event;
}

/** @throws {WireError} for an event that `decodeSignedEvent` would refuse. */
export function encodeSignedEvent(event: SignedEvent): Uint8Array {
  const bytes = writeMessage(SIGNED_EVENT, cairn.v1.SignedEvent, event);
  checkEventObjects(event);
  return bytes;
}
