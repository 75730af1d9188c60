import { statementBytes } from '#libs/core/wire';
import { rejectedAs } from '../attack.js';
import { forgedScan } from '../forging/forged.js';
import { scanAttack, STREAM_WRITER } from '../forging/inject.js';

const WHO = `${STREAM_WRITER}, and the key of some other enrolled device.`;

/** A good signature over the honest device's statement, by the key of another device. */
export const signedByAnother = scanAttack('signed-by-another', WHO, async ({ nextPlace, object, accomplice }) => {
  const scan = forgedScan(nextPlace(), object);
  return { ...scan, signature: (await accomplice()).signer.sign(statementBytes(scan)) };
});

/** The same, and the scan names that other key itself. */
export const signedByAnotherKeyId = scanAttack(
  'signed-by-another-key-id',
  WHO,
  async ({ nextPlace, object, accomplice }) => {
    const { signer } = await accomplice();
    const scan = forgedScan({ ...nextPlace(), keyId: signer.keyId }, object);
    return { ...scan, signature: signer.sign(statementBytes(scan)) };
  },
  rejectedAs('KEY_UNKNOWN', 'SIGNATURE_INVALID'),
);
