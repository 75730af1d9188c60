import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LoadOrder, LoadResult } from './generator.js';

export interface RunningLoad {
  readonly pid: number;
  /** Starts publishing; resolves when every scan has its verified receipt. */
  go(): Promise<LoadResult>;
}

const GENERATOR = fileURLToPath(new URL('./generator.js', import.meta.url));

/** Starts the generator in a process of its own and waits until all its scans are signed and its devices connected. */
export async function prepareLoad(order: LoadOrder): Promise<RunningLoad> {
  const child = fork(GENERATOR, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const rejects = new Map<string, number>();
  let ready: () => void;
  let finish: (result: LoadResult) => void;
  const isReady = new Promise<void>((done) => (ready = done));
  const result = new Promise<LoadResult>((done) => (finish = done));
  const ended = new Promise<never>((_, fail) => {
    child.once('exit', (code) => fail(new Error(`the load generator ended with code ${code}`)));
  });
  ended.catch(() => {}); // after the result it is expected
  child.on('message', (message: { ready?: true; result?: LoadResult; rejected?: string; text?: string }) => {
    if (message.ready) ready();
    if (message.result) finish(message.result);
    if (message.rejected) {
      if (!rejects.has(message.rejected)) console.log(`  a scan was refused: ${message.rejected}, ${message.text}`);
      rejects.set(message.rejected, (rejects.get(message.rejected) ?? 0) + 1);
    }
  });
  child.send(order);
  await Promise.race([isReady, ended]);
  return {
    pid: child.pid!,
    go: () => {
      child.send('go');
      return Promise.race([result, ended]);
    },
  };
}
