import { forgedScan } from '../forging/forged.js';
import { scanAttack, STREAM_WRITER } from '../forging/inject.js';

/** The attack that had succeeded: a scan of an honest device with a random signature where its next one will stand. */
export const forgedNextCounter = scanAttack(
  'forged-next-counter',
  `${STREAM_WRITER}, and reads the public log.`,
  ({ nextPlace, object }) => forgedScan(nextPlace(), object),
);
