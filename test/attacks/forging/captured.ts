import { bytesEqual, decodeSignedScan, type SignedScan } from '#libs/core/wire';
import type { TappedRecord } from '../arena/attacker.js';
import type { Field } from '../arena/field.js';

export interface Captured {
  readonly record: TappedRecord;
  readonly scan: SignedScan;
}

const SEEN_WITHIN_MS = 2_000;
/** On a machine that is busy records are trimmed before the tap has seen them: the attacker waits for the next, and the next. */
const TRIES = 30;

/** A record in which a scan of the victim lies, and that scan. @param counter default: its last, or one of its next */
export async function capturedScan(field: Field, counter?: number): Promise<Captured> {
  const { victim } = field;
  if (counter !== undefined) return capture(field, counter);
  let wanted = victim.device.counter;
  for (let left = TRIES; ; left--) {
    try {
      const captured = await capture(field, wanted, SEEN_WITHIN_MS);
      // What comes later than the attack began is waited for: it has its receipt before anything is done with it.
      if (left < TRIES) await field.taken();
      return captured;
    } catch (error) {
      if (left === 1) throw error;
      wanted = await victim.store();
    }
  }
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
