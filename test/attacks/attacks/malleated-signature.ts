import { forgedScan } from '../forging/forged.js';
import { scanAttack, STREAM_WRITER } from '../forging/inject.js';
import { goodScan } from '../forging/crooked-scan.js';

const ORDER = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n;

/** S + L in the place of S: the same equation, and one that profile 1 refuses. */
export function malleated(signature: Uint8Array): Uint8Array {
  let s = 0n;
  for (const byte of signature.subarray(32).toReversed()) s = (s << 8n) | BigInt(byte);
  const result = Uint8Array.from(signature);
  let rest = s + ORDER;
  for (let at = 32; at < 64; at++, rest >>= 8n) result[at] = Number(rest & 0xffn);
  return result;
}

/** A signature that some verifiers take and others do not: what one logs, the other calls forged. */
export const malleatedSignature = scanAttack(
  'malleated-signature',
  `${STREAM_WRITER}, and a device of his own.`,
  async ({ accomplice }) => {
    const scan = goodScan(await accomplice());
    return { ...scan, signature: malleated(scan.signature) };
  },
);

/** The signature that every message has under a small-order key, and zeros. */
export const zeroSignature = scanAttack('zero-signature', `${STREAM_WRITER}.`, ({ nextPlace, object }) =>
  forgedScan(nextPlace(), object, new Uint8Array(64)),
);
