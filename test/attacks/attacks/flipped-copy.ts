import { type Attack, SET_ASIDE } from '../attack.js';
import { capturedScan } from '../forging/captured.js';
import type { Random } from '../../faults/random.js';

/** Where a byte is changed: StreamRecord is the body, then the MAC of 32 bytes at its end. */
export const FLIPS: Readonly<Record<string, (value: Uint8Array, random: Random) => number>> = {
  body: ({ length }, random) => Math.floor(random.between(8, length - 40)),
  mac: ({ length }, random) => length - 1 - Math.floor(random.between(1, 32)),
  'last-byte': ({ length }) => length - 1,
  'first-byte': () => 0,
};

export function flipped(value: Uint8Array, at: number, random: Random): Uint8Array {
  const copy = Uint8Array.from(value);
  copy[at]! ^= 1 << Math.floor(random.between(0, 8));
  return copy;
}

/** A copy of an honest record in which one bit is another. */
export const flippedCopies: readonly Attack[] = Object.entries(FLIPS).map(([where, place]) => ({
  name: `flipped-copy-${where}`,
  who: 'Whoever may write to the stream and has no key.',
  run: async (field) => {
    const { record } = await capturedScan(field);
    const { attacker, partition, random } = field;
    await attacker.inject(partition, flipped(record.value, place(record.value, random), random));
    await field.taken();
    return { alarm: SET_ASIDE };
  },
}));
