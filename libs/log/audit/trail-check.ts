import type pg from 'pg';
import { copyOut, int8 } from './copy-out.js';
import { type Differences, short } from './findings.js';
import type { LinkSums } from './link-sums.js';
import { RunningTrail } from './running-trail.js';

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
  const trail = new RunningTrail();
  let isBroken = false;
  let lastIndex = -1;
  const query = 'SELECT trail_key, n, log_index, link, frontier FROM trail_link ORDER BY trail_key, n';
  for await (const rows of copyOut(client, query)) {
    for (const [key, nField, indexField, link, frontier] of rows) {
      if (!trailKey.equals(key!)) {
        trailKey = Buffer.from(key!);
        trail.begin(trailKey);
        isBroken = false;
        lastIndex = -1;
      }
      links++;
      const [n, logIndex] = [int8(nField!), int8(indexField!)];
      if (logIndex < 0 || logIndex >= size) {
        differences.add('TRAIL_LINK', `${at(n, trailKey)} names entry ${logIndex}, and the log has ${size}`);
        isBroken = true;
        continue;
      }
      sums.hold(logIndex, trailKey);
      if (isBroken) continue; // what follows a wrong link is wrong too: one line for each trail
      if (n !== trail.n + 1 || logIndex <= lastIndex) {
        differences.add(
          'TRAIL_LINK',
          `${at(n, trailKey)} (entry ${logIndex}) does not follow link ${trail.n} (entry ${lastIndex})`,
        );
        isBroken = true;
        continue;
      }
      lastIndex = logIndex;
      trail.advance(logIndex, leaves);
      if (!trail.link.equals(link!)) {
        differences.add(
          'TRAIL_LINK',
          `${at(n, trailKey)} is ${short(link!)}, entry ${logIndex} gives ${short(trail.link)}`,
        );
        isBroken = true;
      } else if (!trail.hasFrontier(frontier!)) {
        differences.add('TRAIL_FRONTIER', `the frontier at ${at(n, trailKey)} is not that of its links`);
        isBroken = true;
      }
    }
    onLinks(links);
  }
  return links;
}

const at = (n: number, trailKey: Buffer): string => `link ${n} of trail ${short(trailKey)}`;
