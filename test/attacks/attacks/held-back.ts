import { setTimeout as pause } from 'node:timers/promises';
import { type Attack, HARMLESS } from '../attack.js';
import { hashOf } from '../forging/forged.js';
import { injectScans, STREAM_WRITER } from '../forging/inject.js';
import { nextRecords, replaceRecords, whileAnchorIsStopped } from '../forging/stream-table.js';
import { goodScan } from '../forging/crooked-scan.js';

const BEYOND_HOLD_MS = 800;

/** An honest record is taken out of the stream and put back behind later ones, when the device has long sent its scan again. */
export const heldBack: Attack = {
  name: 'held-back',
  who: `${STREAM_WRITER}, and may change its tables.`,
  profiles: ['embedded'],
  run: async (field) => {
    const { attacker, partition, victim } = field;
    const [held] = await whileAnchorIsStopped(field, async () => {
      const records = await nextRecords(field, 2);
      await replaceRecords(field, [[records[0]!, attacker.seal({})]]);
      return records;
    });
    await victim.receipted(30_000);
    await attacker.inject(partition, held!.value);
    await field.taken();
    return { alarm: HARMLESS };
  },
};

/** The first of three records comes last, beyond the time that the anchor waits for it. */
export const deliveredLate: Attack = {
  name: 'delivered-late',
  who: `${STREAM_WRITER}, and holds back what came to him.`,
  run: async (field) => {
    const device = await field.accomplice();
    const [first, second, third] = [1, 2, 3].map(() => goodScan(device));
    await injectScans(field, second!);
    await injectScans(field, third!);
    await pause(BEYOND_HOLD_MS);
    await injectScans(field, first!);
    const hashes = [first!, second!, third!].map(hashOf);
    return { alarm: HARMLESS, mayBeLogged: hashes, mustBeLogged: hashes };
  },
};
