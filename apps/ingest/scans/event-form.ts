import {
  bytesEqual,
  decodePasswordChange,
  decodeSignedEvent,
  EventKind,
  isPasswordChange,
  WireError,
} from '#libs/core/wire';
import type { Fault } from './read-payload.js';

/** Bytes of a SignedEvent of a device: a rotation has about 400. */
export const EVENT_BYTES_MAX = 4_096;

const OF_DEVICES: ReadonlySet<number> = new Set([EventKind.BOOT, EventKind.ROTATE, EventKind.RETIRE]);

export interface EventSetting {
  /** Key of the device on whose topic it came. */
  readonly device: Uint8Array;
  /** Who keeps the passwords of the broker: this node, or a broker outside. */
  readonly passwords: 'here' | 'elsewhere';
}

/**
 * What is wrong with the form of an event, or of a change of the password, that a device sent. Its signatures, and whether it fits what
 * holds, are judged by anchor.
 */
export function eventFault(payload: Uint8Array, { device, passwords }: EventSetting): Fault | undefined {
  if (payload.length > EVENT_BYTES_MAX)
    return { reason: 'PAYLOAD_TOO_LARGE', detail: `an event of a device has at most ${EVENT_BYTES_MAX} bytes` };
  try {
    if (isPasswordChange(payload)) {
      if (!bytesEqual(decodePasswordChange(payload).change.device, device)) return { reason: 'TOPIC_MISMATCH' };
      return passwords === 'here' ? undefined : { reason: 'PASSWORD_ELSEWHERE' };
    }
    const { kind, objects } = decodeSignedEvent(payload);
    if (!OF_DEVICES.has(kind)) return { reason: 'EVENT_KIND_NOT_SUBMITTED', detail: `kind ${kind}` };
    if (objects.length !== 1 || !bytesEqual(objects[0]!, device)) return { reason: 'TOPIC_MISMATCH' };
    return undefined;
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return { reason: error.code, detail: error.message };
  }
}
