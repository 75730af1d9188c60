import type { ScanView } from './scan-view.js';

const ENTRY_SCAN = 0x0a; // LogEntry.scan
const RECEIVED_TIME = 0x40; // LoggedScan.received_time_ms
const AFTER = 0x48;
const PROFILE = 0x50;
const PROFILE_1 = 1;

/** Bytes that `writeScanEntry` needs at most. */
export const scanEntryBytesMax = (view: ScanView): number => view.publicEnd + 40;

/**
 * Writes the LogEntry of a scan: the statement's fields as they came, then what the log adds.
 *
 * @param signature 64 bytes, in their normal form: they go in the place of those that came.
 * @returns where it ends.
 */
export function writeScanEntry(
  target: Buffer,
  at: number,
  { view, after, signature }: { readonly view: ScanView; readonly after: number; readonly signature: Buffer },
): number {
  const { receivedTimeMs, publicEnd } = view;
  const length = publicEnd + 1 + varintBytes(receivedTimeMs) + (after === 0 ? 0 : 1 + varintBytes(after)) + 2;
  target[at++] = ENTRY_SCAN;
  at = writeVarint(target, at, length);
  view.bytes.copy(target, at, 0, publicEnd);
  signature.copy(target, at + view.signatureAt);
  at += publicEnd;
  target[at++] = RECEIVED_TIME;
  at = writeVarint(target, at, receivedTimeMs);
  if (after !== 0) {
    target[at++] = AFTER;
    at = writeVarint(target, at, after);
  }
  target[at++] = PROFILE;
  target[at++] = PROFILE_1;
  return at;
}

/** Bytes of the scan's PrivatePart; 0 when it has neither URIs nor disclosures. */
export const privatePartBytes = (view: ScanView): number => view.bytes.length - view.publicEnd;

/** Writes the PrivatePart: the scan's fields 8 and 9 become 1 and 2. @returns where it ends. */
export function writePrivatePart(target: Buffer, at: number, view: ScanView): number {
  const end = at + view.bytes.copy(target, at, view.publicEnd);
  while (at < end) {
    target[at] = target[at] === URIS ? 0x0a : 0x12;
    at++;
    let length = 0;
    let shift = 0;
    for (;;) {
      const byte = target[at++]!;
      length |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
      shift += 7;
    }
    at += length;
  }
  return end;
}

const URIS = 0x42;

function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) bytes++;
  return bytes;
}

function writeVarint(target: Buffer, at: number, value: number): number {
  let rest = value;
  while (rest >= 128) {
    target[at++] = (rest % 128) | 0x80;
    rest = Math.floor(rest / 128);
  }
  target[at++] = rest;
  return at;
}
