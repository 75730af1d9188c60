import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { environmentWith } from '../../../../test/node/compiled-command.js';
import { REPOSITORY } from '../../../../test/kit/repository.js';
import type { Order } from '../../../../test/faults/effects/anchor-process.js';

const PROGRAM = join(REPOSITORY, 'dist/test/faults/effects/anchor-process.js');

/** An anchor as a process of its own, from dist/, that kills itself where it is told. */
export class AnchorProcess {
  /** The signal that ended it, null for another end. */
  readonly ended: Promise<NodeJS.Signals | null>;
  private readonly child: ChildProcess;
  private readonly loaded: Promise<void>;
  private errors = '';

  /** Loads its program, and waits: so the next one can be made ready while one is at work. */
  constructor() {
    if (!existsSync(PROGRAM)) throw new Error('dist/ is missing: run npm ci, or npm run build, before npm test');
    this.child = fork(PROGRAM, {
      cwd: REPOSITORY,
      env: environmentWith({}),
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.child.stderr!.setEncoding('utf8').on('data', (text: string) => (this.errors += text));
    this.ended = new Promise((resolve) => this.child.once('exit', (_, signal) => resolve(signal)));
    this.loaded = this.answer('load');
    this.loaded.catch(() => {}); // whoever gives the first order has the error
  }

  async order(order: Order): Promise<void> {
    await this.loaded;
    const answer = this.answer(order.kind);
    this.child.send(order);
    await answer;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  private answer(kind: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const onMessage = ({ done }: { done: string }): void => {
        if (done !== kind) return;
        this.child.off('message', onMessage);
        resolve();
      };
      this.child.on('message', onMessage);
      void this.ended.then(() => reject(new Error(`the anchor ended before it could ${kind}: ${this.errors}`)));
    });
  }
}
