import { compareBytes, type JsonValue } from '#libs/core/wire';
import { EvidenceError } from './errors.js';
import type { JsonBytes } from './json-bytes.js';
import {
  asBytes,
  asHashes,
  asList,
  asMembers,
  asNumber,
  ascending,
  joinedHashes,
  requireMembers,
  wrong,
} from './json-shape.js';

/**
 * Headers of one bundle at most, of all chains together: 320 kB, and the offline scans of a busy gate for a day. What is beyond is left
 * out, and the late scans that need it are not judged.
 */
export const CHAIN_HEADERS_MAX = 10_000;

/** What shows that late scans chain into the last statement of their key: the statements between, without the scans themselves. */
export interface EvidenceChain {
  /** 16 bytes. */
  readonly boot: Uint8Array;
  /** Device key, 32 bytes. */
  readonly device: Uint8Array;
  /** Counter of the first header; the scan with the counter before is in the bundle. */
  readonly from: number;
  /** SHA-256 of the headers of counter `from` to the last of the key, ascending. */
  readonly headers: readonly Uint8Array[];
}

const MEMBERS = ['boot', 'device', 'from', 'headers'];
const BOOT_BYTES = 16;
const DEVICE_BYTES = 32;

/** The order of chains in a bundle: by device, boot and counter. */
export const compareChains = (one: EvidenceChain, other: EvidenceChain): number =>
  compareBytes(one.device, other.device) || compareBytes(one.boot, other.boot) || one.from - other.from;

/** Writes what `readChains` reads. */
export function putChains(json: JsonBytes, chains: readonly EvidenceChain[]): void {
  json.raw('[');
  for (const [at, { boot, device, from, headers }] of chains.entries()) {
    json.raw(at === 0 ? '{"boot":"' : ',{"boot":"').base64url(boot);
    json.raw('","device":"').base64url(device).raw(`","from":"${from}","headers":"`);
    json.base64url(joinedHashes(headers)).raw('"}');
  }
  json.raw(']');
}

/** @throws {EvidenceError} MEMBER_WRONG, NUMBER_TOO_LARGE, TOO_MANY_HEADERS */
export function readChains(value: JsonValue | undefined): readonly EvidenceChain[] {
  const chains = asList(value, 'chains').map(readChain);
  const headers = chains.reduce((sum, chain) => sum + chain.headers.length, 0);
  if (headers > CHAIN_HEADERS_MAX) {
    throw new EvidenceError(
      'TOO_MANY_HEADERS',
      `the chains of a bundle have at most ${CHAIN_HEADERS_MAX} headers, got ${headers}`,
    );
  }
  return ascending(chains, compareChains, 'chains');
}

function readChain(value: JsonValue): EvidenceChain {
  const chain = requireMembers(asMembers(value, 'a chain'), MEMBERS, 'a chain');
  const boot = asBytes(chain.boot, 'the boot of a chain');
  const device = asBytes(chain.device, 'the device of a chain');
  const headers = asHashes(chain.headers, 'the headers of a chain');
  if (boot.length !== BOOT_BYTES || device.length !== DEVICE_BYTES)
    throw wrong('boot or device of a chain have not their length');
  if (headers.length === 0) throw wrong('a chain has no headers');
  return { boot, device, from: asNumber(chain.from, 'the first counter of a chain'), headers };
}
