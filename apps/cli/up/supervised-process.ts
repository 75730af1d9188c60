import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync, renameSync, statSync, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { withoutUserinfo } from '#libs/host/addresses';
import { explainStartFailure, StartError } from '#libs/host/service';

export interface ProgramOptions {
  readonly name: string;
  readonly program: string;
  readonly arguments?: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly logFile: string;
  /** Old-space limit: a leak ends one process, which is started again, and not the machine. */
  readonly heapMegabytesMax: number;
  /** Told when the process ended without being asked to, and when it is up again. */
  readonly onChange: (text: string) => void;
  readonly onReady: () => void;
}

const READY_TIMEOUT_MS = 90_000;
const RESTART_DELAY_MS = 500;
const RESTART_DELAY_MS_MAX = 10_000;
const LOG_BYTES_MAX = 50_000_000; // one older file is kept
const LAST_WORDS_MAX = 5;

/** One program of the node: started, watched, started again when it dies, stopped in order. */
export class SupervisedProcess {
  private child: ChildProcess | null = null;
  private stopping = false;
  private restarts = 0;
  private lastWords: string[] = [];

  constructor(private readonly options: ProgramOptions) {}

  get name(): string {
    return this.options.name;
  }

  get processId(): number | undefined {
    return this.child?.pid;
  }

  /** Resolves when the program says that it is ready. @throws {StartError} with its own last sentence when it ends instead. */
  async start(): Promise<void> {
    const child = this.spawn();
    const readyAt = await readiness(child);
    if (readyAt === 'ended') throw new StartError(this.explainEnd());
    if (readyAt === 'late') {
      child.kill('SIGKILL');
      throw new StartError(
        `${this.name} was not ready within ${READY_TIMEOUT_MS / 1_000} s. Its log: ${this.options.logFile}`,
      );
    }
    child.once('exit', (code, signal) => void this.restart(signal ?? `code ${code}`));
    this.options.onReady();
  }

  async stop(patienceMs: number): Promise<void> {
    this.stopping = true;
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((done) => child.once('exit', () => done()));
    child.kill('SIGTERM');
    const overdue = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    await gone;
    clearTimeout(overdue);
  }

  private spawn(): ChildProcess {
    const { program, environment, heapMegabytesMax, logFile } = this.options;
    this.lastWords = [];
    const log = openLog(logFile);
    // A process group of its own: Ctrl-C at the terminal reaches the supervisor alone, which stops the programs in order.
    const child = spawn(
      process.execPath,
      [`--max-old-space-size=${heapMegabytesMax}`, '--enable-source-maps', program, ...(this.options.arguments ?? [])],
      {
        env: environment as NodeJS.ProcessEnv,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        detached: true,
      },
    );
    this.child = child;
    log.on('error', (error) => {
      this.options.onChange(`${logFile} is no longer written: ${explainStartFailure(error)}`);
      // Somebody has to read on, or the program waits at a full pipe.
      child.stdout!.resume();
      child.stderr!.resume();
    });
    child.stdout!.pipe(log, { end: false });
    child.stderr!.pipe(log, { end: false });
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.lastWords.push(
        ...withoutUserinfo(text)
          .split('\n')
          .filter((line) => line !== '' && !line.startsWith('{')),
      );
      this.lastWords.splice(0, this.lastWords.length - LAST_WORDS_MAX);
    });
    child.once('exit', () => log.end());
    return child;
  }

  private async restart(how: string): Promise<void> {
    while (!this.stopping) {
      this.options.onChange(`${this.name} ended (${how}); it is started again`);
      await wait(Math.min(RESTART_DELAY_MS * 2 ** this.restarts, RESTART_DELAY_MS_MAX));
      this.restarts += 1;
      if (this.stopping) return;
      try {
        await this.start();
        this.restarts = 0;
        this.options.onChange(`${this.name} is up again`);
        return;
      } catch (error) {
        how = (error as Error).message;
      }
    }
  }

  private explainEnd(): string {
    const sentence = this.lastWords.find((line) => line.includes('cannot start:')) ?? this.lastWords.at(-1);
    return sentence
      ? sentence.replace(/^.*cannot start: /u, `${this.name}: `)
      : `${this.name} ended at its start. Its log: ${this.options.logFile}`;
  }
}

function readiness(child: ChildProcess): Promise<'ready' | 'ended' | 'late'> {
  return new Promise((done) => {
    const timer = setTimeout(() => done('late'), READY_TIMEOUT_MS);
    const end = (result: 'ready' | 'ended'): void => {
      clearTimeout(timer);
      done(result);
    };
    child.on('message', (message) => {
      if (typeof message === 'object' && message !== null && 'ready' in message) end('ready');
    });
    // 'close', not 'exit': the last words have been read by then.
    child.once('close', () => end('ended'));
    child.once('error', () => end('ended'));
  });
}

function openLog(file: string): WriteStream {
  mkdirSync(dirname(file), { recursive: true });
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_BYTES_MAX) renameSync(file, `${file}.1`);
  return createWriteStream(file, { flags: 'a' });
}
