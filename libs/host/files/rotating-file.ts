import { type GrowingFile, type LogFiles, nodeLogFiles } from './log-files.js';

// No package does this: rotating streams of others end at the first error of the disk, or make who writes wait.

export interface RotatingFileOptions {
  readonly path: string;
  /** A file that has so many bytes gives way to a new one, at the end of a line. */
  readonly bytesMax: number;
  /** Files that came before and stay, as `path.1` (the youngest), `path.2` and so on. */
  readonly filesKept: number;
  /** Told once when nothing can be written any more, and once when it can again. */
  readonly onTrouble: (text: string) => void;
  readonly files?: LogFiles;
  readonly nowMs?: () => number;
  /** How long after a failure it is tried again. */
  readonly retryMs?: number;
}

// A disk that is slow for a moment must not lose anything; one that stands still must not fill the memory.
const QUEUE_BYTES_MAX = 4_000_000;
// A full disk is asked rarely enough to cost nothing, and often enough that a log is alive before anybody looks.
const RETRY_MS = 1_000;
const LINE_FEED = 0x0a;

/**
 * The log of a program, for whoever reads the program's output: `write` never waits and never throws, whatever the disk does. What it
 * does not take is lost and counted, and when it takes again, the log goes on with a line that says how much.
 */
export class RotatingFile {
  private file: GrowingFile | null = null;
  private bytes = 0;
  private endsLine = true;
  private queue: Uint8Array[] = [];
  private queuedBytes = 0;
  private lostBytes = 0;
  private failure: { readonly why: string; readonly atMs: number } | null = null;
  private working: Promise<void> | null = null;
  private retry: NodeJS.Timeout | undefined;
  private readonly files: LogFiles;
  private readonly nowMs: () => number;
  private readonly retryMs: number;

  constructor(private readonly options: RotatingFileOptions) {
    this.files = options.files ?? nodeLogFiles;
    this.nowMs = options.nowMs ?? Date.now;
    this.retryMs = options.retryMs ?? RETRY_MS;
  }

  write(chunk: Uint8Array): void {
    if (this.isWaiting() || this.queuedBytes + chunk.length > QUEUE_BYTES_MAX) {
      this.lostBytes += chunk.length;
      return;
    }
    this.queue.push(chunk);
    this.queuedBytes += chunk.length;
    this.work();
  }

  /** Writes what was given, as far as the disk takes it, and closes the file. A later `write` opens it again. */
  async end(): Promise<void> {
    clearTimeout(this.retry);
    this.failure &&= { ...this.failure, atMs: -Infinity };
    this.work();
    await this.working;
    clearTimeout(this.retry);
    await this.close();
  }

  private isWaiting(): boolean {
    return this.failure !== null && this.nowMs() - this.failure.atMs < this.retryMs;
  }

  private work(): void {
    this.working ??= this.run().finally(() => (this.working = null));
  }

  private async run(): Promise<void> {
    try {
      await this.tellLoss();
      while (this.queue.length > 0) {
        await this.append(this.queue[0]!, (taken) => {
          this.queue[0] = this.queue[0]!.subarray(taken);
          this.queuedBytes -= taken;
        });
        this.queue.shift();
      }
      await this.tellLoss();
    } catch (error) {
      await this.fail(error);
    }
  }

  /** All that waits is lost: it would be out of its time when the disk takes it. */
  private async fail(error: unknown): Promise<void> {
    for (const chunk of this.queue) this.lostBytes += chunk.length;
    this.queue = [];
    this.queuedBytes = 0;
    const why = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    if (this.failure === null)
      this.options.onTrouble(`${this.options.path} is not written (${why}); it goes on when that is over`);
    this.failure = { why, atMs: this.nowMs() };
    await this.close();
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.work(), this.retryMs).unref();
  }

  private async tellLoss(): Promise<void> {
    const { lostBytes, failure } = this;
    if (lostBytes === 0) return;
    const why = failure ? `the disk did not take them (${failure.why})` : 'the disk was too slow';
    const line = JSON.stringify({
      level: 40,
      time: this.nowMs(),
      msg: `${lostBytes} bytes of this log are lost: ${why}`,
    });
    const start = this.endsLine ? '' : '\n';
    await this.append(Buffer.from(`${start}${line}\n`));
    this.lostBytes -= lostBytes;
    this.failure = null;
    if (failure) this.options.onTrouble(`${this.options.path} is written again; ${lostBytes} bytes are lost`);
  }

  /** @param onTaken told how many of the bytes are in the file, each time that some are. */
  private async append(chunk: Uint8Array, onTaken: (bytes: number) => void = () => {}): Promise<void> {
    let rest = chunk;
    while (rest.length > 0) {
      const file = await this.open();
      // A line is never torn, unless it is as long as a file.
      const room = this.options.bytesMax - this.bytes;
      if (room <= 0 && (this.endsLine || room <= -this.options.bytesMax)) {
        await this.rotate();
        continue;
      }
      const take = rest.length <= room ? rest.length : endOfLine(rest, Math.max(room - 1, 0));
      await this.writeWhole(file, rest.subarray(0, take), onTaken);
      rest = rest.subarray(take);
    }
  }

  private async writeWhole(file: GrowingFile, bytes: Uint8Array, onTaken: (bytes: number) => void): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const taken = await file.write(bytes.subarray(at));
      if (taken === 0) throw new Error('the file takes no more bytes');
      at += taken;
      this.bytes += taken;
      onTaken(taken);
      this.endsLine = bytes[at - 1] === LINE_FEED;
    }
  }

  private async open(): Promise<GrowingFile> {
    if (this.file) return this.file;
    const file = await this.files.openEnd(this.options.path);
    this.file = file;
    this.bytes = file.bytes;
    return file;
  }

  private async rotate(): Promise<void> {
    const { path, filesKept } = this.options;
    await this.close();
    if (filesKept === 0) this.files.remove(path);
    else {
      this.files.remove(`${path}.${filesKept}`);
      for (let number = filesKept - 1; number >= 1; number--)
        this.files.rename(`${path}.${number}`, `${path}.${number + 1}`);
      this.files.rename(path, `${path}.1`);
    }
  }

  private async close(): Promise<void> {
    const { file } = this;
    this.file = null;
    await file?.close().catch(() => {}); // what was written is written
  }
}

/** Where the line ends that is under way at this place: behind its line feed, or the end of the bytes. */
function endOfLine(bytes: Uint8Array, from: number): number {
  const at = bytes.indexOf(LINE_FEED, from);
  return at < 0 ? bytes.length : at + 1;
}
