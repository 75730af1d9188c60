import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { REPOSITORY } from '../../../../test/kit/repository.js';

const REAL = pathToFileURL(join(REPOSITORY, 'dist/libs/host/verification/threads/program.js')).href;
const dataUrl = (text: string): string => `data:text/javascript,${encodeURIComponent(text)}`;

/** A program of a thread. */
export const program = (text: string): URL => new URL(dataUrl(text));

/** A program that does something first, and then is the real one. */
export const before = (text: string): URL => program(`${text}\nawait import(${JSON.stringify(REAL)});`);

/** The real program with something else in the place of sodium-native: the source of a module, or nothing. */
export function withSodium(source: string | null): URL {
  const found =
    source === null
      ? `throw new Error("Cannot find package 'sodium-native'\\nwhere it was looked for");`
      : `return { url: ${JSON.stringify(dataUrl(source))}, shortCircuit: true };`;
  const hooks = `export async function resolve(name, context, next) {
    if (name !== 'sodium-native') return next(name, context);
    ${found}
  }`;
  return before(`
    import { register } from 'node:module';
    register(${JSON.stringify(dataUrl(hooks))});`);
}

/** A file by which a test tells its threads when something is to happen, and they tell the test how often they started. */
export class ThreadScript {
  private readonly folder = join(REPOSITORY, 'tmp', randomUUID());
  private readonly orders = join(this.folder, 'orders');
  private readonly startsFile = join(this.folder, 'starts');

  constructor() {
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(this.startsFile, '');
  }

  /** The real program that does `what` with the next messages that threads get, as often as it is told to. `message` is the buffer. */
  doing(what: string): URL {
    return before(`
      import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
      import { parentPort } from 'node:worker_threads';
      appendFileSync(${JSON.stringify(this.startsFile)}, 'x');
      const orders = ${JSON.stringify(this.orders)};
      parentPort.on('message', (message) => {
        const left = existsSync(orders) ? Number(readFileSync(orders, 'utf8')) : 0;
        if (left === 0) return;
        writeFileSync(orders, String(left - 1));
        ${what}
      });`);
  }

  /** From now on it is done so many times. */
  order(times: number): void {
    writeFileSync(this.orders, String(times));
  }

  /** How often it is still to be done. */
  get left(): number {
    return existsSync(this.orders) ? Number(readFileSync(this.orders, 'utf8')) : 0;
  }

  /** Threads that were started. */
  get starts(): number {
    return readFileSync(this.startsFile, 'utf8').length;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
