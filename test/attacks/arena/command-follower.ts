import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LiveNode } from './live-node.js';

const CLI = fileURLToPath(new URL('../../../apps/cli/main.js', import.meta.url));

/** `cairn log follow` itself, as an auditor runs it beside the node the whole time. */
export class CommandFollower {
  private said = '';
  private readonly ended: Promise<number | null>;

  private constructor(private readonly child: ChildProcess) {
    const listen = (text: Buffer): void => void (this.said += text.toString());
    child.stdout!.on('data', listen);
    child.stderr!.on('data', listen);
    this.ended = new Promise((done) => child.once('exit', (code) => done(code)));
  }

  static start({ node }: LiveNode, stateFile: string): CommandFollower {
    const words = ['log', 'follow', '--log', `${node.apiUrl}/log/`, '--policy', join(node.folder, 'policy.txt')];
    const child = spawn(process.execPath, [CLI, ...words, '--state', stateFile, '--interval', '1'], {
      env: { ...process.env, ...node.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new CommandFollower(child);
  }

  /** That it has stopped, or cannot judge; undefined while all is good. Notices it tells some time after the entry that they are of. */
  get complaint(): string | undefined {
    const { exitCode, signalCode } = this.child;
    const told = this.said.split('\n').filter((line) => /^(Not judged|Waiting|Stale)/u.test(line));
    if (exitCode !== null || signalCode !== null)
      return `cairn log follow ended with ${exitCode ?? signalCode}: ${this.said.trim().split('\n').at(-1)}`;
    return told.length > 0 ? `cairn log follow says: ${told[0]}` : undefined;
  }

  get notices(): readonly string[] {
    return this.said.split('\n').filter((line) => line.startsWith('Notice'));
  }

  /** Entries of the largest checkpoint that it called good. */
  get goodTo(): number {
    return Math.max(
      0,
      ...[...this.said.matchAll(/: (\d+) entries, \d+ new, all good/gu)].map(([, size]) => Number(size)),
    );
  }

  /** @returns its exit code */
  async end(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGINT');
    return this.ended;
  }
}
