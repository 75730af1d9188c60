import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { environmentWith } from './compiled-command.js';
import { REPOSITORY } from '../kit/repository.js';
import { until } from './running-node.js';

const STOP_TIMEOUT_MS = 15_000;

/** One compiled program of a node as a process of its own, as an operator starts it. */
export class Program {
  /** What it has written. */
  output = '';
  private readonly child: ChildProcess;
  private readonly ended: Promise<number | null>;

  private constructor(
    readonly name: 'anchor' | 'ingest' | 'api',
    settings: Readonly<Record<string, string>>,
  ) {
    const file = join(REPOSITORY, `dist/apps/${name}/main.js`);
    if (!existsSync(file)) throw new Error('dist/ is missing: run npm ci, or npm run build, before npm test');
    this.child = spawn(process.execPath, [file], {
      cwd: REPOSITORY,
      env: environmentWith(settings),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const listen = (text: Buffer): void => void (this.output += text.toString());
    this.child.stdout!.on('data', listen);
    this.child.stderr!.on('data', listen);
    this.ended = new Promise((done) => this.child.once('exit', (code) => done(code)));
  }

  /** Starts it and waits until /health/ready of this port says that it is well. */
  static async start(
    name: 'anchor' | 'ingest' | 'api',
    port: string,
    settings: Readonly<Record<string, string>>,
  ): Promise<Program> {
    const program = new Program(name, settings);
    const isReady = async (): Promise<boolean> => {
      if (program.child.exitCode !== null) throw new Error(`${name} ended at its start: ${program.output}`);
      return fetch(`http://127.0.0.1:${port}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    };
    try {
      await until(`${name} is ready`, isReady);
    } catch (error) {
      await program.stop();
      throw error;
    }
    return program;
  }

  /** In order, or by force if that takes too long. */
  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    const force = setTimeout(() => this.child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await this.ended;
    clearTimeout(force);
  }
}
