import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

const LOOK_EVERY_MS = 250;

/** Waits until nothing of an earlier load is left to do: everything is published, and the search has caught up with the log. */
export async function settled(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (;;) {
      const { rows } = await client.query<{ left: string }>(
        `SELECT size - least(published_size, (SELECT min(next_log_index) FROM projector_cursor)) AS left FROM log_head`,
      );
      if (rows[0]?.left === '0') return;
      await wait(LOOK_EVERY_MS);
    }
  } finally {
    await client.end();
  }
}
