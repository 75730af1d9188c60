import { CopyRows } from './copy-rows.js';
import { bytesOfKey, keyOf } from '#libs/log/ledger';
import type { LogBatch } from './log-batch.js';
import { advance, type TrailHeads } from './trail-heads.js';

const COLUMNS = 5;
// Trail key, n, log index, link, and a frontier of a trail of up to 65,535 links; longer ones make the rows grow.
const ROW_BYTES = 2 + COLUMNS * 4 + 32 + 8 + 8 + 32 + 64;

/** Entries that follow each other, with what they name. */
export type TrailBatch = Pick<LogBatch, 'firstIndex' | 'leaves' | 'forEachObject'>;

/** Advances the trail of every object that the batch names. @returns the rows of `trail_link`, in log order. */
export async function advanceTrails(batch: TrailBatch, heads: TrailHeads): Promise<CopyRows> {
  const keys: string[] = [];
  const ends: number[] = []; // of the keys of each entry
  for (let place = 0; place < batch.leaves.length; place++) {
    batch.forEachObject(place, (trailKey) => keys.push(keyOf(trailKey)));
    ends.push(keys.length);
  }
  const taken = await heads.take(new Set(keys));
  const rows = new CopyRows(keys.length * ROW_BYTES);
  let at = 0;
  for (let place = 0; place < ends.length; place++) {
    const logIndex = batch.firstIndex + place;
    const leaf = batch.leaves[place]!;
    for (; at < ends[place]!; at++) {
      const key = keys[at]!;
      const head = taken.get(key)!;
      const trailKey = bytesOfKey(key);
      advance(head, trailKey, logIndex, leaf);
      rows.startRow(COLUMNS, 32 + 8 + 8 + 32 + head.frontier.length);
      rows.bytes(trailKey);
      rows.int8(head.n);
      rows.int8(logIndex);
      rows.bytes(head.link);
      rows.bytes(head.frontier);
    }
  }
  return rows;
}
