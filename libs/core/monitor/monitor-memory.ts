import type { SignatureVerifier } from '#libs/core/signatures';
import { fromBase64url, toBase64url, WireError } from '#libs/core/wire';
import { KeyStateError } from '#libs/core/keys';
import { BootWatch, type Hole } from './boot-watch.js';
import { LogMonitor } from './log-monitor.js';

/**
 * Version of the form below. Another one is refused: reading the log anew is always possible. Version 1 held no breaks, without which
 * nobody can say whether a late scan chains; version 2 no boots that are convicted, and no arrival.
 */
const VERSION = 3;

/** A monitor’s memory as JSON: whatever a restart needs, so that it does not read the log again. */
export interface MonitorMemory {
  readonly version: number;
  readonly origin: string;
  readonly size: number;
  readonly seenAtSize: number;
  readonly unread: number;
  /** Highest arrival, in milliseconds since 1970. */
  readonly arrived: number;
  readonly events: readonly (readonly [logIndex: number, entry: string])[];
  readonly boots: readonly {
    readonly boot: string;
    readonly last: number;
    readonly hash: string | null;
    readonly holes: readonly (readonly [from: number, to: number, before: string | null, after: string])[];
    readonly breaks: readonly number[];
  }[];
  readonly open: readonly (readonly [
    boot: string,
    counter: number,
    firstHash: string,
    previous: string,
    logIndex: number,
  ])[];
  readonly late: readonly (readonly [boot: string, counter: number, from: number, to: number, logIndex: number])[];
  /** Boots of which an equivocation entry tells. */
  readonly convicted: readonly string[];
  readonly refused: readonly (readonly [boot: string, counter: number, hash: string, logIndex: number])[];
}

/** A memory that is none, or not of this log. */
export class MonitorMemoryError extends Error {
  override readonly name = 'MonitorMemoryError';
  readonly code = 'MEMORY_MALFORMED';
}

/** The memory of a monitor that has found no contradiction. */
export function memoryOf(monitor: LogMonitor): MonitorMemory {
  const { size, seenAtSize, unread, arrivedMs, events } = monitor.memory;
  const { boots, open, refused, late, convicted } = monitor.counters;
  const text = (bytes: Uint8Array | null): string | null => bytes && toBase64url(bytes);
  return {
    version: VERSION,
    origin: monitor.origin,
    size,
    seenAtSize,
    unread,
    arrived: arrivedMs,
    events: events.map(({ logIndex, entry }) => [logIndex, toBase64url(entry)]),
    boots: [...boots].map(([boot, watch]) => {
      const { lastCounter, lastHash, holes, breaks } = watch.state;
      const parts = holes.map(
        ({ from, to, before, after }: Hole) => [from, to, text(before), toBase64url(after)] as const,
      );
      return { boot, last: lastCounter, hash: text(lastHash), holes: parts, breaks };
    }),
    open: [...open.values()].map(({ boot, counter, firstHash, previous, logIndex }) => [
      boot,
      counter,
      toBase64url(firstHash),
      toBase64url(previous),
      logIndex,
    ]),
    late: late.open.map(({ boot, counter, span, logIndex }) => [boot, counter, span.from, span.to, logIndex]),
    convicted: [...convicted],
    refused: [...refused.values()].map((one) => [one.boot, one.counter, toBase64url(one.statementHash), one.logIndex]),
  };
}

/**
 * A monitor that goes on from its memory.
 * @param memory as `JSON.parse` gave it; it is the caller's own, and read with care all the same
 * @throws {MonitorMemoryError}
 */
export function resumeMonitor(memory: unknown, verifier: SignatureVerifier): LogMonitor {
  try {
    return resumed(memory as MonitorMemory, verifier);
  } catch (cause) {
    if (cause instanceof MonitorMemoryError) throw cause;
    // A member of another type shows where it is used: that is no fault of ours.
    if (cause instanceof TypeError || cause instanceof WireError || cause instanceof KeyStateError)
      throw new MonitorMemoryError(`the memory of the monitor cannot be read: ${cause.message}`, { cause });
    throw cause;
  }
}

function resumed(memory: MonitorMemory, verifier: SignatureVerifier): LogMonitor {
  if (memory?.version !== VERSION || typeof memory.origin !== 'string') throw otherVersion(memory?.version);
  const monitor = new LogMonitor(memory.origin, verifier);
  monitor.resume({
    size: whole(memory.size),
    seenAtSize: whole(memory.seenAtSize),
    unread: whole(memory.unread),
    arrivedMs: whole(memory.arrived),
    events: memory.events.map(([logIndex, entry]) => ({ logIndex: whole(logIndex), entry: bytes(entry) })),
  });
  const { boots, open, refused, late, convicted } = monitor.counters;
  for (const boot of memory.convicted) convicted.add(bootOf(boot));
  for (const { boot, last, hash, holes, breaks } of memory.boots) {
    const lastHash = hash === null ? null : hashOf(hash);
    const state = { lastCounter: whole(last), lastHash, breaks: breaks.map(whole) };
    const parts = holes.map(([from, to, before, after]) => ({
      from: whole(from),
      to: whole(to),
      before: before === null ? null : hashOf(before),
      after: hashOf(after),
    }));
    boots.set(bootOf(boot), BootWatch.of({ ...state, holes: parts }));
  }
  for (const [boot, counter, first, previous, logIndex] of memory.open) {
    const place = `${bootOf(boot)} ${whole(counter)}`;
    const misfit = { counter, firstHash: hashOf(first), previous: hashOf(previous) };
    open.set(place, { boot, ...misfit, logIndex: whole(logIndex) });
  }
  for (const [boot, counter, from, to, logIndex] of memory.late) {
    const span = { from: whole(from), to: whole(to) };
    late.remember({ boot: bootOf(boot), counter: whole(counter), span, logIndex: whole(logIndex) });
  }
  for (const [boot, counter, hash, logIndex] of memory.refused) {
    const place = `${bootOf(boot)} ${whole(counter)}`;
    refused.set(place, { boot, counter, statementHash: hashOf(hash), logIndex: whole(logIndex) });
  }
  return monitor;
}

function otherVersion(version: unknown): MonitorMemoryError {
  const isOlder = typeof version === 'number' && version < VERSION;
  return new MonitorMemoryError(
    isOlder
      ? `its memory is of version ${version}, and lacks what version ${VERSION} needs to judge what comes next`
      : `the memory of the monitor is not of version ${VERSION}`,
  );
}

function whole(value: unknown): number {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw new MonitorMemoryError('a number in the memory of the monitor is none');
}

function bytes(value: unknown): Uint8Array {
  const read = typeof value === 'string' ? fromBase64url(value) : null;
  if (!read) throw new MonitorMemoryError('bytes in the memory of the monitor are not base64url');
  return read;
}

function hashOf(value: unknown): Uint8Array {
  const read = bytes(value);
  if (read.length !== 32) throw new MonitorMemoryError('a hash in the memory of the monitor has not 32 bytes');
  return read;
}

function bootOf(value: unknown): string {
  if (typeof value === 'string' && /^[0-9a-f]{64} [0-9a-f]{32}$/.test(value)) return value;
  throw new MonitorMemoryError('a boot in the memory of the monitor is none');
}
