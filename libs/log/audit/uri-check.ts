import { sha256 } from '#libs/log/ledger';
import { type Differences, short } from './findings.js';

const TAG = Buffer.from('cairn.object.v1\0', 'latin1');

/** What is shown beside the key of a trail. */
export interface ShownUri {
  readonly trailKey: Buffer;
  readonly uri: string;
}

/** A URI that is shown beside a key must be the one that the key was made of. */
export async function checkShownUris(shown: AsyncIterable<ShownUri>, differences: Differences): Promise<void> {
  for await (const { trailKey, uri } of shown) {
    if (!sha256(Buffer.concat([TAG, Buffer.from(uri)])).equals(trailKey))
      differences.add('OBJECT_URI', `object_uri says that ${short(trailKey)} is ${uri}, which has another key`);
  }
}
