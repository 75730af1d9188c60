import {
  closeSync,
  fdatasync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { replaceFile } from '#libs/host/files';
import { DeviceError } from './errors.js';
import { encodeFrame, frameAt, type Frame, type PlacedFrame, wasSynced } from './frames.js';

const dataSync = promisify(fdatasync);

/**
 * One append-only file of the outbox: a start frame that carries on from the file before, then scans, and marks for scans that
 * need no sending any more. Counters in a file have no holes, so a scan is found by its number.
 */
export class Segment {
  /** Offset of each scan's frame; the index is counter - firstCounter. */
  readonly #offsets: number[] = [];
  readonly #settled: boolean[] = [];
  #unsettled = 0;
  #descriptor: number | undefined;
  #length: number;
  #synced: number;

  private constructor(
    readonly path: string,
    readonly start: Extract<Frame, { kind: 'start' }>,
    length: number,
  ) {
    this.#length = length;
    this.#synced = length;
  }

  /** Creates the file and its name durably: after a crash it is there whole, or it is recognisably not begun. */
  static create(folder: string, start: Extract<Frame, { kind: 'start' }>): Segment {
    const path = join(folder, segmentName(start.counter + 1));
    const bytes = encodeFrame(start, 0);
    replaceFile(path, bytes, 0o600);
    return new Segment(path, start, bytes.length);
  }

  /**
   * Reads a file after a restart.
   *
   * @param newest only the newest file may end in a torn batch, which is cut off.
   * @returns the frames behind the start frame; null when not even the start frame was completed (newest only).
   * @throws {DeviceError} OUTBOX_DAMAGED
   */
  static open(path: string, newest: boolean): { segment: Segment; frames: PlacedFrame[] } | null {
    const file = readFileSync(path);
    const first = frameAt(file, 0);
    if (first?.frame.kind !== 'start') {
      if (newest && !wasSynced(file, 0)) return null;
      throw new DeviceError('OUTBOX_DAMAGED', `${path} does not begin as an outbox file does`);
    }
    const frames: PlacedFrame[] = [];
    let offset = first.length;
    for (let placed = frameAt(file, offset); placed; placed = frameAt(file, offset)) {
      frames.push(placed);
      offset += placed.length;
    }
    const segment = new Segment(path, first.frame, offset);
    if (offset < file.length) {
      if (!newest || wasSynced(file, offset)) {
        throw new DeviceError(
          'OUTBOX_DAMAGED',
          `${path} is damaged at byte ${offset}, which had been written for certain`,
        );
      }
      segment.#cut(offset);
    }
    return { segment, frames };
  }

  get firstCounter(): number {
    return this.start.counter + 1;
  }

  get lastCounter(): number {
    return this.start.counter + this.#offsets.length;
  }

  get bytes(): number {
    return this.#length;
  }

  get unsettled(): number {
    return this.#unsettled;
  }

  has(counter: number): boolean {
    return counter >= this.firstCounter && counter <= this.lastCounter;
  }

  isSettled(counter: number): boolean {
    return this.#settled[counter - this.firstCounter] === true;
  }

  /** Notes a scan whose frame stands at `offset`. */
  addScan(offset: number): void {
    this.#offsets.push(offset);
    this.#settled.push(false);
    this.#unsettled += 1;
  }

  /** @returns false when it was settled before. */
  settle(counter: number): boolean {
    if (this.isSettled(counter)) return false;
    this.#settled[counter - this.firstCounter] = true;
    this.#unsettled -= 1;
    return true;
  }

  /** Writes frames behind the last one, not yet durably. @returns the offset of each. */
  append(frames: readonly Frame[]): number[] {
    const encoded = frames.map((frame) => encodeFrame(frame, this.#synced));
    const bytes = Buffer.concat(encoded);
    const start = this.#length;
    for (let written = 0; written < bytes.length;) {
      written += writeSync(this.#open(), bytes, written, bytes.length - written, start + written);
    }
    this.#length = start + bytes.length;
    let offset = start;
    return encoded.map((frame) => (offset += frame.length) - frame.length);
  }

  /** Everything appended before the call is on disk when it resolves. */
  async sync(): Promise<void> {
    const length = this.#length;
    await dataSync(this.#open());
    this.#synced = Math.max(this.#synced, length);
  }

  /** As `sync`, blocking: for the last time before the file is left. */
  syncNow(): void {
    fsyncSync(this.#open());
    this.#synced = this.#length;
  }

  /** Takes back what was appended since the last successful sync. */
  rollBack(): void {
    this.#length = this.#synced;
    this.#cut(this.#synced);
  }

  /** The scan with this counter, as it was enqueued. */
  read(counter: number): Extract<Frame, { kind: 'scan' }> {
    const index = counter - this.firstCounter;
    const offset = this.#offsets[index]!;
    const bytes = Buffer.allocUnsafe((this.#offsets[index + 1] ?? this.#length) - offset);
    const length = readSync(this.#open(), bytes, 0, bytes.length, offset);
    const placed = frameAt(bytes.subarray(0, length), 0);
    if (placed?.frame.kind !== 'scan' || placed.frame.counter !== counter) {
      throw new DeviceError('OUTBOX_DAMAGED', `${this.path} does not hold scan ${counter} at byte ${offset} any more`);
    }
    return placed.frame;
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  delete(): void {
    this.close();
    unlinkSync(this.path);
  }

  #open(): number {
    this.#descriptor ??= openSync(this.path, 'r+');
    return this.#descriptor;
  }

  #cut(length: number): void {
    ftruncateSync(this.#open(), length);
    fsyncSync(this.#open());
  }
}

export const segmentName = (firstCounter: number): string => `${String(firstCounter).padStart(16, '0')}.segment`;
