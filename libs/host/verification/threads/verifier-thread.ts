import { Worker } from 'node:worker_threads';
import type { LibraryName } from '../libraries/library.js';

/** What a thread is told at its start. */
export interface ThreadOrder {
  readonly keysAreEnrolled: boolean;
}

/** A thread that is silent for longer, while something is expected of it, is ended. */
export interface ThreadDeadlines {
  readonly startWithinMs: number;
  readonly answerWithinMs: number;
}

/** The first message of a thread. */
export interface Greeting {
  readonly library: LibraryName;
  readonly whyNotNative: string | null;
}

/** Who started the thread hears of it. */
export interface ThreadOwner<Chunk> {
  greeted(greeting: Greeting): void;
  /** @returns false when this is no answer to the chunk. */
  answered(chunk: Chunk, answer: ArrayBuffer): boolean;
  /** Once, whatever the reason; the thread will not speak again. */
  ended(thread: VerifierThread<Chunk>, reason: string, wasReady: boolean): void;
}

/** Enough for the code and for what is handed over: a thread at rest uses 10 MB in all. Keys are kept outside of these heaps. */
const MEMORY_LIMITS = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8 };

/** One worker thread from its start to its end, with the chunks of checks that it has taken and not answered, the oldest first. */
export class VerifierThread<Chunk> {
  readonly taken: Chunk[] = [];
  private readonly worker: Worker;
  private timer: NodeJS.Timeout;
  private state: 'starting' | 'ready' | 'ended' = 'starting';
  private lastError: Error | undefined;

  constructor(
    program: URL,
    order: ThreadOrder,
    private readonly deadlines: ThreadDeadlines,
    private readonly owner: ThreadOwner<Chunk>,
  ) {
    // No environment: it holds passwords, and nothing of it is needed here.
    this.worker = new Worker(program, {
      workerData: order,
      env: {},
      execArgv: [],
      resourceLimits: MEMORY_LIMITS,
      name: 'verifier',
    });
    this.timer = this.endUnlessHeardWithin(deadlines.startWithinMs);
    this.worker.on('message', (message: Greeting | ArrayBuffer) => this.heard(message));
    this.worker.on('messageerror', (error) => this.end(`sent what cannot be read: ${error.message}`));
    this.worker.on('error', (error: Error) => (this.lastError = error));
    this.worker.on('exit', (code) => this.end(this.lastError?.message ?? `exited with status ${code}`));
  }

  get isReady(): boolean {
    return this.state === 'ready';
  }

  /** The thread may only be the last thing that keeps the process alive while somebody waits for it. */
  keepsProcessAlive(isKeeping: boolean): void {
    if (isKeeping) this.worker.ref();
    else this.worker.unref();
  }

  take(chunk: Chunk, packed: ArrayBuffer): void {
    this.taken.push(chunk);
    if (this.taken.length === 1) this.timer.refresh();
    this.worker.postMessage(packed, [packed]);
  }

  async stop(): Promise<void> {
    this.state = 'ended';
    clearTimeout(this.timer);
    await this.worker.terminate();
  }

  private endUnlessHeardWithin(limitMs: number): NodeJS.Timeout {
    // What arrived while the event loop was busy is read before the deadline counts.
    return setTimeout(() => {
      const taken = this.taken[0];
      setImmediate(() => {
        if (this.isWaitedFor && this.taken[0] === taken) this.end(`gave no answer for ${limitMs / 1_000} s`);
      });
    }, limitMs).unref();
  }

  private get isWaitedFor(): boolean {
    return this.state === 'starting' || (this.state === 'ready' && this.taken.length > 0);
  }

  private heard(message: Greeting | ArrayBuffer): void {
    if (this.state === 'ended') return;
    if (this.state === 'starting') {
      this.state = 'ready';
      clearTimeout(this.timer);
      this.timer = this.endUnlessHeardWithin(this.deadlines.answerWithinMs);
      this.owner.greeted(message as Greeting);
      return;
    }
    this.timer.refresh();
    const chunk = this.taken.shift();
    if (chunk !== undefined && this.owner.answered(chunk, message as ArrayBuffer)) return;
    if (chunk !== undefined) this.taken.unshift(chunk);
    this.end('gave a wrong answer');
  }

  private end(reason: string): void {
    if (this.state === 'ended') return;
    const wasReady = this.isReady;
    // A thread that hangs outside of JavaScript may never end: nobody waits for it.
    this.stop().catch(() => undefined);
    this.worker.unref();
    this.owner.ended(this, reason, wasReady);
  }
}
