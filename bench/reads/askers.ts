import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { AskOrder, AskResult } from './asker.js';

const PROGRAM = fileURLToPath(new URL('./asker.js', import.meta.url));

/** The process that asks. It stays for all measurements, so that its own first calls are in none of them. */
export class Askers {
  private readonly child: ChildProcess = fork(PROGRAM, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });

  /** @throws when an answer was none: a figure of refusals would be a good one. */
  async ask(order: AskOrder): Promise<AskResult> {
    this.child.send(order);
    const [answer] = (await once(this.child, 'message')) as [{ readonly result?: AskResult; readonly error?: string }];
    if (!answer.result) throw new Error(answer.error);
    return answer.result;
  }

  end(): void {
    this.child.disconnect();
  }
}
