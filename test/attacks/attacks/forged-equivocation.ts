import { forgedScan } from '../forging/forged.js';
import { scanAttack, STREAM_WRITER } from '../forging/inject.js';
import { capturedScan } from '../forging/captured.js';

/** A random signature at a counter that is logged: the log would accuse an honest device of having said two things. */
export const forgedEquivocation = scanAttack(
  'forged-equivocation',
  `${STREAM_WRITER}, and reads the public log.`,
  async (field) => {
    const { device, keyId, boot, counter, previous } = (await capturedScan(field)).scan;
    return forgedScan({ device, keyId, boot, counter, previous }, field.object);
  },
);

/** Far ahead of the device's counter: it would wait there, or make a hole of all that come. */
export const forgedFarAhead = scanAttack(
  'forged-far-ahead',
  `${STREAM_WRITER}, and reads the public log.`,
  ({ nextPlace, object }) => forgedScan({ ...nextPlace(), counter: nextPlace().counter + 1_000 }, object),
);

/** In a boot that the log does not know. */
export const forgedBoot = scanAttack(
  'forged-boot',
  `${STREAM_WRITER}.`,
  ({ nextPlace, object }) =>
    forgedScan({ ...nextPlace(), boot: new Uint8Array(16).fill(9), counter: 1, previous: new Uint8Array(32) }, object),
  { kind: 'rejects', reasons: ['BOOT_UNKNOWN', 'SIGNATURE_INVALID'] },
);
