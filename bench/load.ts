import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { GeneratorMessage, LoadOrder, LoadResult } from './generator.js';
import { ending } from './ending.js';

export interface RunningLoad {
  readonly pid: number;
  /** Starts publishing; resolves when every scan has its answer, or patience has run out. */
  go(): Promise<LoadResult>;
}

const GENERATOR = fileURLToPath(new URL('./generator.js', import.meta.url));

/** Starts the generator in a process of its own and waits until all its scans are signed and its devices connected. */
export async function prepareLoad(order: LoadOrder): Promise<RunningLoad> {
  const child = fork(GENERATOR, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const forget = ending.add(async () => void child.kill('SIGKILL'));
  const seen = new Set<string>();
  const total = order.passwords.length * order.scansPerDevice;
  let ready: () => void;
  let finish: (result: LoadResult) => void;
  const isReady = new Promise<void>((done) => (ready = done));
  const result = new Promise<LoadResult>((done) => (finish = done));
  const ended = new Promise<never>((_, fail) => {
    child.once('exit', (code) => {
      forget();
      fail(new Error(`the load generator ended with code ${code}`));
    });
  });
  ended.catch(() => {}); // after the result it is expected
  child.on('message', (message: GeneratorMessage) => {
    if (message.kind === 'ready') ready();
    if (message.kind === 'result') finish(message.result);
    if (message.kind === 'progress') console.error(`  ${message.answered} of ${total} scans are answered`);
    if (message.kind === 'reject' && !seen.has(message.reason)) {
      seen.add(message.reason);
      console.error(`  a scan was refused: ${message.reason}, ${message.text}`);
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
