import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadIdentity } from '#libs/host/keys';
import { dataPaths } from '#libs/host/service';
import type { Vkey } from '#libs/core/tlog';
import { prepareWitness } from '#libs/log/witness';

const CLI = fileURLToPath(new URL('../apps/cli/main.js', import.meta.url));
const READY_TIMEOUT_MS = 60_000;
const NAMES = ['first', 'second', 'third'] as const;
const QUORUM = 2;

interface RunningWitness {
  readonly child: ChildProcess;
  readonly url: string;
}

/** Three witnesses, `cairn witness` each in a process and a folder of its own, of which the log needs two. */
export class WitnessProcesses {
  private readonly root = mkdtempSync(join(tmpdir(), 'cairn-bench-witnesses-'));
  private readonly running = new Map<string, RunningWitness>();

  /** Makes identity and policy of a node that was never started, and starts its witnesses. @returns variables of that node. */
  async startFor(dataFolder: string): Promise<Readonly<Record<string, string>>> {
    const paths = dataPaths(dataFolder);
    const witnesses = NAMES.map((name) => ({ name, vkey: this.vkeyOf(name) }));
    const groups = [{ name: 'enough', threshold: QUORUM, members: NAMES }];
    loadIdentity({
      paths,
      origin: undefined,
      begun: false,
      witnessesOf: () => ({ witnesses, groups, quorum: 'enough' }),
    });
    await Promise.all(NAMES.map((name) => this.start(name, paths.policy)));
    const urls = [...this.running].map(([name, { url }]) => `${name}=${url}`);
    return { CAIRN_WITNESSES: 'none', CAIRN_ANCHOR_WITNESS_URLS: urls.join(',') };
  }

  /** Ends as many as the log can do without. */
  async leaveQuorum(): Promise<void> {
    await Promise.all(NAMES.slice(QUORUM).map((name) => this.end(name)));
  }

  async stop(): Promise<void> {
    await Promise.all([...this.running.keys()].map((name) => this.end(name)));
    rmSync(this.root, { recursive: true, force: true });
  }

  private vkeyOf(name: string): Vkey {
    return prepareWitness(this.folderOf(name), keyNameOf(name));
  }

  private folderOf(name: string): string {
    return join(this.root, name);
  }

  private async start(name: string, policy: string): Promise<void> {
    const words = ['--data', this.folderOf(name), '--name', keyNameOf(name), '--policy', policy, '--port', '0'];
    const child = spawn(process.execPath, [CLI, 'witness', ...words], {
      env: { ...process.env, CAIRN_LOG_LEVEL: 'warn' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    // Before it is ready: whoever stops after a failure finds it.
    const url = portOf(child, name).then((port) => `http://127.0.0.1:${port}`);
    this.running.set(name, { child, url: '' });
    this.running.set(name, { child, url: await url });
  }

  private async end(name: string): Promise<void> {
    const { child } = this.running.get(name)!;
    this.running.delete(name);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((done) => child.once('exit', () => done()));
    child.kill('SIGINT');
    await gone;
  }
}

/** As it stands in its cosignatures. */
const keyNameOf = (name: string): string => `witness.example.org/${name}`;

function portOf(child: ChildProcess, name: string): Promise<number> {
  return new Promise((ready, fail) => {
    let said = '';
    const failWith = (what: string): void => fail(new Error(`the ${name} witness ${what}: ${said}`));
    const timer = setTimeout(() => failWith('was not ready in time'), READY_TIMEOUT_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      failWith('ended at its start');
    });
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const port = /is ready on port (\d+)/u.exec(said)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      ready(Number(port));
    });
  });
}
