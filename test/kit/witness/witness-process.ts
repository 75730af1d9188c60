import { type ChildProcess, spawn } from 'node:child_process';
import { send } from './served.js';
import { compiledCommand, environmentWith } from '../../node/compiled-command.js';
import { REPOSITORY } from '../repository.js';

/** `cairn witness` as a process of its own, from dist/: runs until it is told to stop, or killed. */
export class WitnessProcess {
  out = '';
  errors = '';
  readonly ended: Promise<number | null>;
  private readonly child: ChildProcess;

  private constructor(words: readonly string[]) {
    this.child = spawn(process.execPath, [compiledCommand(), 'witness', ...words], {
      cwd: REPOSITORY,
      env: environmentWith({}),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => (this.out += text));
    this.child.stderr!.setEncoding('utf8').on('data', (text: string) => (this.errors += text));
    this.ended = new Promise((done) => this.child.once('exit', done));
  }

  /** @throws {Error} with what it says when it ends at once */
  static async start(words: readonly string[]): Promise<WitnessProcess> {
    const one = new WitnessProcess(words);
    const printed = new Promise<void>((done) => {
      one.child.stdout!.on('data', () => one.out.includes('\nwitness ') && done());
    });
    await Promise.race([printed, one.ended]);
    if (!one.out.includes('\nwitness ')) throw new Error(`it did not start: ${one.errors}`);
    return one;
  }

  get port(): number {
    return Number(/ready on port (\d+)/u.exec(this.out)![1]);
  }

  /** The line that it prints for a policy file. */
  get policyLine(): string {
    return this.out.trimEnd().split('\n').at(-1)!;
  }

  post(body: string) {
    return send(this.port, { body });
  }

  /** @returns the exit code, null when a signal ended it */
  signal(signal: 'SIGINT' | 'SIGKILL'): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}
