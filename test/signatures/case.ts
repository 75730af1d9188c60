import type { SignatureCheck } from '#libs/core/signatures';
import type { Random } from '../faults/random.js';

/** A signature with the verdict that verification profile 1 gives it. */
export interface SignatureCase {
  /** What was done to it. */
  readonly kind: string;
  readonly check: SignatureCheck;
  readonly isValid: boolean;
}

/** One way to make cases; `weight` says how often it is taken beside the others. */
export interface CaseKind {
  readonly kind: string;
  readonly weight: number;
  make(random: Random): Omit<SignatureCase, 'kind'>;
}

export const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

export const bigEndian = (value: bigint): Uint8Array =>
  new Uint8Array(Buffer.from(value.toString(16).padStart(64, '0'), 'hex'));
export const littleEndian = (value: bigint): Uint8Array => bigEndian(value).reverse();
export const fromBigEndian = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
export const fromLittleEndian = (bytes: Uint8Array): bigint => fromBigEndian(Uint8Array.from(bytes).reverse());

export const below = (random: Random, count: number): number => Math.floor(random.next() * count);
export const randomBytes = (random: Random, length: number): Uint8Array =>
  Uint8Array.from({ length }, () => below(random, 256));

/** Most messages are as long as a scan; some are empty, some are long. */
export function randomMessage(random: Random): Uint8Array {
  const length = random.next() < 0.05 ? random.pick([0, 1, 63, 64, 127, 128, 4_096]) : 100 + below(random, 200);
  return randomBytes(random, length);
}

/** With one bit changed, between two bytes of it. */
export function flipped(random: Random, bytes: Uint8Array, from = 0, to = bytes.length): Uint8Array {
  const at = from + below(random, to - from);
  return bytes.with(at, bytes[at]! ^ (1 << below(random, 8)));
}

/** Another length than it must have: cut, or with more behind or before it. */
export const resized = (random: Random, bytes: Uint8Array): Uint8Array =>
  random.pick([
    () => bytes.subarray(0, below(random, bytes.length)),
    () => joined(bytes, randomBytes(random, 1 + below(random, 64))),
    () => joined(new Uint8Array(1), bytes),
    () => new Uint8Array(0),
  ])();
