import { checkScanPrivateParts, decodeScanHeader, decodeSignedScan } from '#libs/core/wire';
import { LedgerError } from '#libs/log/ledger';
import { type ScanView, viewScan } from './scan-view.js';

/**
 * Reads a scan of the stream strictly: its form, its header, and that it brings everything its header commits to. The signature is
 * verified later, by the keys of then.
 *
 * @throws {WireError} {ScanError} for what ingest refuses too; {LedgerError} ROW_MALFORMED for a time at which nothing can have come.
 */
export function readScan(
  bytes: Buffer,
  { receivedTimeMs, receivedTimeMsMax }: { readonly receivedTimeMs: number; readonly receivedTimeMsMax: number },
): ScanView {
  const { header, uris, disclosures } = decodeSignedScan(bytes);
  checkScanPrivateParts(decodeScanHeader(header), uris, disclosures);
  if (!Number.isSafeInteger(receivedTimeMs) || receivedTimeMs > receivedTimeMsMax)
    throw new LedgerError('ROW_MALFORMED', `a scan cannot have been received at ${receivedTimeMs} ms`);
  return viewScan(bytes, receivedTimeMs);
}
