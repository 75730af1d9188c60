import type { SignatureCheck } from '#libs/core/signatures';
import { packedBytes } from './packed-checks.js';

/** One call of `verifyAll` until its promise is settled. */
export class Call {
  readonly verdicts: boolean[];
  readonly settled: Promise<boolean[]>;
  isOpen = true;
  private openChecks: number;
  private resolve!: (verdicts: boolean[]) => void;
  private reject!: (error: Error) => void;

  constructor(readonly checks: readonly SignatureCheck[]) {
    this.openChecks = checks.length;
    this.verdicts = Array.from({ length: checks.length });
    this.settled = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  /** So many verdicts more are in their places. */
  count(verdicts: number): void {
    this.openChecks -= verdicts;
    if (this.openChecks > 0 || !this.isOpen) return;
    this.isOpen = false;
    this.resolve(this.verdicts);
  }

  fail(error: Error): void {
    this.isOpen = false;
    this.reject(error);
  }
}

/** The checks of a call that one thread gets in one message. */
export interface Chunk {
  readonly call: Call;
  readonly id: number;
  readonly from: number;
  readonly to: number;
  /** Size of the packed checks without their head. */
  readonly bytes: number;
  /** Threads that ended while it was their turn to verify it. */
  endedThreads: number;
}

/** A message costs as much as half a check. */
const CHECKS_LEAST = 16;
/** About 13 ms of a thread. */
const CHECKS_MOST = 256;
const BYTES_MOST = 256 * 1024;

/** Parts for all threads, neither so small that messages cost more than checks nor so large that a thread waits for the last one. */
export function cutIntoChunks(call: Call, threads: number, nextId: () => number): Chunk[] {
  const { checks } = call;
  const most = Math.min(CHECKS_MOST, Math.max(CHECKS_LEAST, Math.ceil(checks.length / threads)));
  const chunks: Chunk[] = [];
  let from = 0;
  let bytes = 0;
  for (let to = 0; to < checks.length; to++) {
    const more = packedBytes(checks[to]!);
    if (to > from && (to - from === most || bytes + more > BYTES_MOST)) {
      chunks.push({ call, id: nextId(), from, to, bytes, endedThreads: 0 });
      from = to;
      bytes = 0;
    }
    bytes += more;
  }
  if (from < checks.length) chunks.push({ call, id: nextId(), from, to: checks.length, bytes, endedThreads: 0 });
  return chunks;
}
