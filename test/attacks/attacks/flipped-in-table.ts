import { type Attack, SET_ASIDE } from '../attack.js';
import { nextRecords, replaceRecords, whileAnchorIsStopped } from '../forging/stream-table.js';
import { flipped, FLIPS } from './flipped-copy.js';

/** Honest records are spoilt where they lie: their scans come again from their devices, which have no receipt. */
export const flippedInTable: Attack = {
  name: 'flipped-in-table',
  who: 'Whoever may change the tables of the stream, or the disk under them.',
  profiles: ['embedded'],
  run: async (field) => {
    const places = Object.values(FLIPS);
    await whileAnchorIsStopped(field, async () => {
      const records = await nextRecords(field, places.length);
      const { random } = field;
      await replaceRecords(
        field,
        records.map((record, n) => [record, flipped(record.value, places[n]!(record.value, random), random)]),
      );
    });
    await field.taken();
    return { alarm: SET_ASIDE };
  },
};
