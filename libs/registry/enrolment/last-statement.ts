import type { DeviceKeys } from '#libs/core/keys';
import { bytesEqual, type LastStatement } from '#libs/core/wire';

/** What is known of the boot that is to end. */
export interface KnownOfBoot {
  /** What the log holds of it. */
  readonly logged: LastStatement;
  /** Where the device itself had come to, if that is known: scans above the log may come later. */
  readonly own?: LastStatement;
}

/**
 * The last statement that an event on a device's keys names: what the device has signed, where that is known and not below the log;
 * else what is logged. A key that had ended before keeps the end that was named then, and one that has signed nothing that of the key before.
 */
export function lastStatementOf(keys: DeviceKeys, { logged, own }: KnownOfBoot): LastStatement {
  const segment = keys.segments.at(-1)!;
  if (segment.closedIndex !== undefined && segment.to !== undefined)
    return named(segment.boot, segment.to, segment.lastHash);
  const last = own && own.counter >= logged.counter ? own : logged;
  const before = keys.segments.at(-2);
  if (last.counter < segment.from - 1 && before && bytesEqual(before.boot, segment.boot))
    return named(segment.boot, segment.from - 1, before.lastHash);
  return last;
}

const named = (boot: Uint8Array, counter: number, hash: Uint8Array | undefined): LastStatement =>
  counter > 0 && hash ? { boot, counter, statementHash: hash } : { boot, counter: 0 };
