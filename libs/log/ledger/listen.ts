import type pg from 'pg';

const RECONNECT_MS = 1_000;

/** Listens on a connection of its own, taken out of the pool. */
export function listenOn(pool: pg.Pool, channel: string, onChange: () => void): { stop(): Promise<void> } {
  let stopped = false;
  let client: pg.PoolClient | undefined;
  let timer: NodeJS.Timeout | undefined;
  const again = (): void => {
    if (!stopped) timer = setTimeout(() => void connect(), RECONNECT_MS);
  };
  const connect = async (): Promise<void> => {
    try {
      const connected = await pool.connect();
      connected.once('error', (error) => {
        connected.release(error);
        if (client === connected) client = undefined;
        again();
      });
      connected.on('notification', onChange);
      await connected.query(`LISTEN ${channel}`);
      if (stopped) return connected.release(true);
      client = connected;
      onChange();
    } catch {
      again();
    }
  };
  const started = connect();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await started;
      client?.release(true); // a session that listens must not go back into the pool
    },
  };
}
