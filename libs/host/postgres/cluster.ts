import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { Account } from './account.js';
import { findBinaries, type Binaries } from './binaries.js';
import { stopOrphan } from './orphan.js';

export interface EmbeddedPostgresOptions {
  /** Where the cluster lies. Made at the first start. */
  readonly folder: string;
  readonly port: number;
  readonly password: string;
  readonly connectionsMax?: number;
  /** Aborts making the cluster and starting: whichever of PostgreSQL's programs runs then is ended. Without effect on a running database. */
  readonly signal?: AbortSignal;
}

const SUPERUSER = 'cairn';
const DATABASE = 'cairn';
const START_TIMEOUT_MS = 60_000; // recovery after a crash may have to read a gigabyte of write-ahead log
const STOP_PATIENCE_MS = 30_000;
const SAID_LINES_MAX = 50;

// Small for a laptop, durable as ever: fsync and synchronous_commit stay on, because receipts rest on them.
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '64MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '1GB',
  checkpoint_timeout: '15min',
  wal_compression: 'on',
  jit: 'off',
  autovacuum_max_workers: '2',
  log_min_messages: 'warning',
};

/** A real PostgreSQL as a child process, its files in a folder of ours. */
export class EmbeddedPostgres {
  private child: ChildProcess | null = null;
  private readonly said: string[] = [];

  private constructor(
    private readonly options: EmbeddedPostgresOptions,
    private readonly account: Account,
    private readonly binaries: Binaries,
  ) {}

  /** Makes the cluster where there is none yet; starts nothing. */
  static async prepare(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const folder = resolve(options.folder);
    const postgres = new EmbeddedPostgres({ ...options, folder }, Account.forThisProcess(), findBinaries());
    if (!existsSync(join(folder, 'initialised'))) await postgres.initialise();
    return postgres;
  }

  /** Of the superuser: for whoever makes roles. */
  get url(): string {
    return this.urlOf(SUPERUSER, this.options.password);
  }

  /** The node's database, for a role that there is. */
  urlOf(role: string, password: string): string {
    return `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${this.options.port}/${DATABASE}`;
  }

  get processId(): number | undefined {
    return this.child?.pid;
  }

  /** Resolves when connections are accepted and the database exists. @throws {Error} with PostgreSQL's own words. */
  async start(): Promise<void> {
    const { folder, port, connectionsMax = 100 } = this.options;
    await stopOrphan(folder);
    this.options.signal?.throwIfAborted();
    const settings = { ...SETTINGS, max_connections: String(connectionsMax) };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    // A process group of its own: Ctrl-C at the terminal must not reach the database before the programs that use it.
    const child = this.account.spawn(this.binaries.postgres, ['-D', folder, '-p', String(port), ...flags], {
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      needs: [folder, this.binaries.folder],
    });
    this.child = child;
    const noLongerAbortable = this.onAbort(() => child.kill('SIGINT'));
    try {
      await this.untilReady(child);
      await this.ensureDatabase();
    } finally {
      noLongerAbortable();
    }
  }

  /** Ends when the running process does. */
  exited(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
    return new Promise((done) => child.once('exit', () => done()));
  }

  /** @param patienceMs how long the orderly way may take before the hard one. */
  async stop(patienceMs = STOP_PATIENCE_MS): Promise<void> {
    const gone = this.exited();
    this.child?.kill('SIGINT'); // "fast": ends sessions, writes a checkpoint
    // "immediate": nothing is lost either, the next start reads the write-ahead log
    const overdue = setTimeout(() => this.child?.kill('SIGQUIT'), patienceMs);
    await gone;
    clearTimeout(overdue);
    this.child = null;
  }

  private async initialise(): Promise<void> {
    const { folder, password } = this.options;
    rmSync(folder, { recursive: true, force: true }); // what a first start left half done
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.account.own(folder);
    const passwordFolder = mkdtempSync(join(tmpdir(), 'cairn-password-'));
    this.account.own(passwordFolder);
    const passwordFile = join(passwordFolder, 'password');
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    this.account.own(passwordFile);
    const identity = [`--username=${SUPERUSER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
    const parameters = [`--pgdata=${folder}`, '--encoding=UTF8', '--locale=C', ...identity];
    try {
      const child = this.account.spawn(this.binaries.initdb, parameters, {
        detached: true,
        stdio: ['ignore', 'ignore', 'pipe'],
        needs: [folder, passwordFolder, this.binaries.folder],
      });
      this.listen(child);
      // initdb heeds a signal only after its present step. The whole group: it has a PostgreSQL of its own at work.
      const noLongerAbortable = this.onAbort(() => process.kill(-child.pid!, 'SIGKILL'));
      await new Promise<void>((done, fail) => {
        child.once('error', fail);
        child.once('exit', (code) => (code === 0 ? done() : fail(new Error(`initdb failed: ${this.lastWords()}`))));
      }).finally(noLongerAbortable);
      writeFileSync(join(folder, 'initialised'), '');
    } finally {
      rmSync(passwordFolder, { recursive: true, force: true });
    }
  }

  private untilReady(child: ChildProcess): Promise<void> {
    return new Promise((ready, fail) => {
      const timer = setTimeout(() => {
        child.kill('SIGQUIT');
        fail(new Error(`PostgreSQL was not ready within ${START_TIMEOUT_MS / 1_000} s: ${this.lastWords()}`));
      }, START_TIMEOUT_MS);
      child.once('error', fail);
      child.once('exit', () => {
        clearTimeout(timer);
        fail(new Error(`PostgreSQL ended at its start: ${this.lastWords()}`));
      });
      this.listen(child);
      const poll = async (): Promise<void> => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        if (!(await this.accepts())) return void setTimeout(() => void poll(), 50);
        clearTimeout(timer);
        ready();
      };
      void poll();
    });
  }

  private async accepts(): Promise<boolean> {
    try {
      await this.query('SELECT 1');
      return true;
    } catch {
      return false; // not yet; a process that ends says why in its last words
    }
  }

  private async ensureDatabase(): Promise<void> {
    const rows = await this.query(`SELECT 1 FROM pg_database WHERE datname = '${DATABASE}'`);
    if (rows === 0) await this.query(`CREATE DATABASE ${DATABASE}`);
  }

  private async query(sql: string): Promise<number> {
    const url = new URL(this.url);
    url.pathname = '/postgres';
    const client = new pg.Client({ connectionString: url.toString(), connectionTimeoutMillis: 5_000 });
    client.on('error', () => {}); // the query in flight reports it
    await client.connect();
    try {
      return (await client.query(sql)).rowCount ?? 0;
    } finally {
      await client.end();
    }
  }

  /** @returns takes the wish back. */
  private onAbort(end: () => void): () => void {
    const { signal } = this.options;
    if (signal?.aborted) end();
    signal?.addEventListener('abort', end, { once: true });
    return () => signal?.removeEventListener('abort', end);
  }

  private listen(child: ChildProcess): void {
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.said.push(...text.split('\n').filter(Boolean));
      this.said.splice(0, this.said.length - SAID_LINES_MAX);
    });
  }

  private lastWords(): string {
    return this.said.slice(-3).join(' ') || 'it said nothing';
  }
}
