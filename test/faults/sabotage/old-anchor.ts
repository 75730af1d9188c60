import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { dataPaths } from '#libs/host/service';
import type { VictimNode } from '../kills/victim-node.js';

/** What a woken anchor must not do, done in its place. */
export const OLD_ANCHOR_SABOTAGES: Readonly<Record<string, (victim: VictimNode, epoch: number) => Promise<void>>> = {
  /** It publishes the checkpoint once more, with the very same bytes. */
  'old-anchor-publishes': async ({ node }) => {
    const now = new Date();
    utimesSync(join(dataPaths(node.folder).log, 'checkpoint'), now, now);
  },
  /** It commits a size under its old epoch. */
  'old-anchor-commits': async ({ node }, epoch) => {
    const client = new pg.Client({ connectionString: node.databaseUrl });
    await client.connect();
    try {
      await client.query('UPDATE log_root SET epoch = $1 WHERE size = (SELECT max(size) FROM log_root)', [epoch]);
    } finally {
      await client.end();
    }
  },
};
