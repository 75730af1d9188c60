import { spawn, type ChildProcess } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as wait } from 'node:timers/promises';
import { withoutUserinfo } from '#libs/host/addresses';
import { RotatingFile } from '#libs/host/files';
import { StartError } from '#libs/host/service';

/** How much the log of one program may take on the disk. */
export interface LogLimits {
  /** Of one file. */
  readonly bytesMax: number;
  /** Files from before, beside the one that is written. */
  readonly filesKept: number;
}

export interface ProgramOptions {
  readonly name: string;
  readonly program: string;
  readonly arguments?: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly logFile: string;
  readonly logLimits: LogLimits;
  /** Old-space limit: a leak ends one process, which is started again, and not the machine. */
  readonly heapMegabytesMax: number;
  /** Told when the process ended without being asked to, and when it is up again. */
  readonly onChange: (text: string) => void;
  readonly onReady: () => void;
}

const READY_TIMEOUT_MS = 90_000;
const RESTART_DELAY_MS = 500;
const RESTART_DELAY_MS_MAX = 10_000;
const LAST_WORDS_MAX = 5;

/** One program of the node: started, watched, started again when it dies, stopped in order. */
export class SupervisedProcess {
  private child: ChildProcess | null = null;
  private stopping = false;
  private restarts = 0;
  private lastWords: string[] = [];
  /** Of every process that runs under this name, one after the other. */
  private readonly log: RotatingFile;

  constructor(private readonly options: ProgramOptions) {
    const { logFile, logLimits, onChange } = options;
    this.log = new RotatingFile({ path: logFile, ...logLimits, onTrouble: onChange });
  }

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
    await this.endChild(patienceMs);
    await this.log.end();
  }

  private async endChild(patienceMs: number): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((done) => child.once('exit', () => done()));
    child.kill('SIGTERM');
    const overdue = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    await gone;
    clearTimeout(overdue);
  }

  private spawn(): ChildProcess {
    const { program, environment, heapMegabytesMax } = this.options;
    this.lastWords = [];
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
    child.stdout!.on('data', (chunk: Buffer) => this.log.write(chunk));
    child.stderr!.on('data', (chunk: Buffer) => this.log.write(chunk));
    const decoder = new StringDecoder('utf8');
    child.stderr!.on('data', (chunk: Buffer) => {
      this.lastWords.push(
        ...withoutUserinfo(decoder.write(chunk))
          .split('\n')
          .filter((line) => line !== '' && !line.startsWith('{')),
      );
      this.lastWords.splice(0, this.lastWords.length - LAST_WORDS_MAX);
    });
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
