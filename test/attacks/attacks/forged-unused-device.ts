import { forgedScan } from '../forging/forged.js';
import { scanAttack, STREAM_WRITER } from '../forging/inject.js';
import { placeAfter } from '../forging/place.js';

/** A first scan of a device that lies in its box: then it can never begin. */
export const forgedUnusedDevice = scanAttack(
  'forged-unused-device',
  `${STREAM_WRITER}, and reads in the public log who was enrolled.`,
  async ({ unused, object }) => forgedScan(placeAfter(await unused()), object),
);
