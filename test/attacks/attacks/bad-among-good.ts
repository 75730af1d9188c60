import { type Attack, BAD_SIGNATURE } from '../attack.js';
import { forgedScan, hashOf } from '../forging/forged.js';
import { injectScans, STREAM_WRITER } from '../forging/inject.js';
import { goodScan } from '../forging/crooked-scan.js';

const GOOD = 255;
const AT = 128;

/** One forged scan in a full record: the good ones around it count. */
export const badAmongGood: Attack = {
  name: 'bad-among-good',
  who: `${STREAM_WRITER}, and hides his scan among 255 good ones.`,
  run: async (field) => {
    const device = await field.accomplice();
    const good = Array.from({ length: GOOD }, () => goodScan(device));
    await injectScans(field, ...good.slice(0, AT), forgedScan(field.nextPlace(), field.object), ...good.slice(AT));
    const hashes = good.map(hashOf);
    return { alarm: BAD_SIGNATURE, mayBeLogged: hashes, mustBeLogged: hashes };
  },
};
