import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

const LOOK_EVERY_MS = 250;
// Many times what a full load leaves: a bench that waits for ever says nothing, for example of witnesses that never cosign.
const PATIENCE_MS = 180_000;

/**
 * Waits until nothing of an earlier load is left to do: everything is published, and the search has caught up with the log.
 * @throws when it does not come to that
 */
export async function settled(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const end = performance.now() + PATIENCE_MS; performance.now() < end;) {
      const { rows } = await client.query<{ left: string }>(
        `SELECT size - least(published_size, (SELECT min(next_log_index) FROM projection.generation WHERE is_served)) AS left FROM log_head`,
      );
      if (rows[0]?.left === '0') return;
      await wait(LOOK_EVERY_MS);
    }
    throw new Error(`after ${PATIENCE_MS / 1_000} s not all is public, or not all can be found`);
  } finally {
    await client.end();
  }
}
