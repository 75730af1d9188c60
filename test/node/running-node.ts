import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { compiledCommand, environmentWith, type Outcome, runToEnd } from './compiled-command.js';
import { freePort } from '../kit/free-port.js';
import { REPOSITORY } from '../kit/repository.js';
import { endForGood, type SeenProcess, treeOf } from './processes.js';

const POLL_MS = 100;
const READY_TIMEOUT_MS = 120_000;
const PORTS = ['API', 'MQTT', 'MQTT_TLS', 'INGEST_HEALTH', 'ANCHOR_HEALTH', 'API_HEALTH', 'POSTGRES', 'WITNESS'].map(
  (name) => `CAIRN_${name}_PORT`,
);

/** Waits until the condition holds. @throws {Error} naming what did not come. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, timeoutMs = 30_000): Promise<void> {
  for (const end = Date.now() + timeoutMs; !(await holds()); await wait(POLL_MS)) {
    if (Date.now() > end) throw new Error(`${what}: not within ${timeoutMs / 1_000} s`);
  }
}

/** A folder and ports of a node's own, as variables. */
export async function ownSettings(folder: string): Promise<Record<string, string>> {
  const first = await freePort(PORTS.length + 1); // the second witness takes the one behind the last
  return { CAIRN_DATA: folder, ...Object.fromEntries(PORTS.map((name, at) => [name, String(first + at)])) };
}

/** `cairn up` as a child process. Remembers every process that it saw, so that a failed test leaves none behind. */
export class RunningNode {
  output = '';
  private readonly seen = new Map<string, SeenProcess>();
  private readonly child: ChildProcess;
  private readonly ended: Promise<number | null>;

  constructor(readonly settings: Readonly<Record<string, string>>) {
    this.child = spawn(process.execPath, [compiledCommand(), 'up'], {
      cwd: REPOSITORY,
      env: environmentWith(settings),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const listen = (text: Buffer): void => void (this.output += text.toString());
    this.child.stdout!.on('data', listen);
    this.child.stderr!.on('data', listen);
    this.ended = new Promise((done) => this.child.once('exit', (code) => done(code)));
  }

  get folder(): string {
    return this.settings['CAIRN_DATA']!;
  }

  get api(): string {
    return `http://127.0.0.1:${this.settings['CAIRN_API_PORT']}`;
  }

  async ready(): Promise<void> {
    const readyOrEnded = (): boolean => this.output.includes('Cairn is ready') || this.child.exitCode !== null;
    await until('the node says that it is ready', readyOrEnded, READY_TIMEOUT_MS);
    if (this.child.exitCode !== null) throw new Error(`the node ended at its start: ${this.output}`);
    this.look();
  }

  /** Everything that the node has started and that runs now. */
  look(): readonly SeenProcess[] {
    const tree = treeOf(this.child.pid!);
    for (const one of tree) this.seen.set(`${one.id} ${one.started}`, one);
    return tree;
  }

  /** Process numbers as the node itself writes them down. */
  programs(): Readonly<Record<string, number>> {
    const file = join(this.folder, 'processes.json');
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>) : {};
  }

  /** Answers of /health/ready of ingest, anchor and api; 0 for one that does not answer. */
  health(): Promise<readonly number[]> {
    const ports = ['CAIRN_INGEST_HEALTH_PORT', 'CAIRN_ANCHOR_HEALTH_PORT', 'CAIRN_API_HEALTH_PORT'];
    return Promise.all(ports.map((name) => statusOf(`http://127.0.0.1:${this.settings[name]}/health/ready`)));
  }

  async untilHealthy(): Promise<void> {
    await until('all programs are healthy', async () => (await this.health()).every((status) => status === 200));
  }

  /** Runs another `cairn` command with the node's settings. */
  command(...words: string[]): Promise<Outcome> {
    return runToEnd(process.execPath, [compiledCommand(), ...words], { environment: this.settings });
  }

  /** @returns the exit code, null when a signal ended it. */
  async signal(signal: 'SIGINT' | 'SIGKILL'): Promise<number | null> {
    this.look();
    this.child.kill(signal);
    return this.ended;
  }

  /** After a test, also one that failed: nothing of the node runs on. */
  async remove(): Promise<void> {
    this.look();
    this.child.kill('SIGKILL');
    await this.ended;
    endForGood([...this.seen.values()]);
  }
}

const statusOf = (url: string): Promise<number> =>
  fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
    async (response) => (await response.arrayBuffer(), response.status),
    () => 0,
  );
