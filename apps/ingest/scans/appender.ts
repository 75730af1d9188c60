import type { ScanStream } from '#libs/transport/stream';
import { packRecords, type Appendable } from './pack-records.js';

/** What an appender tells whoever counts. */
export interface AppendObserver {
  appended(append: { readonly seconds: number; readonly scans: number; readonly records: number }): void;
  appendFailed(error: unknown): void;
}

const RETRY_FIRST_MS = 100;
const RETRY_MAX_MS = 2_000;
// What an append costs whatever it carries is shared: few scans hardly wait for others, many wait together. One device that waits for each
// acknowledgement has one scan in each append.
const GATHERING = { msForEachScan: 4, msMax: 30 };

/**
 * Makes scans durable: everything that waits goes out with the next append, and the next append starts when the last one is
 * durable, and after a time that grows with what that one carried: a slow stream and a heavy load make larger batches and not more of them. One append at a time also keeps the order of each device when an
 * append fails: it is tried again, the same records, until it succeeds. How much may wait is limited where scans come in.
 */
export class ScanAppender {
  #queue: Appendable[] = [];
  #running: Promise<void> | undefined;
  #stopped = false;
  #failure: string | undefined;
  #wake: (() => void) | undefined;

  constructor(
    private readonly stream: ScanStream,
    private readonly streamKey: Uint8Array,
    private readonly observer: AppendObserver,
    private readonly gathering = GATHERING,
  ) {}

  /** Items of one partition become durable, and `done`, in the order of these calls. */
  add(items: readonly Appendable[]): void {
    for (const item of items) this.#queue.push(item);
    if (!this.#stopped) this.#running ??= this.#run().finally(() => (this.#running = undefined));
  }

  /** @throws Error when the last append failed. */
  check(): void {
    if (this.#failure !== undefined) throw new Error(`scans cannot be appended to the stream: ${this.#failure}`);
  }

  /** Tries no further. What is not durable by then is never `done`. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    // Items that become ready in the same turn go together.
    await Promise.resolve();
    while (this.#queue.length > 0 && !this.#stopped) {
      const { records, count } = packRecords(this.#queue, this.streamKey);
      const items = this.#queue.splice(0, count);
      const began = performance.now();
      for (let attempt = 0; !(await this.#append(records)); attempt++) {
        await this.#pause(Math.min(RETRY_FIRST_MS * 2 ** attempt, RETRY_MAX_MS) * (0.5 + Math.random() / 2));
        if (this.#stopped) return;
      }
      this.observer.appended({ seconds: (performance.now() - began) / 1_000, scans: count, records: records.length });
      // From here the scans are promised: whatever happens next, anchor reads them.
      for (const item of items) item.done();
      const { msForEachScan, msMax } = this.gathering;
      await this.#pause(Math.min(msForEachScan * count, msMax) - (performance.now() - began));
    }
  }

  async #append(records: Parameters<ScanStream['append']>[1]): Promise<boolean> {
    try {
      await this.stream.append('scans', records);
      this.#failure = undefined;
      return true;
    } catch (error) {
      this.#failure = error instanceof Error ? error.message : String(error);
      this.observer.appendFailed(error);
      return false;
    }
  }

  async #pause(ms: number): Promise<void> {
    if (ms <= 0 || this.#stopped) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      timer = setTimeout(resolve, ms);
    });
    clearTimeout(timer);
    this.#wake = undefined;
  }
}
