import { bytesEqual, decodeSignedEvent, EventKind, WireError } from '#libs/core/wire';
import type { Fault } from './read-payload.js';

/** Bytes of a SignedEvent of a device: a rotation has about 400. */
export const EVENT_BYTES_MAX = 4_096;

const OF_DEVICES: ReadonlySet<EventKind> = new Set([EventKind.BOOT, EventKind.ROTATE, EventKind.RETIRE]);

/**
 * What is wrong with the form of an event that a device sent. Its signatures, and whether it fits the log, are judged by anchor.
 *
 * @param device key of the device on whose topic it came
 */
export function eventFault(payload: Uint8Array, device: Uint8Array): Fault | undefined {
  if (payload.length > EVENT_BYTES_MAX)
    return { reason: 'PAYLOAD_TOO_LARGE', detail: `an event of a device has at most ${EVENT_BYTES_MAX} bytes` };
  try {
    const { kind, objects } = decodeSignedEvent(payload);
    if (!OF_DEVICES.has(kind)) return { reason: 'EVENT_KIND_NOT_SUBMITTED', detail: `kind ${kind}` };
    if (objects.length !== 1 || !bytesEqual(objects[0]!, device)) return { reason: 'TOPIC_MISMATCH' };
    return undefined;
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return { reason: error.code, detail: error.message };
  }
}
