import type { SignedScan } from '#libs/core/wire';
import { type Aftermath, type Alarm, type Attack, BAD_SIGNATURE } from '../attack.js';
import type { Field } from '../arena/field.js';
import { verified } from './forged.js';

export const STREAM_WRITER = 'Whoever has the MAC key of the stream and may write to it, such as a broken ingest';

/** Scans in one sealed record of the victim's partition. */
export async function injectScans(field: Field, ...scans: readonly SignedScan[]): Promise<void> {
  await field.attacker.inject(field.partition, field.attacker.seal({ scans: scans.map((scan) => verified(scan)) }));
  await field.taken();
}

/** An attack that is one scan in a sealed record. */
export const scanAttack = (
  name: string,
  who: string,
  scanOf: (field: Field) => SignedScan | Promise<SignedScan>,
  alarm: Alarm = BAD_SIGNATURE,
): Attack => ({
  name,
  who,
  run: async (field): Promise<Aftermath> => {
    await injectScans(field, await scanOf(field));
    return { alarm };
  },
});
