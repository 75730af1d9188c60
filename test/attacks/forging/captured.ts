import { bytesEqual, decodeSignedScan, type SignedScan } from '#libs/core/wire';
import type { TappedRecord } from '../arena/attacker.js';
import type { Field } from '../arena/field.js';

export interface Captured {
  readonly record: TappedRecord;
  readonly scan: SignedScan;
}

const SEEN_LONG_AGO_MS = 2_000;

/** A record in which a scan of the victim lies, and that scan. @param counter default: its last */
export async function capturedScan(field: Field, counter?: number): Promise<Captured> {
  const { victim } = field;
  if (counter !== undefined) return capture(field, counter);
  // On a machine that is busy the tap may have missed it: then the attacker waits for the next.
  return capture(field, victim.device.counter, SEEN_LONG_AGO_MS).catch(async () => {
    const next = await capture(field, await victim.store());
    await field.taken();
    return next;
  });
}

async function capture({ attacker, victim }: Field, counter: number, timeoutMs?: number): Promise<Captured> {
  let scan: SignedScan | undefined;
  const record = await attacker.caught((one) => {
    scan = scansIn(attacker.contents(one)).find(
      (each) => bytesEqual(each.device, victim.key) && each.counter === counter,
    );
    return scan !== undefined;
  }, timeoutMs);
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
