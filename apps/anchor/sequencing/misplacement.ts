import { decodePasswordChange, decodeSignedEvent, DEVICE_AT, isPasswordChange, WireError } from '#libs/core/wire';
import type { IncomingRecord } from '#libs/log/sequencer';
import { OPERATOR_PARTITION, partitionOf } from '#libs/transport/stream';

/**
 * Why a record cannot have been put where it lies by ingest or by the operator's commands: whoever has no key of the stream can still
 * copy what it holds to where it changes the order of a device. Undefined for one that lies right.
 *
 * @param partitions of the stream
 */
export function misplacement(record: IncomingRecord, partitions: number): string | undefined {
  const { partition, scans, rejected, events } = record;
  const isAway = (device: Uint8Array | undefined): boolean =>
    device !== undefined && device.length > 0 && partitionOf(device, partitions) !== partition;
  if (scans.some(({ bytes }) => isAway(bytes.subarray(DEVICE_AT, DEVICE_AT + 32)))) return away('a scan');
  if (rejected.some(({ device }) => isAway(device))) return away('a refusal');
  if (partition !== OPERATOR_PARTITION && events.some(({ signedEvent }) => isAway(subjectOf(signedEvent))))
    return away('an event');
  return undefined;
}

const away = (what: string): string => `it holds ${what} of a device of another partition`;

/** The trail that an event of a device is about, which is the device's own; undefined for bytes that are no event. */
function subjectOf(payload: Uint8Array): Uint8Array | undefined {
  try {
    return isPasswordChange(payload)
      ? decodePasswordChange(payload).change.device
      : decodeSignedEvent(payload).objects[0];
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return undefined;
  }
}
