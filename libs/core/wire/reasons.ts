import type { ScanErrorCode } from './claims/errors.js';
import { utf8 } from './bytes.js';
import type { WireErrorCode } from './errors.js';
import { LIMITS } from './limits.js';

/** Why a scan was not taken. */
export interface Reason {
  /** True: the same bytes will never be taken, the device puts them into quarantine. False: it sends them again later. */
  readonly final: boolean;
  /** One sentence for the person who looks after the device. */
  readonly text: string;
}

const final = (text: string): Reason => ({ final: true, text });
const later = (text: string): Reason => ({ final: false, text });

const FORM: Readonly<Record<WireErrorCode, Reason>> = {
  UNKNOWN_FIELD: final('The message has a field that this format does not know.'),
  TRAILING_BYTES: final('Bytes that begin no field follow the message.'),
  REPEATED_FIELD: final('A field that stands once stands twice.'),
  FIELD_ORDER: final('Fields are not in ascending order.'),
  FIELD_MISSING: final('A field that must be there is missing.'),
  WIRE_TYPE: final('A field has the wrong wire type.'),
  VARINT_OVERLONG: final('A number is written with more bytes than it needs.'),
  NUMBER_TOO_LARGE: final('A number is larger than the format allows.'),
  DEFAULT_VALUE_ENCODED: final('A zero or an empty field is written out instead of left out.'),
  TRUNCATED: final('The message ends in the middle.'),
  UTF8_INVALID: final('A text is not UTF-8.'),
  LENGTH_WRONG: final('A field has not its length.'),
  ENUM_UNKNOWN: final('A field has a value that this format does not know.'),
  LIMIT_SCAN_BYTES: final('The scan is larger than 262,144 bytes.'),
  LIMIT_HEADER_BYTES: final('The header is larger than 60,000 bytes.'),
  LIMIT_OBJECTS: final('More objects are named than there may be: 500 in a scan, 80 in an event.'),
  LIMIT_CLAIMS: final('The scan has more than 256 claims.'),
  LIMIT_ENTRY_BYTES: final('The log entry would be larger than 65,535 bytes.'),
  LIMIT_RECEIPT_BYTES: final('The message to a device is larger than 2,048 bytes.'),
  LIMIT_TEXT_BYTES: final('A text is too long.'),
  LIMIT_BODY_BYTES: final('The body of the event is larger than its kind allows.'),
  LIMIT_RANGES: final('A refusal tells of more than 64 ranges of counters.'),
  COUNTER_MISSING: final('The counter starts at 1.'),
  PREVIOUS_FORM: final('previous is all zero exactly at counter 1.'),
  ZONE_OFFSET_RANGE: final('The zone offset is not within 14 hours of UTC.'),
  OBJECTS_ORDER: final('Object keys are not in strictly ascending order.'),
  ROLES_LENGTH: final('There is not one role for each object.'),
  ROLE_UNKNOWN: final('A role is not known.'),
  ROLE_COMBINATION: final('The roles do not fit the event type and action.'),
  ACTION_COMBINATION: final('The event type does not have this action.'),
  PROFILE_UNKNOWN: final('The verification profile is not known.'),
  EVENT_KIND_UNSUPPORTED: final('Events of this kind have no form in this version.'),
  EVENT_OBJECTS_MISMATCH: final('The event does not list the trails that follow from its body.'),
  STATEMENTS_UNRELATED: final('The two statements are of different devices or boots.'),
  RANGES_FORM: final('The ranges of counters do not ascend, or touch, or do not fit the statements beside them.'),
  VALUE_INVALID: final('A value cannot be written in this format.'),
  MALFORMED: final('The bytes are no message.'),
};

const PRIVATE_PARTS: Readonly<Record<ScanErrorCode, Reason>> = {
  URI_MISSING: final('There is not one URI for each object.'),
  URI_NOT_CANONICAL: final('A URI is not in its canonical form.'),
  URI_MISMATCH: final('A URI is not that of its object key.'),
  DISCLOSURE_MISSING: final('There is not one disclosure for each claim.'),
  DISCLOSURE_FORM: final('A disclosure has not its form.'),
  DISCLOSURE_MISMATCH: final('A disclosure does not open its commitment.'),
  CLAIM_UNKNOWN: final('A claim has a name that is not in the table.'),
  CLAIM_REPEATED: final('A claim that stands once stands twice.'),
  CLAIM_VALUE: final('The value of a claim has not its form.'),
};

const JUDGEMENT = {
  TIME_TOO_EARLY: final('The event time is before the year 2000: the clock was not set.'),
  TIME_TOO_LATE: final('The event time is more than 48 hours ahead of the arrival.'),
  CLOCK_AHEAD: later('The clock of the device is more than 5 minutes ahead.'),
  PAYLOAD_TOO_LARGE: final('The message is larger than any scan can be.'),
  TOPIC_MISMATCH: final('The scan is not of the device on whose topic it came.'),
  DEVICE_UNKNOWN: later('The device is not enrolled (yet).'),
  DEVICE_SIGNS_NO_SCANS: final('The device is enrolled as a system or desk, which sign no scans.'),
  KEY_UNKNOWN: later('The key is not enrolled for this device (yet).'),
  BOOT_UNKNOWN: later('The boot is not registered for this device (yet).'),
  KEY_NOT_ACTIVE: final('The key was retired, replaced or reported as compromised.'),
  KEY_EXPIRED: later('The key has expired: renew or rotate it.'),
  BOOT_ENDED: final('The boot has ended, and the counter is above the last one that it was ended with.'),
  CHAIN_OPEN: later(
    'The key has been replaced, and the scans after this one have not come yet: send all of them again.',
  ),
  SIGNATURE_INVALID: final('The signature does not verify.'),
  DEVICE_LIMIT_OBJECTS: final('The scan names more objects than its enrolment allows.'),
  DEVICE_LIMIT_CLAIMS: final('The scan has more claims than its enrolment allows.'),
  COUNTER_REUSED: final('Another scan with this counter is in the log.'),
  PREVIOUS_MISMATCH: final('previous is not the hash of the statement before.'),
  ARRIVAL_AHEAD: later('The clocks of the machines of the node differ: its operator has been told.'),
  OVERLOADED: later('The node is at its limits at the moment.'),
} as const satisfies Readonly<Record<string, Reason>>;

/** Why an event that a device sent is not logged. */
const EVENTS = {
  EVENT_KIND_NOT_SUBMITTED: final('Events of this kind are not taken from a device.'),
  EVENT_SUBJECT_UNKNOWN: later('The device that the event is about is not enrolled (yet).'),
  EVENT_SIGNER_UNKNOWN: later('The key that signed the event is not known (yet).'),
  EVENT_SIGNER_NOT_ALLOWED: final('The key that signed the event may not sign it.'),
  EVENT_SIGNATURE_INVALID: final('The signature of the event does not verify.'),
  EVENT_NEW_SIGNATURE_INVALID: final('The signature by the new key does not verify.'),
  EVENT_PUBLIC_KEY_INVALID: final('The new key is not one that every verifier takes.'),
  EVENT_KEY_REGISTERED: final('The new key is known already: no key comes back, and none serves two.'),
  EVENT_KEY_UNKNOWN: later('The key that is to end is not known (yet).'),
  EVENT_KEY_ENDED: final('The key has ended before.'),
  EVENT_KEY_EXPIRED: final('The key that signed the event has expired: the operator can renew it.'),
  EVENT_BOOT_TAKEN: final('The boot was announced before.'),
  EVENT_BOOT_UNKNOWN: later('The boot of the last statement is not known (yet).'),
  EVENT_LAST_MISSING: final('The event does not name the last statement of the device.'),
  EVENT_TOO_MANY: final('The device has signed 200 boots and rotations itself: the operator can sign further ones.'),
  EVENT_LAST_MISFIT: final('The last statement that the event names does not fit what is logged.'),
} as const satisfies Readonly<Record<string, Reason>>;

/** Why the password of a device stays as it is. */
const PASSWORDS = {
  PASSWORD_CHANGED: final('The device has another password than the one that was to go, or none.'),
  PASSWORD_ELSEWHERE: final('The broker of this node keeps its passwords itself: its operator changes them.'),
} as const satisfies Readonly<Record<string, Reason>>;

/** Codes of {@link REASONS}. */
export type ReasonCode =
  WireErrorCode | ScanErrorCode | keyof typeof JUDGEMENT | keyof typeof EVENTS | keyof typeof PASSWORDS;

/**
 * Every reason for which a scan, an event or a change of the password is not taken, by code: closed, so that a device can be written against it.
 *
 * @see docs/formats/receipt.md, Reasons
 */
export const REASONS: Readonly<Record<ReasonCode, Reason>> = {
  ...FORM,
  ...PRIVATE_PARTS,
  ...JUDGEMENT,
  ...EVENTS,
  ...PASSWORDS,
};

/** True for codes of the table. */
export const isReasonCode = (code: string): code is ReasonCode => Object.hasOwn(REASONS, code);

/** Cuts a text for people to the bytes that a reject has for it, never within a character. */
export function cutText(text: string, bytesMax: number = LIMITS.textBytesMax): string {
  const whole = text.replace(/\p{Surrogate}/gu, '\ufffd');
  if (utf8(whole).length <= bytesMax) return whole;
  let cut = '';
  let bytes = 0;
  for (const character of whole) {
    bytes += utf8(character).length;
    if (bytes > bytesMax) break;
    cut += character;
  }
  return cut;
}

// What a key signs that has ended, or that is not the one of this counter, says nothing of the device: a thief of it could else take
// counters from the device that has a new one, or from its own late scans.
const ACCUSES_NOBODY: ReadonlySet<string> = new Set([
  'KEY_NOT_ACTIVE',
  'KEY_EXPIRED',
  'BOOT_ENDED',
  'PREVIOUS_MISMATCH',
  'DEVICE_SIGNS_NO_SCANS',
]);

/**
 * Whether a `refused` entry takes the counter of its statement: other bytes at that counter then convict the device.
 *
 * @param reason of the entry; one that is not in the table does
 * @see docs/formats/entry.md, RefusedBody
 */
export const refusalAccuses = (reason: string): boolean => !ACCUSES_NOBODY.has(reason);
