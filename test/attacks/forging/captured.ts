import { bytesEqual, decodeSignedScan, type SignedScan } from '#libs/core/wire';
import type { TappedRecord } from '../arena/attacker.js';
import type { Field } from '../arena/field.js';

/** A record in which a scan of the victim lies, and that scan. @param counter default: its last */
export async function capturedScan(
  { attacker, victim }: Field,
  counter = victim.device.counter,
): Promise<{ readonly record: TappedRecord; readonly scan: SignedScan }> {
  let scan: SignedScan | undefined;
  const record = await attacker.caught((one) => {
    scan = scansIn(attacker.contents(one)).find(
      (each) => bytesEqual(each.device, victim.key) && each.counter === counter,
    );
    return scan !== undefined;
  });
  return { record, scan: scan! };
}

const scansIn = ({ scans }: ReturnType<Field['attacker']['contents']>): SignedScan[] =>
  scans.flatMap(({ signedScan }) => {
    try {
      return [decodeSignedScan(signedScan)];
    } catch {
      return []; // a forged one
    }
  });
