import { isReservedName } from '#libs/core/wire';
import { EnrolmentError } from './errors.js';

/** @throws {EnrolmentError} NAME_RESERVED */
export function demandFreeName(id: string): void {
  if (isReservedName(id))
    throw new EnrolmentError(
      'NAME_RESERVED',
      `no device can be called ${id}: by that name ingest logs in at a broker, where it hears every scan and answers every device`,
    );
}
