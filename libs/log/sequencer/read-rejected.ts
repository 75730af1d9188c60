import { isReasonCode, LIMITS, REASONS, type RejectedScan } from '#libs/core/wire';
import { LedgerError } from '#libs/log/ledger';

/** As much of a refused payload as the table `reject` keeps, for the operator to see what it was. */
export const PAYLOAD_HEAD_BYTES_MAX = 256;

/**
 * Demands the form in which ingest writes a refusal: no value of it may be one that the database or a reader of the log refuses.
 * Whether its statement is signed is judged later.
 *
 * @throws {LedgerError} ROW_MALFORMED
 */
export function readRejected(rejected: RejectedScan): RejectedScan {
  const { payloadHash, device, boot, counter, reason, text, final, receivedTimeMs, payloadHead } = rejected;
  const isWhole =
    payloadHash.length === 32 &&
    isEmptyOr(32, device) &&
    isEmptyOr(16, boot) &&
    isNumber(counter) &&
    isReasonCode(reason) &&
    REASONS[reason].final === final &&
    Buffer.byteLength(text) <= LIMITS.textBytesMax &&
    !text.includes('\0') &&
    isNumber(receivedTimeMs) &&
    payloadHead.length <= PAYLOAD_HEAD_BYTES_MAX;
  if (!isWhole) throw new LedgerError('ROW_MALFORMED', 'a refusal in the stream has not the form that ingest writes');
  return rejected;
}

const isEmptyOr = (length: number, bytes: Uint8Array): boolean => bytes.length === 0 || bytes.length === length;

const isNumber = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
