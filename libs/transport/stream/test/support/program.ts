import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import type { ProgramTask, StreamPlace } from './place.js';

const ROOT = join(import.meta.dirname, '../../../../..');
// Before Jest gives up on the test, which would leave the program running.
const UNTIL_TIMEOUT_MS = 60_000;
let built: string | undefined;

/** The program of program-main.ts in a process of its own, which can be killed. */
export class Program {
  readonly lines: string[] = [];
  readonly ended: Promise<void>;
  private readonly child: ChildProcess;
  private said = '';
  private changed: (() => void)[] = [];

  constructor(place: StreamPlace, task: ProgramTask) {
    this.child = spawn(process.execPath, ['--no-warnings', programFile(), JSON.stringify({ place, task })], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.child.stderr!.on('data', (text) => (this.said += String(text)));
    createInterface({ input: this.child.stdout! }).on('line', (line) => {
      this.lines.push(line);
      this.tell();
    });
    this.ended = new Promise((resolve) => {
      this.child.once('close', () => {
        resolve();
        this.tell();
      });
    });
  }

  async until(what: string, condition: (lines: readonly string[]) => boolean): Promise<void> {
    let isLate = false;
    const deadline = setTimeout(() => ((isLate = true), this.tell()), UNTIL_TIMEOUT_MS);
    try {
      while (!condition(this.lines)) {
        if (this.child.exitCode !== null) throw new Error(`the program ended before: ${what}\n${this.said}`);
        if (isLate) throw new Error(`the program did not come to: ${what}\n${this.said}`);
        await new Promise<void>((resolve) => this.changed.push(resolve));
      }
    } finally {
      clearTimeout(deadline);
    }
  }

  /** kill -9, and wait until what it had written was read. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  private tell(): void {
    const waiting = this.changed;
    this.changed = [];
    for (const resolve of waiting) resolve();
  }
}

/** Node runs no TypeScript, so the program is bundled once for each test process, beside the packages that it imports. */
function programFile(): string {
  if (built) return built;
  const folder = join(ROOT, 'node_modules/.cache/cairn');
  mkdirSync(folder, { recursive: true });
  built = join(folder, `stream-program-${process.pid}.mjs`);
  buildSync({
    entryPoints: [join(import.meta.dirname, 'program-main.ts')],
    outfile: built,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    conditions: ['source'],
  });
  return built;
}
