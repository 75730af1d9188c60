import { bytesEqual, statementHash } from '#libs/core/wire';
import type { ChainEnd } from './judge-scan.js';

/** What all statements of one segment have in common. */
export interface ChainOf {
  readonly device: Uint8Array;
  readonly keyId: Uint8Array;
  readonly boot: Uint8Array;
}

/**
 * Statement hashes of the counters behind a statement, one by one: each has the hash of the one before as its `previous`.
 *
 * @param start counter and statement hash of the first, which is not among the result
 * @param headerHashes SHA-256 of the headers of the counters behind it, ascending without a hole
 */
export function hashesBehind(
  of: ChainOf,
  start: { readonly counter: number; readonly hash: Uint8Array },
  headerHashes: readonly Uint8Array[],
): Uint8Array[] {
  const { device, keyId, boot } = of;
  let previous = start.hash;
  return headerHashes.map((headerHash, at) => {
    previous = statementHash({ device, keyId, boot, counter: start.counter + 1 + at, previous, headerHash });
    return previous;
  });
}

/**
 * Whether a late statement chains into the last one of its segment: it is that one, or the statements behind it lead there.
 *
 * @param headerHashes of the counters behind it up to that of `into`; too few or too many do not chain
 */
export function chainsInto(
  of: ChainOf,
  late: { readonly counter: number; readonly hash: Uint8Array },
  headerHashes: readonly Uint8Array[],
  into: ChainEnd,
): boolean {
  if (late.counter + headerHashes.length !== into.counter) return false;
  const hash = hashesBehind(of, late, headerHashes).at(-1) ?? late.hash;
  return bytesEqual(hash, into.hash);
}
