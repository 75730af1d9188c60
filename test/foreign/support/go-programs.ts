import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GO_FOLDER, goEnvironment } from '../../support/go-modules.js';

const run = promisify(execFile);
/** Compiling everything anew takes half a minute on two idle cores. */
export const GO_BUILD_TIMEOUT_MS = 600_000;

/** What a foreign program says. */
export interface ForeignAnswer {
  readonly exitCode: number;
  readonly out: string;
  /** Empty, or what the libraries object to. */
  readonly errors: string;
}

/** The programs of test/foreign/go, built for one suite. */
export class GoPrograms {
  private readonly running = new Set<ChildProcess>();

  private constructor(private readonly folder: string) {}

  /** @param tools those of go.mod that the suite needs beside `foreign`, by the last part of their path */
  static async build(go: string, ...tools: ('litewitness' | 'witnessctl')[]): Promise<GoPrograms> {
    const folder = mkdtempSync(join(tmpdir(), 'cairn-go-'));
    const packages = ['.', ...tools.map((tool) => `filippo.io/torchwood/cmd/${tool}`)];
    const words = ['build', '-mod=readonly', '-buildvcs=false', '-o', `${folder}/`, ...packages];
    await run(go, words, { cwd: GO_FOLDER, env: goEnvironment() });
    return new GoPrograms(folder);
  }

  /** Runs `foreign` to its end. */
  foreign(words: readonly string[], input: string | Uint8Array = ''): Promise<ForeignAnswer> {
    return this.run('foreign', words, input);
  }

  run(program: string, words: readonly string[], input: string | Uint8Array = ''): Promise<ForeignAnswer> {
    return new Promise((resolve) => {
      const options = { maxBuffer: 1 << 26 };
      const child = execFile(join(this.folder, program), words, options, (error, out, errors) =>
        resolve({ exitCode: error ? Number(error.code ?? 1) : 0, out, errors: errors.trim() }),
      );
      // One that refuses its words ends without reading.
      child.stdin!.on('error', () => {});
      child.stdin!.end(input);
    });
  }

  /** What `foreign` answers. @throws {Error} with what the libraries object to */
  async ask<Answer>(words: readonly string[], input: string | Uint8Array = ''): Promise<Answer> {
    const { exitCode, out, errors } = await this.foreign(words, input);
    if (exitCode !== 0) throw new Error(`foreign ${words[0]}: ${errors}`);
    return JSON.parse(out) as Answer;
  }

  /** Starts a server that runs until `stop`. @returns what `ready` finds in what it says on either channel */
  serve(program: string, words: readonly string[], ready: RegExp): Promise<string> {
    const child = spawn(join(this.folder, program), words, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.running.add(child);
    let said = '';
    return new Promise((resolve, reject) => {
      const hear = (text: string): void => {
        said += text;
        const found = ready.exec(said)?.[1];
        if (found !== undefined) resolve(found);
      };
      child.stdout.setEncoding('utf8').on('data', hear);
      child.stderr.setEncoding('utf8').on('data', hear);
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`${program} ended: ${said}`)));
    });
  }

  async stop(): Promise<void> {
    await Promise.all(
      [...this.running].map(
        (child) =>
          new Promise((done) => {
            child.once('exit', done);
            if (child.exitCode !== null || child.signalCode !== null || !child.kill('SIGTERM')) done(null);
          }),
      ),
    );
    rmSync(this.folder, { recursive: true, force: true });
  }
}
