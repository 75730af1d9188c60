import pg from 'pg';
import { connectionOptions } from '#libs/log/ledger';

/** Roots that were committed after the snapshot of a check was taken: a node that runs has signed more meanwhile. */
export class LaterRoots {
  private client: Promise<pg.Client> | undefined;

  constructor(private readonly databaseUrl: string) {}

  /** The root at a size as the database has it now, null where that size is not committed. */
  async find(size: number): Promise<Buffer | null> {
    const client = await (this.client ??= this.connect());
    const { rows } = await client.query<{ root: Buffer }>('SELECT root FROM log_root WHERE size = $1', [size]);
    return rows[0]?.root ?? null;
  }

  async end(): Promise<void> {
    await (await this.client?.catch(() => undefined))?.end();
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client(connectionOptions({ databaseUrl: this.databaseUrl, name: 'cairn-check' }));
    client.on('error', () => {}); // the query under way, or the next one, reports it
    await client.connect();
    return client;
  }
}
