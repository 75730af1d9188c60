import { randomBytes } from 'node:crypto';
import { makeDisclosure, type SignedScan } from '#libs/core/wire';
import { type Attack, UNUSABLE } from '../attack.js';
import { capturedScan } from '../forging/captured.js';
import { verified } from '../forging/forged.js';
import { scanAttack, STREAM_WRITER } from '../forging/inject.js';
import { nextRecords, replaceRecords, whileAnchorIsStopped } from '../forging/stream-table.js';
import { goodScan } from '../forging/crooked-scan.js';

const other = (index: number): Uint8Array =>
  makeDisclosure({ index, salt: randomBytes(16), name: 'bizStep', value: 'shipping' });

/** What the device signed stays as it is; what it hid with it is taken away or exchanged. */
const CHANGES: Readonly<Record<string, { readonly change: (scan: SignedScan) => SignedScan }>> = {
  'uris-taken': { change: (scan) => ({ ...scan, uris: [] }) },
  'uri-exchanged': {
    change: (scan) => ({ ...scan, uris: scan.uris.map(() => 'https://id.gs1.org/01/09520000000004/21/other') }),
  },
  'disclosures-taken': { change: (scan) => ({ ...scan, disclosures: [] }) },
  'disclosure-exchanged': {
    change: (scan) => ({ ...scan, disclosures: scan.disclosures.map((_, index) => other(index)) }),
  },
  'disclosure-emptied': {
    change: (scan) => ({ ...scan, disclosures: scan.disclosures.map(() => new Uint8Array()) }),
  },
};

const ofAccomplice = Object.entries(CHANGES).map(([name, { change }]) =>
  scanAttack(
    name,
    `${STREAM_WRITER}: the device is honest, its signature good.`,
    async ({ accomplice }) => change(goodScan(await accomplice(), { bizStep: 'storing', readPointCountry: 'IN' })),
    UNUSABLE,
  ),
);

/** The honest device's scan where it lies: with the receipt it would delete the only whole copy. The device sends it again, and that counts. */
const inTable = Object.entries(CHANGES).map(([name, { change }]): Attack => ({
  name: `${name}-in-table`,
  who: `${STREAM_WRITER}, and may change its tables.`,
  profiles: ['embedded'],
  run: async (field) => {
    await whileAnchorIsStopped(field, async () => {
      const [record] = await nextRecords(field, 1);
      const { scan } = await capturedScan(field);
      await replaceRecords(field, [[record!, field.attacker.seal({ scans: [verified(change(scan))] })]]);
    });
    await field.taken();
    return { alarm: UNUSABLE };
  },
}));

export const privateParts: readonly Attack[] = [...ofAccomplice, ...inTable];
