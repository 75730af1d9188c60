import { capturedScan } from '../forging/captured.js';
import { forgedScan } from '../forging/forged.js';
import { scanAttack, STREAM_WRITER } from '../forging/inject.js';

const WHO = `${STREAM_WRITER}, and has seen a scan of the device go by.`;

/** A signature of the honest device, taken from its last scan, under other bytes at its next counter. */
export const copiedSignature = scanAttack('copied-signature', WHO, async (field) =>
  forgedScan(field.nextPlace(), field.object, (await capturedScan(field)).scan.signature),
);

/** The last scan itself with another header, as if the device had said two things at one counter. */
export const headerChanged = scanAttack('header-changed', WHO, async (field) => {
  const { scan } = await capturedScan(field);
  const { header, uris, disclosures } = forgedScan(field.nextPlace(), field.object);
  return { ...scan, header, uris, disclosures };
});

/** The last scan itself, told of another thing. */
export const objectsSwapped = scanAttack('objects-swapped', WHO, async (field) => {
  const { scan } = await capturedScan(field);
  const stolen = `${field.object}-stolen`;
  const { header, uris, disclosures } = forgedScan(field.nextPlace(), stolen);
  return { ...scan, header, uris, disclosures };
});

/** The last scan with a random signature: a repeat, told by its statement, whose signature nobody logs. */
export const repeatWithOtherSignature = scanAttack(
  'repeat-with-other-signature',
  WHO,
  async (field) => ({ ...(await capturedScan(field)).scan, signature: new Uint8Array(64).fill(7) }),
  { kind: 'none' },
);
