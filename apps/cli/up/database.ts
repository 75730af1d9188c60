import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { EmbeddedPostgres } from '#libs/host/postgres';
import { StartError, type DataPaths } from '#libs/host/service';
import { giveAddresses } from './database-addresses.js';

const RESTART_DELAY_MS = 1_000;

/** The node's own PostgreSQL: its passwords and addresses kept in the folder of keys, started again when it dies. */
export class NodeDatabase {
  private stopping = false;

  private constructor(
    private readonly postgres: EmbeddedPostgres,
    private readonly onChange: (text: string) => void,
    private readonly onReady: () => void,
  ) {}

  static async start(
    paths: DataPaths,
    port: number,
    onChange: (text: string) => void,
    onReady: () => void,
    signal: AbortSignal,
  ): Promise<NodeDatabase> {
    mkdirSync(paths.keys, { recursive: true, mode: 0o700 });
    const password = readOrCreateSecret(join(paths.keys, 'postgres-password'));
    try {
      const postgres = await EmbeddedPostgres.prepare({ folder: paths.postgres, port, password, signal });
      await postgres.start();
      await giveAddresses(postgres, paths);
      const database = new NodeDatabase(postgres, onChange, onReady);
      void database.watch();
      return database;
    } catch (error) {
      throw new StartError(`the database: ${(error as Error).message}`, { cause: error });
    }
  }

  get processId(): number | undefined {
    return this.postgres.processId;
  }

  async stop(patienceMs: number): Promise<void> {
    this.stopping = true;
    await this.postgres.stop(patienceMs);
  }

  private async watch(): Promise<void> {
    for (;;) {
      await this.postgres.exited();
      if (this.stopping) return;
      this.onChange('the database ended; it is started again');
      await wait(RESTART_DELAY_MS);
      if (this.stopping) return;
      try {
        await this.postgres.start();
        this.onChange('the database is up again');
        this.onReady();
      } catch (error) {
        this.onChange(`the database does not start: ${(error as Error).message}`);
      }
    }
  }
}

function readOrCreateSecret(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const secret = randomBytes(24).toString('base64url');
  writeFileSync(file, secret, { mode: 0o600, flag: 'wx' });
  return secret;
}
