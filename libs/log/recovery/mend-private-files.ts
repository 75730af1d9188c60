import type pg from 'pg';
import type { PrivateParts } from '#libs/log/storage';
import { TILE_WIDTH } from '#libs/core/tlog';
import { leafOf } from '#libs/log/ledger';

/** Writes files of private parts that were damaged or missing from what was recovered; a damaged one is kept. @returns where those lie. */
export async function mendPrivateFiles(
  client: pg.Client,
  privateParts: PrivateParts,
  bundles: Iterable<number>,
): Promise<string[]> {
  const kept: string[] = [];
  for (const bundle of bundles) {
    const { rows } = await client.query<{ logIndex: number; entry: Buffer; part: Buffer | null }>(
      `SELECT log_index AS "logIndex", entry, private AS part FROM log_entry
       WHERE log_index >= $1 AND log_index < $1 + $2 ORDER BY log_index`,
      [bundle * TILE_WIDTH, TILE_WIDTH],
    );
    const records = rows.map(({ logIndex, entry, part }) => ({ logIndex, leaf: leafOf(entry), part }));
    const aside = await privateParts.replace(records, () => {}); // the folder is this process's alone
    if (aside !== null) kept.push(aside);
  }
  return kept;
}
