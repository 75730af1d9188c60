import { type SignatureCheck, SignatureVerifier } from '#libs/core/signatures';
import { VerificationError } from '../errors.js';
import { Call, type Chunk, cutIntoChunks } from './call.js';
import { KeptBuffers } from './kept-buffers.js';
import { PACKED_HEAD_BYTES, packChecks, readVerdicts } from './packed-checks.js';
import { Restarts } from './restarts.js';
import type { Greeting, ThreadOwner, VerifierThread } from './verifier-thread.js';

/** Chunks that a thread holds at most, so that it need not wait for the event loop behind each. */
const TAKEN_MOST = 4;

/** Shares checks among threads, starts others for those that end, and has their checks verified again. */
export class VerifierPool extends SignatureVerifier implements ThreadOwner<Chunk> {
  private readonly threads = new Set<VerifierThread<Chunk>>();
  private readonly calls = new Set<Call>();
  private readonly waiting: Chunk[] = [];
  private readonly buffers = new KeptBuffers();
  private readonly restarts = new Restarts();
  private startTimer: NodeJS.Timeout | undefined;
  private isClosed = false;
  private lastId = 0;

  constructor(
    private readonly threadsWanted: number,
    private readonly startThread: (owner: ThreadOwner<Chunk>) => VerifierThread<Chunk>,
    private readonly hear: { greeting(greeting: Greeting): void; end(reason: string): void },
  ) {
    super();
  }

  override async verifyAll(checks: readonly SignatureCheck[]): Promise<boolean[]> {
    if (this.isClosed) throw closed();
    if (checks.length === 0) return [];
    const call = new Call(checks);
    const chunks = cutIntoChunks(call, this.threadsWanted, () => (this.lastId = (this.lastId + 1) >>> 0));
    this.calls.add(call);
    this.waiting.push(...chunks);
    this.goOn();
    try {
      return await call.settled;
    } finally {
      this.calls.delete(call);
      if (this.calls.size === 0) for (const thread of this.threads) thread.keepsProcessAlive(false);
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.startTimer);
    this.waiting.length = 0;
    for (const call of this.calls) call.fail(closed());
    await Promise.all([...this.threads].map((thread) => thread.stop()));
    this.threads.clear();
  }

  greeted(greeting: Greeting): void {
    this.restarts.threadStarted();
    this.hear.greeting(greeting);
    this.goOn();
  }

  answered(chunk: Chunk, answer: ArrayBuffer): boolean {
    if (!readVerdicts(answer, chunk.id, chunk, chunk.call.verdicts)) return false;
    this.restarts.chunkAnswered();
    this.buffers.giveBack(answer);
    chunk.call.count(chunk.to - chunk.from);
    this.goOn();
    return true;
  }

  ended(thread: VerifierThread<Chunk>, reason: string, wasReady: boolean): void {
    this.threads.delete(thread);
    this.restarts.threadEnded({ wasReady });
    this.hear.end(reason);
    const [atWork] = thread.taken;
    if (atWork && this.restarts.isTooMuch(++atWork.endedThreads)) atWork.call.fail(threadsEnd(reason));
    this.waiting.unshift(...thread.taken);
    if (this.restarts.startsFail && ![...this.threads].some(({ isReady }) => isReady))
      for (const { call } of this.waiting.splice(0)) call.fail(threadsEnd(reason));
    this.goOn();
  }

  /** Hands out what waits, and starts a thread where one is missing: only while somebody waits, so that nothing goes on by itself. */
  private goOn(): void {
    while (this.waiting.length > 0) {
      if (!this.waiting[0]!.call.isOpen) {
        this.waiting.shift();
        continue;
      }
      const thread = this.leastBusy();
      if (!thread) break;
      this.handOver(this.waiting.shift()!, thread);
    }
    for (const thread of this.threads) thread.keepsProcessAlive(this.calls.size > 0);
    if (this.waiting.length > 0) this.startMissing();
  }

  private leastBusy(): VerifierThread<Chunk> | undefined {
    let least: VerifierThread<Chunk> | undefined;
    for (const thread of this.threads) {
      const { length } = thread.taken;
      if (thread.isReady && length < TAKEN_MOST && (!least || length < least.taken.length)) least = thread;
    }
    return least;
  }

  private handOver(chunk: Chunk, thread: VerifierThread<Chunk>): void {
    const packed = this.buffers.take(PACKED_HEAD_BYTES + chunk.bytes);
    try {
      packChecks(packed, chunk.id, chunk.call.checks, chunk);
    } catch (error) {
      chunk.call.fail(error as Error); // somebody changed the checks meanwhile
      return;
    }
    thread.take(chunk, packed);
  }

  private startMissing(): void {
    if (this.startTimer !== undefined || this.isClosed) return;
    const { delayMs } = this.restarts;
    if (delayMs > 0) {
      this.startTimer = setTimeout(() => {
        this.startTimer = undefined;
        this.goOn();
      }, delayMs);
      return;
    }
    while (this.threads.size < this.threadsWanted) this.threads.add(this.startThread(this));
  }
}

const closed = (): VerificationError => new VerificationError('CLOSED', 'verification was closed');

const threadsEnd = (reason: string): VerificationError =>
  new VerificationError(
    'THREADS_END',
    `threads that verify signatures end again and again, the last one so: ${reason}`,
  );
