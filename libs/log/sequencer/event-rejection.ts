import { KeyStateError, type KeyStateErrorCode } from '#libs/core/keys';
import { type ReasonCode, ScanError, WireError } from '#libs/core/wire';
import { SignatureError } from '#libs/core/signatures';

/** Why an event that only the operator submits is not logged; those of REASONS are for devices too. */
export type EventRejectReason =
  | Extract<ReasonCode, `EVENT_${string}`>
  | 'EVENT_OPERATOR_MISPLACED'
  | 'EVENT_OPERATOR_MISMATCH'
  | 'EVENT_PARTY_UNKNOWN'
  | 'EVENT_CODES_OWNED'
  | 'EVENT_DEVICE_ENROLLED'
  | 'EVENT_DEVICE_ID_MISSING'
  | 'EVENT_NAME_MISFIT'
  | 'EVENT_LAST_NOT_ALLOWED'
  | 'EVENT_LAST_OPERATOR_KEY'
  | 'EVENT_EXPIRY_NOT_ALLOWED';

/** One event may not be logged; the others of its batch go on. */
export class EventRejection extends Error {
  override readonly name = 'EventRejection';
  constructor(
    readonly reason: EventRejectReason,
    message: string,
  ) {
    super(message);
  }
}

/** What the key model says, in the words of a reject. Codes that are not here cannot come from an event that is being admitted. */
const REASON_OF: Partial<Record<KeyStateErrorCode, EventRejectReason>> = {
  KEY_UNKNOWN: 'EVENT_KEY_UNKNOWN',
  KEY_REPEATED: 'EVENT_KEY_REGISTERED',
  KEY_ENDED: 'EVENT_KEY_ENDED',
  LAST_OPERATOR_KEY: 'EVENT_LAST_OPERATOR_KEY',
  EXPIRY_NOT_ALLOWED: 'EVENT_EXPIRY_NOT_ALLOWED',
  LAST_MISSING: 'EVENT_LAST_MISSING',
  LAST_NOT_ALLOWED: 'EVENT_LAST_NOT_ALLOWED',
  LAST_MISFIT: 'EVENT_LAST_MISFIT',
  BOOT_REPEATED: 'EVENT_BOOT_TAKEN',
  BOOT_UNKNOWN: 'EVENT_BOOT_UNKNOWN',
};

/** @returns null for an error that is not about the event. */
export function rejectReasonOf(error: unknown): string | null {
  if (error instanceof EventRejection) return error.reason;
  if (error instanceof KeyStateError) return REASON_OF[error.code] ?? null;
  if (error instanceof WireError || error instanceof ScanError) return error.code;
  return error instanceof SignatureError ? 'EVENT_PUBLIC_KEY_INVALID' : null;
}
