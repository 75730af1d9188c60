import { mkdirSync, readdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { DeviceError, isSystemError } from './errors.js';
import { type Frame } from './frames.js';
import { Segment } from './segment.js';

/** Where the next scan of this boot continues. */
export interface ChainPosition {
  /** Counter of the last scan, 0 before the first. */
  readonly counter: number;
  /** SHA-256 of the last scan's statement, 32 zero bytes before the first. */
  readonly previous: Uint8Array;
}

/** A scan that still has to be given its place: `seal` signs it for counter `position.counter + 1`. */
export interface Draft {
  seal(position: ChainPosition): { readonly payload: Uint8Array; readonly statementHash: Uint8Array };
  /** The caller's place in its own source (a file, a reader's queue), kept with the scan in one write. */
  readonly bookmark?: number;
}

const START: ChainPosition = { counter: 0, previous: new Uint8Array(32) };

export interface OutboxScan {
  readonly counter: number;
  readonly statementHash: Uint8Array;
  readonly payload: Uint8Array;
  readonly bookmark: number;
}

export interface OutboxOptions {
  readonly folder: string;
  readonly segmentBytesMax?: number;
  readonly bytesMax?: number;
}

const SEGMENT_BYTES_MAX = 1 << 20; // small enough that receipted scans leave the disk soon
const BYTES_MAX = 1 << 30; // about a million scans: weeks without a network
const BATCH_BYTES_MAX = 1 << 20; // one fsync's worth
const REST_BYTES_MAX = 64 << 10; // receipted scans that may stay until the file is exchanged

type ScanFrame = Extract<Frame, { kind: 'scan' }>;

/** What the next scan continues from. */
interface Place {
  readonly position: ChainPosition;
  readonly bookmark: number;
}

interface Waiting {
  readonly drafts: readonly Draft[];
  readonly resolve: (counters: { first: number; last: number }) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Scans on disk until they are receipted. When `enqueue` resolves, its scans, the counter and `previous` survive kill -9 and loss of
 * power; nothing may be published before. Concurrent calls share one fsync and keep their order. One process per folder (libs/host/locks).
 */
export class Outbox {
  readonly #segments: Segment[];
  readonly #waiting: Waiting[] = [];
  readonly #options: Required<OutboxOptions>;
  #position: ChainPosition;
  #bookmark: number;
  #committing = false;
  #broken: DeviceError | undefined;
  #idle: (() => void)[] = [];

  private constructor(options: OutboxOptions, segments: Segment[], position: ChainPosition, bookmark: number) {
    const { folder, segmentBytesMax = SEGMENT_BYTES_MAX, bytesMax = BYTES_MAX } = options;
    this.#options = { folder, segmentBytesMax, bytesMax };
    this.#segments = segments;
    this.#position = position;
    this.#bookmark = bookmark;
  }

  /** @param at where its first scan continues; default: at the start of the boot. */
  static create(folder: string, boot: Uint8Array, at: ChainPosition = START, bookmark = 0): void {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { counter, previous } = at;
    Segment.create(folder, { kind: 'start', boot, counter, previous, bookmark }).close();
  }

  /** @throws {DeviceError} OUTBOX_DAMAGED when a counter could be used twice if it went on. */
  static open(options: OutboxOptions, boot: Uint8Array): Outbox {
    const { segments, last } = readSegments(options.folder, boot);
    return new Outbox(options, segments, { counter: last.counter, previous: last.statementHash }, last.bookmark);
  }

  get position(): ChainPosition {
    return this.#position;
  }

  /** Bookmark of the last scan enqueued, 0 before the first. */
  get bookmark(): number {
    return this.#bookmark;
  }

  /** Scans that are neither receipted nor in quarantine. */
  get unsettled(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.unsettled, 0);
  }

  get bytes(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.bytes, 0);
  }

  /**
   * Seals and stores scans in this order, all in one fsync where they fit.
   *
   * @returns their counters.
   * @throws {DeviceError} OUTBOX_FULL, OUTBOX_FAILED: none of them was kept; CLOSED.
   */
  enqueue(drafts: readonly Draft[]): Promise<{ first: number; last: number }> {
    if (this.#broken) return Promise.reject(this.#broken);
    if (drafts.length === 0)
      return Promise.resolve({ first: this.#position.counter + 1, last: this.#position.counter });
    return new Promise((resolve, reject) => {
      this.#waiting.push({ drafts, resolve, reject });
      if (!this.#committing) void this.#commitAll();
    });
  }

  /** The first unsettled scan with at least this counter. */
  nextUnsettled(from: number): number | undefined {
    for (const segment of this.#segments) {
      if (segment.lastCounter < from || segment.unsettled === 0) continue;
      for (let counter = Math.max(from, segment.firstCounter); counter <= segment.lastCounter; counter += 1) {
        if (!segment.isSettled(counter)) return counter;
      }
    }
    return undefined;
  }

  /** The last unsettled scan with at most this counter. */
  lastUnsettled(upTo: number): number | undefined {
    for (const segment of [...this.#segments].reverse()) {
      if (segment.firstCounter > upTo || segment.unsettled === 0) continue;
      for (let counter = Math.min(upTo, segment.lastCounter); counter >= segment.firstCounter; counter -= 1) {
        if (!segment.isSettled(counter)) return counter;
      }
    }
    return undefined;
  }

  /** Resolves when every scan that was given is stored or refused. */
  async idle(): Promise<void> {
    if (this.#committing) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  isUnsettled(counter: number): boolean {
    const segment = this.#segments.find((candidate) => candidate.has(counter));
    return segment !== undefined && !segment.isSettled(counter);
  }

  read(counter: number): OutboxScan {
    const segment = this.#segments.find((candidate) => candidate.has(counter));
    if (!segment) throw new DeviceError('OUTBOX_DAMAGED', `scan ${counter} is not in the outbox`);
    return segment.read(counter);
  }

  /** Notes verified receipts. Not synced: a mark that is lost means only that the scan is sent and receipted once more. */
  markReceipted(items: readonly { counter: number; logIndex: number }[]): void {
    const news = items.filter(({ counter }) => this.isUnsettled(counter));
    if (news.length > 0)
      this.#settle(
        { kind: 'receipted', items: news },
        news.map(({ counter }) => counter),
      );
  }

  /** Notes that a copy of the scan lies in quarantine, where it must be already. */
  markQuarantined(counter: number): void {
    if (this.isUnsettled(counter)) this.#settle({ kind: 'quarantined', counter }, [counter]);
  }

  /** Waits for writes under way; later calls of `enqueue` fail. */
  async close(): Promise<void> {
    this.#broken ??= new DeviceError('CLOSED', 'the device is closed');
    await this.idle();
    for (const segment of this.#segments) segment.close();
  }

  async #commitAll(): Promise<void> {
    this.#committing = true;
    while (this.#waiting.length > 0) await this.#commit(this.#waiting.shift()!);
    this.#committing = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** Takes further requests along as long as they fit into one batch: they share its fsync. */
  async #commit(first: Waiting): Promise<void> {
    const requests: { readonly waiting: Waiting; readonly first: number; readonly last: number }[] = [];
    const frames: ScanFrame[] = [];
    let bytes = 0;
    let place: Place = { position: this.#position, bookmark: this.#bookmark };
    for (let waiting: Waiting | undefined = first; waiting;) {
      try {
        const sealed = sealAll(waiting.drafts, place);
        requests.push({ waiting, first: place.position.counter + 1, last: sealed.place.position.counter });
        frames.push(...sealed.frames);
        bytes += sealed.bytes;
        place = sealed.place;
      } catch (error) {
        waiting.reject(error as Error); // a draft that cannot be sealed takes only its own request with it
      }
      waiting = bytes < BATCH_BYTES_MAX ? this.#waiting.shift() : undefined;
    }
    try {
      await this.#store(frames);
      this.#position = place.position;
      this.#bookmark = place.bookmark;
      for (const { waiting, ...counters } of requests) waiting.resolve(counters);
    } catch (error) {
      for (const { waiting } of requests) waiting.reject(error as Error);
    }
  }

  async #store(frames: readonly ScanFrame[]): Promise<void> {
    if (frames.length === 0) return;
    if (this.bytes > this.#options.bytesMax) {
      throw new DeviceError(
        'OUTBOX_FULL',
        `the outbox holds its limit of ${this.#options.bytesMax} bytes without receipt`,
      );
    }
    let segment = this.#newest;
    try {
      if (segment.bytes > this.#options.segmentBytesMax) segment = this.#exchange();
      const offsets = segment.append(frames);
      await segment.sync();
      // From here the counters are used, whatever happens: recovery finds these frames.
      for (const offset of offsets) segment.addScan(offset);
    } catch (error) {
      throw this.#undo(segment, error);
    }
  }

  /** After a failed write nobody knows what is on disk: cut back to what was there for certain, or stop for good. */
  #undo(segment: Segment, cause: unknown): DeviceError {
    const message = isSystemError(cause, 'ENOSPC') ? 'the disk is full' : (cause as Error).message;
    const failed = new DeviceError(
      'OUTBOX_FAILED',
      `the outbox ${this.#options.folder} cannot be written: ${message}`,
      { cause },
    );
    try {
      segment.rollBack();
    } catch {
      this.#broken = failed;
    }
    return failed;
  }

  #settle(mark: Frame, counters: readonly number[]): void {
    try {
      this.#newest.append([mark]);
    } catch {
      // Without the mark the scans are sent again after a restart and receipted again.
    }
    for (const counter of counters) this.#segments.find((segment) => segment.has(counter))?.settle(counter);
    this.#clean();
  }

  /** Deletes from the oldest on, so that a mark is never deleted before the scan it speaks of. */
  #clean(): void {
    while (this.#segments.length > 1 && this.#segments[0]!.unsettled === 0) this.#segments.shift()!.delete();
    const newest = this.#newest;
    if (this.#segments.length > 1 || newest.unsettled > 0 || newest.bytes < REST_BYTES_MAX || this.#committing) return;
    try {
      this.#exchange();
      this.#segments.shift()!.delete();
    } catch {
      // The old file serves as well.
    }
  }

  #exchange(): Segment {
    // Marks are not synced one by one; a file that is left must be whole, because only the newest may end in a torn tail.
    this.#newest.syncNow();
    const { counter, previous } = this.#position;
    const { boot } = this.#newest.start;
    const next = Segment.create(this.#options.folder, {
      kind: 'start',
      boot,
      counter,
      previous,
      bookmark: this.#bookmark,
    });
    this.#segments.push(next);
    return next;
  }

  get #newest(): Segment {
    return this.#segments.at(-1)!;
  }
}

/** Seals the drafts of one request, each behind the one before. Nothing has changed when one of them throws. */
function sealAll(
  drafts: readonly Draft[],
  from: Place,
): { readonly frames: ScanFrame[]; readonly bytes: number; readonly place: Place } {
  const frames: ScanFrame[] = [];
  let { position, bookmark } = from;
  let bytes = 0;
  for (const draft of drafts) {
    const { payload, statementHash } = draft.seal(position);
    position = { counter: position.counter + 1, previous: statementHash };
    bookmark = draft.bookmark ?? bookmark;
    frames.push({ kind: 'scan', counter: position.counter, statementHash, bookmark, payload });
    bytes += payload.length;
  }
  return { frames, bytes, place: { position, bookmark } };
}

interface LastScan {
  readonly counter: number;
  readonly statementHash: Uint8Array;
  readonly bookmark: number;
}

/** @throws {DeviceError} OUTBOX_DAMAGED unless the files carry on from one another without a hole. */
function readSegments(folder: string, boot: Uint8Array): { segments: Segment[]; last: LastScan } {
  const segments: Segment[] = [];
  let last: LastScan | undefined;
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.segment'))
    .sort();
  for (const name of names) {
    const path = join(folder, name);
    const opened = Segment.open(path, name === names.at(-1));
    if (!opened) {
      unlinkSync(path); // its first scan was never stored: the file before it is the newest
      continue;
    }
    const { start } = opened.segment;
    const carriesOn = !last || (last.counter === start.counter && equalBytes(last.statementHash, start.previous));
    if (!carriesOn || !equalBytes(start.boot, boot)) throw damaged(path, 'it does not carry on from the file before');
    last ??= { counter: start.counter, statementHash: start.previous, bookmark: start.bookmark };
    segments.push(opened.segment);
    for (const { frame, offset } of opened.frames) {
      if (frame.kind === 'scan') {
        if (frame.counter !== last.counter + 1)
          throw damaged(path, `scan ${frame.counter} follows scan ${last.counter}`);
        opened.segment.addScan(offset);
        last = frame;
      } else {
        for (const counter of settledBy(frame)) segments.find((segment) => segment.has(counter))?.settle(counter);
      }
    }
  }
  if (!last) throw damaged(folder, 'no outbox file is left, so nobody knows which counters were used');
  return { segments, last };
}

function settledBy(frame: Frame): number[] {
  if (frame.kind === 'receipted') return frame.items.map(({ counter }) => counter);
  return frame.kind === 'quarantined' ? [frame.counter] : [];
}

const equalBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
const damaged = (path: string, what: string): DeviceError => new DeviceError('OUTBOX_DAMAGED', `${path}: ${what}`);
