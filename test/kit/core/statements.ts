import { sha256 } from '#libs/core/tlog';
import { type SignedStatement, statementBytes } from '../../../libs/core/wire/index.js';
import type { TestDevice } from './fleet.js';

/** A scan as a device signs and keeps it. */
export type Signed = ReturnType<TestDevice['sign']>;

/** Its statement as an equivocation or refused event quotes it. */
export const quoted = ({ device, keyId, boot, counter, previous, header, signature }: Signed): SignedStatement => ({
  device,
  keyId,
  boot,
  counter,
  previous,
  headerHash: sha256(header),
  signature,
});

/** The same scan with other fields, signed again by the same device. */
export function resigned(device: TestDevice, scan: Signed, change: Partial<Signed>): Signed {
  const changed = { ...scan, ...change };
  return { ...changed, signature: device.signer.sign(statementBytes(changed)) };
}
