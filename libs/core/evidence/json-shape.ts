import { fromBase64url, type JsonValue } from '#libs/core/wire';
import { EvidenceError } from './errors.js';

// Readers of single values. All throw EvidenceError MEMBER_WRONG, asNumber also NUMBER_TOO_LARGE; `what` names the value for people.

export type Members = { readonly [name: string]: JsonValue | undefined };

export function asMembers(value: JsonValue | undefined, what: string): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(`${what} is not an object`);
  return value as Members;
}

export function requireMembers(value: Members, names: readonly string[], what: string): Members {
  const missing = names.find((name) => !Object.hasOwn(value, name));
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (missing !== undefined) throw wrong(`${what} has no member ${missing}`);
  if (unknown !== undefined) throw wrong(`${what} has a member that this format does not know`);
  return value;
}

export function asList(value: JsonValue | undefined, what: string): readonly JsonValue[] {
  if (!Array.isArray(value)) throw wrong(`${what} is not a list`);
  return value as readonly JsonValue[];
}

export function asText(value: JsonValue | undefined, what: string): string {
  if (typeof value !== 'string') throw wrong(`${what} is not a text`);
  return value;
}

export function asNumber(value: JsonValue | undefined, what: string): number {
  const text = asText(value, what);
  if (!/^(?:0|[1-9][0-9]{0,19})$/.test(text)) throw wrong(`${what} is not a decimal number without leading zeros`);
  if (!Number.isSafeInteger(Number(text))) throw new EvidenceError('NUMBER_TOO_LARGE', `${what} is above 2^53 - 1`);
  return Number(text);
}

export function asBytes(value: JsonValue | undefined, what: string): Uint8Array {
  const bytes = fromBase64url(asText(value, what));
  if (!bytes) throw wrong(`${what} is not base64url without padding`);
  return bytes;
}

const HASH_BYTES = 32;

/** A row of hashes of 32 bytes, one after the other. */
export function asHashes(value: JsonValue | undefined, what: string): Uint8Array[] {
  const bytes = asBytes(value, what);
  if (bytes.length % HASH_BYTES !== 0) throw wrong(`${what} is not a row of hashes of 32 bytes`);
  return Array.from({ length: bytes.length / HASH_BYTES }, (_, at) =>
    bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  );
}

/** What `asHashes` reads. */
export function joinedHashes(hashes: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(hashes.length * HASH_BYTES);
  for (const [at, hash] of hashes.entries()) bytes.set(hash, at * HASH_BYTES);
  return bytes;
}

export function ascending<T>(items: readonly T[], compare: (one: T, other: T) => number, what: string): readonly T[] {
  if (items.some((item, at) => at > 0 && compare(items[at - 1]!, item) >= 0))
    throw wrong(`${what} are not in ascending order`);
  return items;
}

export const wrong = (why: string): EvidenceError =>
  new EvidenceError('MEMBER_WRONG', `not an evidence bundle: ${why}`);
