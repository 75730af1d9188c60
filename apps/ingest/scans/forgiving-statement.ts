import { decodeSignedStatement, encodeSignedStatement, type SignedScan, signedStatementOf } from '#libs/core/wire';

/** What a statement and its signature need, whatever the rest of the scan looks like. */
export type Statement = Omit<SignedScan, 'uris' | 'disclosures'>;

const FIELDS = ['device', 'keyId', 'boot', 'counter', 'previous', 'header', 'signature'] as const;

/**
 * Looks for the statement in bytes that are not exactly a scan: the first of each of its fields, up to the first thing that cannot be
 * read. The signature decides whether it is one.
 *
 * @returns undefined unless all fields are there and have their lengths.
 */
export function forgivingStatement(payload: Uint8Array): Statement | undefined {
  const found: Partial<Record<string, Uint8Array | number>> = {};
  const reader = new Reader(payload);
  try {
    while (!reader.ended) {
      const tag = reader.number();
      const name = FIELDS[Math.floor(tag / 8) - 1];
      const value = reader.value(tag % 8);
      if (name !== undefined) found[name] ??= value;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  if (FIELDS.some((name) => typeof found[name] !== (name === 'counter' ? 'number' : 'object'))) return undefined;
  return hasForm(found as unknown as Statement) ? (found as unknown as Statement) : undefined;
}

/** Whether it can stand in the log: lengths of all fields, counter and previous. */
function hasForm(statement: Statement): boolean {
  try {
    decodeSignedStatement(encodeSignedStatement(signedStatementOf(statement)));
    return true;
  } catch {
    return false;
  }
}

/** Reads protobuf with all its forgiveness. @throws {RangeError} where the bytes end or make no sense. */
class Reader {
  #at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get ended(): boolean {
    return this.#at >= this.bytes.length;
  }

  number(): number {
    let value = 0;
    for (let scale = 1, count = 0; count < 10; scale *= 128, count++) {
      const byte = this.bytes[this.#at];
      if (byte === undefined) break;
      this.#at += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    throw new RangeError('no number');
  }

  value(wireType: number): Uint8Array | number | undefined {
    switch (wireType) {
      case 0:
        return this.number();
      case 1:
        return void this.#take(8);
      case 2:
        return this.#take(this.number());
      case 5:
        return void this.#take(4);
      default:
        throw new RangeError('no wire type');
    }
  }

  #take(length: number): Uint8Array {
    if (length > this.bytes.length - this.#at) throw new RangeError('cut off');
    this.#at += length;
    return this.bytes.subarray(this.#at - length, this.#at);
  }
}
