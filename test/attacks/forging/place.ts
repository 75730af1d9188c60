import type { HonestDevice } from '../arena/honest-device.js';
import type { Place } from './forged.js';

/** Where the next scan of a device will stand: what an attacker reads off the public log. */
export function placeAfter(honest: HonestDevice): Place {
  const { identity, counter } = honest.device;
  const last = honest.scans.get(counter);
  return {
    device: identity.device,
    keyId: honest.signer().keyId,
    boot: identity.boot,
    counter: counter + 1,
    previous: last ? Uint8Array.from(Buffer.from(last.statementHash, 'hex')) : new Uint8Array(32),
  };
}
