import { bytesEqual } from './bytes.js';
import { WireError } from './errors.js';
import type { EnrolBody, EquivocationBody } from './event-bodies.js';
import type { CodesBody } from './goods-bodies.js';
import { checkKeyLength } from './key-events.js';
import { deviceKindName } from './kinds.js';
import { LIMITS } from './limits.js';
import { checkPrevious } from './scan.js';

// What is asked of bodies beyond their tables, where several fields depend on each other.

/** @throws {WireError} ENUM_UNKNOWN for a kind of device that is not known, and those of `checkKeyLength`. */
export function checkEnrolment(body: EnrolBody): void {
  checkKeyLength(body);
  // A device that scans is written by leaving the kind out: 1 would be a second spelling of it.
  if (body.kind !== undefined && deviceKindName(body.kind) === undefined)
    throw new WireError('ENUM_UNKNOWN', `a device of kind ${body.kind} is not known`);
}

/** @throws {WireError} PREVIOUS_FORM, STATEMENTS_UNRELATED, ENUM_UNKNOWN. */
export function checkEquivocation({ first, second, reason }: EquivocationBody): void {
  for (const { counter, previous } of [first, second]) checkPrevious(counter, previous);
  if (!bytesEqual(first.device, second.device)) {
    throw new WireError('STATEMENTS_UNRELATED', 'the two statements are of different devices');
  }
  if (reason !== 'COUNTER_REUSED' && reason !== 'PREVIOUS_MISMATCH') {
    throw new WireError('ENUM_UNKNOWN', 'an equivocation is COUNTER_REUSED or PREVIOUS_MISMATCH');
  }
}

/** @throws {WireError} VALUE_INVALID for digits or a time that cannot be. */
export function checkCodes({ digits, fromMs, untilMs }: CodesBody): void {
  if (!/^[0-9]*$/.test(digits) || digits.length < LIMITS.codeDigitsMin)
    throw new WireError('VALUE_INVALID', 'codes begin with 4 to 14 decimal digits');
  if (untilMs !== undefined && untilMs <= (fromMs ?? 0))
    throw new WireError('VALUE_INVALID', 'codes are held until a time behind the one from which on they are');
}
