import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A TypeScript program as one that node runs, so that tests can kill -9 a real process. */
export class ChildProgram {
  readonly #path = join(ROOT, 'tmp', `${randomUUID()}.mjs`);

  /** @param source address of its file, or a whole program. */
  constructor(source: URL | { readonly program: string }) {
    const from =
      source instanceof URL
        ? { entryPoints: [fileURLToPath(source)] }
        : { stdin: { contents: source.program, resolveDir: ROOT, loader: 'ts' as const } };
    buildSync({
      ...from,
      outfile: this.#path,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      conditions: ['source'],
      packages: 'external',
    });
  }

  start(...parameters: string[]): { process: ChildProcess; lines: AsyncIterable<string>; ended: Promise<unknown> } {
    const child = spawn(process.execPath, [this.#path, ...parameters], { stdio: ['ignore', 'pipe', 'inherit'] });
    return { process: child, lines: createInterface({ input: child.stdout! }), ended: once(child, 'exit') };
  }

  /** Runs it to its end behind another program. @returns what it printed. */
  async output(behind: readonly string[], ...parameters: string[]): Promise<string> {
    const [program, ...words] = [...behind, process.execPath, this.#path, ...parameters];
    return (await promisify(execFile)(program!, words)).stdout;
  }

  remove(): void {
    rmSync(this.#path, { force: true });
  }
}
