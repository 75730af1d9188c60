import type pg from 'pg';
import { advance, type TrailHead } from '../append/trail-heads.js';
import { EMPTY_FRONTIER } from '../append/frontier.js';
import { copyOut, int8 } from './copy-out.js';
import { type Differences, short } from './findings.js';
import type { LinkSums } from './link-sums.js';

export interface TrailCheckInput {
  readonly client: pg.Client;
  /** Leaf hashes of all entries, one after the other. */
  readonly leaves: Buffer;
  readonly sums: LinkSums;
  readonly differences: Differences;
  readonly onLinks: (done: number) => void;
}

/**
 * Recomputes every link and frontier, trail by trail, and strikes out what the entries name.
 * @returns how many links there are.
 */
export async function checkTrails({ client, leaves, sums, differences, onLinks }: TrailCheckInput): Promise<number> {
  const size = leaves.length / 32;
  let links = 0;
  let trailKey: Buffer = Buffer.alloc(0);
  let head: TrailHead = emptyHead();
  let isBroken = false;
  let lastIndex = -1;
  const query = 'SELECT trail_key, n, log_index, link, frontier FROM trail_link ORDER BY trail_key, n';
  for await (const rows of copyOut(client, query)) {
    for (const [key, nField, indexField, link, frontier] of rows) {
      if (!trailKey.equals(key!)) {
        trailKey = Buffer.from(key!);
        head = emptyHead();
        isBroken = false;
        lastIndex = -1;
      }
      links++;
      const [n, logIndex] = [int8(nField!), int8(indexField!)];
      const at = `link ${n} of trail ${short(trailKey)}`;
      if (logIndex < 0 || logIndex >= size) {
        differences.add('TRAIL_LINK', `${at} names entry ${logIndex}, and the log has ${size}`);
        isBroken = true;
        continue;
      }
      sums.toggle(logIndex, trailKey);
      if (isBroken) continue; // what follows a wrong link is wrong too: one line for each trail
      if (n !== head.n + 1 || logIndex <= lastIndex) {
        differences.add('TRAIL_LINK', `${at} (entry ${logIndex}) does not follow link ${head.n} (entry ${lastIndex})`);
        isBroken = true;
        continue;
      }
      lastIndex = logIndex;
      advance(head, trailKey, logIndex, leaves.subarray(logIndex * 32, logIndex * 32 + 32));
      if (!head.link.equals(link!)) {
        differences.add('TRAIL_LINK', `${at} is ${short(link!)}, entry ${logIndex} gives ${short(head.link)}`);
        isBroken = true;
      } else if (!head.frontier.equals(frontier!)) {
        differences.add('TRAIL_FRONTIER', `the frontier at ${at} is not that of its links`);
        isBroken = true;
      }
    }
    onLinks(links);
  }
  return links;
}

const emptyHead = (): TrailHead => ({ n: 0, link: Buffer.alloc(32), frontier: EMPTY_FRONTIER });
