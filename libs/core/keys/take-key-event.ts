import {
  type CompromisedBody,
  decodeRotationTerms,
  EventKind,
  type LastStatement,
  type RetireBody,
} from '#libs/core/wire';
import type { LoggedOfBoot } from './device-keys.js';
import { KeyStateError } from './errors.js';
import { bootKey } from './new-keys.js';
import type { EventToSign, KeysBefore } from './signers.js';

/**
 * Takes a boot, rotation, retirement or report into the keys that it is about. Whose signature it needs, whether that has expired,
 * and whether a new key is new in the log is asked before.
 *
 * @param logged what is logged of the device's boot, where that is at hand
 * @throws {KeyStateError}, and the keys are as before
 */
export function takeKeyEvent(event: EventToSign, before: KeysBefore, logged?: LoggedOfBoot): void {
  const { device, operator, logIndex } = before;
  switch (event.kind) {
    case EventKind.BOOT: {
      const { boot, last } = event.body;
      const key = bootKey(event.body);
      return device!.beginBoot({ logIndex, boot, last, ...(key && { key }) }, logged);
    }
    case EventKind.ROTATE: {
      const { algorithm, publicKey, expiresMs, last } = decodeRotationTerms(event.body.rotation);
      const key = { algorithm, publicKey, ...(expiresMs !== undefined && { expiresMs }) };
      if (device) return device.rotate({ logIndex, key, last }, logged);
      refuseLast(last);
      return operator.add('operator', key, logIndex);
    }
    case EventKind.RETIRE: {
      const { keyId, last }: RetireBody = event.body;
      if (device) return device.retire({ logIndex, keyId, last }, logged);
      refuseLast(last);
      return operator.retire({ logIndex, keyId });
    }
    case EventKind.COMPROMISED: {
      const { keyId, sinceMs }: CompromisedBody = event.body;
      const report = { logIndex, keyId, ...(sinceMs !== undefined && { sinceMs }) };
      return device ? device.compromise(report) : operator.compromise(report);
    }
    default:
  }
}

/** @throws {KeyStateError} LAST_NOT_ALLOWED: keys of the operator sign no scans. */
function refuseLast(last: LastStatement | undefined): void {
  if (last) throw new KeyStateError('LAST_NOT_ALLOWED', 'keys of the operator sign no scans, and none is the last');
}
