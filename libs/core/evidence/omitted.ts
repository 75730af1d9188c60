import { concatBytes, readUint64, writeUint64, type JsonValue } from '#libs/core/wire';
import { EvidenceError } from './errors.js';
import { asBytes, ascending, wrong } from './json-shape.js';

/** An entry of the object's trail that is not here: enough to recompute the trail, and to prove that the log has it. */
export interface OmittedEntry {
  readonly logIndex: number;
  /** RFC 6962 leaf hash, 32 bytes. */
  readonly leaf: Uint8Array;
}

/** Entries that one bundle may leave out: 400 kB. What is beyond is not covered by the bundle (`until`). */
export const OMITTED_ENTRIES_MAX = 10_000;

const INDEX_BYTES = 8;
const PAIR_BYTES = INDEX_BYTES + 32;

/** uint64be(log index) || leaf for each, one after the other. */
export function omittedBytes(omitted: readonly OmittedEntry[]): Uint8Array {
  return concatBytes(
    ...omitted.flatMap(({ logIndex, leaf }) => {
      const index = new Uint8Array(INDEX_BYTES);
      writeUint64(index, 0, logIndex);
      return [index, leaf];
    }),
  );
}

/** @throws {EvidenceError} MEMBER_WRONG, NUMBER_TOO_LARGE, TOO_MANY_ENTRIES */
export function readOmitted(value: JsonValue | undefined): readonly OmittedEntry[] {
  const bytes = asBytes(value, 'omitted');
  if (bytes.length % PAIR_BYTES !== 0) throw wrong(`omitted is not a row of pairs of ${PAIR_BYTES} bytes`);
  const count = bytes.length / PAIR_BYTES;
  if (count > OMITTED_ENTRIES_MAX)
    throw new EvidenceError(
      'TOO_MANY_ENTRIES',
      `a bundle leaves out at most ${OMITTED_ENTRIES_MAX} entries, got ${count}`,
    );
  const omitted = Array.from({ length: count }, (_, place) => {
    const at = place * PAIR_BYTES;
    const logIndex = readUint64(bytes, at);
    if (!Number.isSafeInteger(logIndex))
      throw new EvidenceError('NUMBER_TOO_LARGE', 'the index of an omitted entry is above 2^53 - 1');
    return { logIndex, leaf: bytes.subarray(at + INDEX_BYTES, at + PAIR_BYTES) };
  });
  return ascending(omitted, (one, other) => one.logIndex - other.logIndex, 'omitted entries');
}
