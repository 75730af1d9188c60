import { createHash, randomBytes } from 'node:crypto';
import { encodePasswordChange, signPasswordChange } from '#libs/core/wire';
import type { Attack } from '../attack.js';
import { eventAttack, impostor } from '../forging/events.js';

const hash = (bytes: Uint8Array): Uint8Array => Uint8Array.from(createHash('sha256').update(bytes).digest());

/** A password of the thief's in the place of the device's. */
export const forgedPassword: Attack = eventAttack(
  'password',
  ({ partition }) => partition,
  (field) => {
    const { device, keyId } = field.nextPlace();
    const change = { logOrigin: field.origin(), device, before: hash(randomBytes(16)), after: hash(randomBytes(16)) };
    return { signedEvent: encodePasswordChange(signPasswordChange(change, impostor(keyId))), disclosures: [] };
  },
  ['EVENT_SIGNATURE_INVALID', 'EVENT_SIGNER_NOT_ALLOWED'],
);

/** Bytes that begin as an event and are none. */
export const junkEvents: readonly Attack[] = Object.entries({
  'of-no-byte': new Uint8Array(),
  'of-zeros': new Uint8Array(1_000),
  'of-a-password': Uint8Array.of(0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f),
  'of-100-kib': new Uint8Array(100_000).fill(0x08),
}).map(([name, signedEvent]) =>
  eventAttack(
    name,
    ({ partition }) => partition,
    () => ({ signedEvent, disclosures: [new Uint8Array(10)] }),
    [
      'MALFORMED',
      'LIMIT_ENTRY_BYTES',
      'FIELD_MISSING',
      'TRUNCATED',
      'UNKNOWN_FIELD',
      'REPEATED_FIELD',
      'VARINT_OVERLONG',
      'ENUM_UNKNOWN',
      'WIRE_TYPE',
      'FIELD_ORDER',
      'DEFAULT_VALUE_ENCODED',
      'VALUE_INVALID',
      'NUMBER_TOO_LARGE',
      'LENGTH_WRONG',
    ],
  ),
);
