import type pg from 'pg';
import { sha256 } from '#libs/log/ledger';
import { copyOut, text } from './copy-out.js';
import { type Differences, short } from './findings.js';

const TAG = Buffer.from('cairn.object.v1\0', 'latin1');

/** A URI that is shown beside a key must be the one that the key was made of. */
export async function checkObjectUris(client: pg.Client, differences: Differences): Promise<void> {
  for await (const rows of copyOut(client, 'SELECT trail_key, uri FROM object_uri')) {
    for (const [trailKey, uri] of rows) {
      if (!sha256(Buffer.concat([TAG, uri!])).equals(trailKey!))
        differences.add(
          'OBJECT_URI',
          `object_uri says that ${short(trailKey!)} is ${text(uri!)}, which has another key`,
        );
    }
  }
}
