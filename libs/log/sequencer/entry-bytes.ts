import { ENTRY_FRAME_BYTES_MAX, toPrivatePart, writeEntryHead, writeEntryTail } from '#libs/core/wire';
import type { ScanView } from './scan-view.js';

/** Bytes that `writeScanEntry` needs at most. */
export const scanEntryBytesMax = (view: ScanView): number => view.publicEnd + ENTRY_FRAME_BYTES_MAX;

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
  at = writeEntryHead(target, at, { publicBytes: publicEnd, receivedTimeMs, after });
  view.bytes.copy(target, at, 0, publicEnd);
  signature.copy(target, at + view.signatureAt);
  return writeEntryTail(target, at + publicEnd, { receivedTimeMs, after });
}

/** Bytes of the scan's PrivatePart; 0 when it has neither URIs nor disclosures. */
export const privatePartBytes = (view: ScanView): number => view.bytes.length - view.publicEnd;

/** Writes the PrivatePart. @returns where it ends. */
export function writePrivatePart(target: Buffer, at: number, view: ScanView): number {
  const end = at + view.bytes.copy(target, at, view.publicEnd);
  toPrivatePart(target, at, end);
  return end;
}
