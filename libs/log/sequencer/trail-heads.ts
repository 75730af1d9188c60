import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import { appendToFrontier, EMPTY_FRONTIER } from './frontier.js';
import { putUint64, sha256 } from '#libs/log/ledger';

/** The end of a trail. `frontier` is the compact range over its links. */
export interface TrailHead {
  n: number;
  link: Buffer;
  frontier: Buffer;
}

// About 600 bytes each with key and hashes: 20 MB. What is not here costs one row of one query a batch.
const HEADS_MAX = 32_768;
const KEY_BYTES = 32;

/** Ends of trails by their 32 bytes. Right only under the lease, and only after the last commit succeeded. */
export class TrailHeads {
  private readonly known = new LRUCache<string, TrailHead>({ max: HEADS_MAX });

  constructor(private readonly client: pg.Client) {}

  /**
   * The heads of these trails, from memory or by one query; trails without links have an empty head.
   *
   * @returns by key; they are this batch's to advance, also when there are more than memory keeps.
   */
  async take(trailKeys: ReadonlySet<string>): Promise<Map<string, TrailHead>> {
    const heads = new Map<string, TrailHead>();
    const missing: string[] = [];
    for (const key of trailKeys) {
      const head = this.known.get(key);
      if (head) heads.set(key, head);
      else missing.push(key);
    }
    if (missing.length > 0) await this.learn(missing, heads);
    return heads;
  }

  private async learn(missing: readonly string[], heads: Map<string, TrailHead>): Promise<void> {
    // All keys in one binary parameter: an array of them would be written and parsed as text.
    const { rows } = await this.client.query<{ place: number } & TrailHead>({
      name: 'trailHeads',
      text: `SELECT k.place, h.n, h.link, h.frontier
             FROM (SELECT place, substring($1::bytea from place * ${KEY_BYTES} + 1 for ${KEY_BYTES}) AS key
                   FROM generate_series(0, $2::int - 1) AS place) k
             CROSS JOIN LATERAL (SELECT n, link, frontier FROM trail_link t WHERE t.trail_key = k.key
                                 ORDER BY n DESC LIMIT 1) h`,
      values: [Buffer.from(missing.join(''), 'latin1'), missing.length],
    });
    for (const { place, n, link, frontier } of rows) heads.set(missing[place]!, { n, link, frontier });
    for (const key of missing) {
      let head = heads.get(key);
      if (!head) heads.set(key, (head = { n: 0, link: NO_LINK, frontier: EMPTY_FRONTIER }));
      this.known.set(key, head);
    }
  }
}

const NO_LINK = Buffer.alloc(32);
const TAG = 'cairn.trail.v1\0';
const KEY_AT = TAG.length;
const preimage = Buffer.alloc(TAG.length + 32 + 8 + 8 + 32 + 32); // one for all: hashing is synchronous
preimage.write(TAG, 'latin1');

/**
 * Advances a trail by the entry at `logIndex`. The same rule as Trail of libs/core/entries, for the sequencer; a test holds both
 * together.
 */
export function advance(head: TrailHead, trailKey: Buffer, logIndex: number, leaf: Buffer): void {
  trailKey.copy(preimage, KEY_AT);
  putUint64(preimage, head.n + 1, KEY_AT + 32);
  putUint64(preimage, logIndex, KEY_AT + 40);
  head.link.copy(preimage, KEY_AT + 48);
  leaf.copy(preimage, KEY_AT + 80);
  head.link = sha256(preimage);
  head.link.copy(linkLeaf, 1);
  head.frontier = appendToFrontier(head.frontier, head.n, sha256(linkLeaf));
  head.n++;
}

const linkLeaf = Buffer.alloc(1 + 32); // byte 0 is the prefix of a leaf
