import { LOG_ENTRY, LOGGED_SCAN } from '../entry-tables.js';
import { VERIFICATION_PROFILE } from '../entry.js';
import { fieldTags } from '../field-places.js';
import { fieldEnd } from '../field-walker.js';
import { PRIVATE_PART } from '../private-tables.js';
import { SIGNED_SCAN } from '../scan-tables.js';
import { varintBytes, writeVarint } from '../varint.js';

// A log entry is made of the bytes of a scan: what is logged of it stands in LoggedScan under the same numbers (`publicFields` of the
// tables), so that nothing is decoded, and what is kept privately stands in PrivatePart under others.

const ENTRY = /* @__PURE__ */ fieldTags(LOG_ENTRY, 'scan');
const LOGGED = /* @__PURE__ */ fieldTags(LOGGED_SCAN, 'receivedTimeMs', 'after', 'verificationProfile');

/** What the log adds to a scan, see LoggedScan. */
export interface LoggedWith {
  readonly receivedTimeMs: number;
  readonly after: number;
}

/** Bytes that a log entry has at most beside the logged bytes of its scan: tag and length, then three numbers with their tags. */
export const ENTRY_FRAME_BYTES_MAX = 40;

/**
 * Writes what stands before the logged bytes of the scan: tag and length.
 *
 * @param publicBytes how many bytes of the scan are logged: `publicEnd` of its places. @returns where they belong.
 */
export function writeEntryHead(
  target: Uint8Array,
  at: number,
  { publicBytes, receivedTimeMs, after }: LoggedWith & { readonly publicBytes: number },
): number {
  target[at] = ENTRY.scan;
  return writeVarint(target, at + 1, publicBytes + tailBytes(receivedTimeMs, after));
}

/** Writes what stands behind the logged bytes of the scan: what the log adds. @returns where the entry ends. */
export function writeEntryTail(target: Uint8Array, at: number, { receivedTimeMs, after }: LoggedWith): number {
  target[at] = LOGGED.receivedTimeMs;
  at = writeVarint(target, at + 1, receivedTimeMs);
  if (after !== 0) {
    target[at] = LOGGED.after;
    at = writeVarint(target, at + 1, after);
  }
  target[at] = LOGGED.verificationProfile;
  target[at + 1] = VERIFICATION_PROFILE;
  return at + 2;
}

const tailBytes = (receivedTimeMs: number, after: number): number =>
  1 + varintBytes(receivedTimeMs) + (after === 0 ? 0 : 1 + varintBytes(after)) + 2;

const SCAN = /* @__PURE__ */ fieldTags(SIGNED_SCAN, 'uris');
const PRIVATE = /* @__PURE__ */ fieldTags(PRIVATE_PART, 'uris', 'disclosures');

/** Turns the bytes of a SignedScan from `publicEnd` on, in place, into those of its PrivatePart: other numbers, else the same. */
export function toPrivatePart(target: Uint8Array, start: number, end: number): void {
  for (let at = start; at < end; at = fieldEnd(target, at, end))
    target[at] = target[at] === SCAN.uris ? PRIVATE.uris : PRIVATE.disclosures;
}
