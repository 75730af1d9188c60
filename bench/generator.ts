// The load, in a process of its own: everything is signed before the clock starts, and every answer is verified.
import { setPriority } from 'node:os';
import { judgeOf } from './generating/answers.js';
import type { LoadSummary } from './generating/load-account.js';
import { type LoadOrder, runLoad } from './generating/run-load.js';

export type { LoadOrder };

export interface LoadResult extends LoadSummary {
  readonly generatorCpuSeconds: number;
}

/** What the generator tells the process that has started it. */
export type GeneratorMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'reject'; readonly reason: string; readonly text: string }
  | { readonly kind: 'progress'; readonly answered: number }
  | { readonly kind: 'result'; readonly result: LoadResult };

const PRIORITY = -10;
const tell = (message: GeneratorMessage): void => void process.send!(message);

function end(error: unknown): never {
  console.error(`  the load generator: ${(error as Error).message ?? String(error)}`);
  process.exit(1);
}

try {
  // Devices are elsewhere: what sends in their place must not wait behind the node for a core. Only root may.
  setPriority(PRIORITY);
} catch {
  // Its lag is measured and told.
}
process.on('unhandledRejection', end);
process.on('uncaughtException', end);
process.on('disconnect', () => process.exit(1)); // the bench is gone
process.on('SIGINT', () => {}); // Ctrl-C is for the bench, which ends this process
process.once('message', async (order: LoadOrder) => {
  let before = process.cpuUsage();
  const summary = await runLoad(order, {
    judge: judgeOf(order.trust),
    onReady: async () => {
      const go = new Promise<void>((start) => process.once('message', () => start()));
      tell({ kind: 'ready' });
      await go;
      before = process.cpuUsage();
    },
    onReject: (reason, text) => tell({ kind: 'reject', reason, text }),
    onProgress: (answered) => tell({ kind: 'progress', answered }),
  });
  const { user, system } = process.cpuUsage(before);
  tell({ kind: 'result', result: { ...summary, generatorCpuSeconds: (user + system) / 1e6 } });
  process.removeAllListeners('disconnect');
  process.disconnect();
});
