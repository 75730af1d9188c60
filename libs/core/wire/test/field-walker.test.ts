import fc from 'fast-check';
import { raw, tag, varint } from '../../../../test/kit/wire/raw.js';
import { fieldEnd, FieldWalker } from '../field-walker.js';
import { readVarint, varintBytes, writeVarint } from '../varint.js';

const numbers = fc.oneof(fc.nat(200), fc.maxSafeInteger().map(Math.abs));
const fields = fc.array(
  fc.record({
    number: fc.oneof(fc.integer({ min: 1, max: 15 }), fc.integer({ min: 1, max: 2 ** 29 - 1 })),
    padding: fc.nat(12),
    contents: fc.oneof(numbers, fc.uint8Array({ maxLength: 300 })),
  }),
  { maxLength: 8 },
);
type Field = typeof fields extends fc.Arbitrary<readonly (infer One)[]> ? One : never;

/** A varint with more bytes than it needs, if it is to have some. */
const padded = (value: number, padding: number): number[] => varint(value, varint(value).length + padding);

const written = ({ number, padding, contents }: Field): number[] =>
  typeof contents === 'number'
    ? [...tag(number, 0), ...padded(contents, padding)]
    : [...tag(number, 2), ...padded(contents.length, padding), ...contents];

interface Step {
  readonly number: number;
  readonly at: number;
  readonly contents: number | readonly number[];
}

/** All whole fields, and where the walk ends. */
function walked(bytes: Uint8Array): { readonly steps: Step[]; readonly end: number } {
  const walker = new FieldWalker(bytes, 0, bytes.length);
  const steps: Step[] = [];
  while (walker.next() && walker.isWhole) {
    const { number, at, wireType, value, start, end } = walker;
    steps.push({ number, at, contents: wireType === 2 ? [...bytes.subarray(start, end)] : value });
  }
  return { steps, end: walker.end };
}

function expected(list: readonly Field[]): Step[] {
  let at = 0;
  return list.map((field) => {
    const step = {
      number: field.number,
      at,
      contents: typeof field.contents === 'number' ? field.contents : [...field.contents],
    };
    at += written(field).length;
    return step;
  });
}

describe('a walk over the fields of a message', () => {
  it('finds each field with its contents, however long its numbers are written', () => {
    fc.assert(
      fc.property(fields, (list) => {
        const bytes = raw(...list.map(written));
        expect(walked(bytes)).toEqual({ steps: expected(list), end: bytes.length });
      }),
    );
  });

  it('cut at any byte finds the fields before it, and then one that is not whole', () => {
    fc.assert(
      fc.property(fields, (list) => {
        const bytes = raw(...list.map(written));
        const ends = list.map((_, index) => raw(...list.slice(0, index + 1).map(written)).length);
        for (let cut = 0; cut < bytes.length; cut++) {
          const { steps, end } = walked(bytes.subarray(0, cut));
          const whole = ends.filter((one) => one <= cut).length;
          expect(steps).toEqual(expected(list.slice(0, whole)));
          expect(end > cut).toBe(cut !== (ends[whole - 1] ?? 0));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('stays within its part of the bytes', () => {
    const bytes = raw([...tag(1, 0), 5], [...tag(2, 2), 3, 7, 7, 7], [...tag(3, 0), 9]);
    const walker = new FieldWalker(bytes, 2, 7);
    expect([walker.next(), walker.number, walker.isWhole, walker.next()]).toEqual([true, 2, true, false]);
    const short = new FieldWalker(bytes, 2, 6);
    expect([short.next(), short.number, short.isWhole, short.next()]).toEqual([true, 2, false, false]);
  });

  it.each([1, 3, 4, 5, 6, 7])('takes wire type %i for a number, and says which it is', (wireType) => {
    const bytes = raw([...tag(6, wireType), 0x81, 1], [...tag(7, 0), 2]);
    const walker = new FieldWalker(bytes, 0, bytes.length);
    expect([walker.next(), walker.number, walker.wireType, walker.value]).toEqual([true, 6, wireType, 129]);
    expect([walker.next(), walker.number, walker.value, walker.next()]).toEqual([true, 7, 2, false]);
  });

  it('takes fixed numbers where it is told to', () => {
    const bytes = raw(
      [...tag(6, 1), ...Array<number>(8).fill(0xff)],
      [...tag(7, 5), 1, 2, 3, 4],
      [...tag(8, 5), 1, 2, 3],
    );
    const walker = new FieldWalker(bytes, 0, bytes.length);
    for (const [number, length, isWhole] of [
      [6, 8, true],
      [7, 4, true],
      [8, 4, false],
    ] as const) {
      expect([walker.next(), walker.number]).toEqual([true, number]);
      walker.takeFixed(length);
      expect(walker.isWhole).toBe(isWhole);
    }
    expect(walker.next()).toBe(false);
  });

  it('always goes forward and ends, whatever the bytes are', () => {
    const crooked = fc.array(fc.constantFrom(0, 1, 2, 0x0a, 0x0b, 0x12, 0x20, 0x7f, 0x80, 0x81, 0xff), {
      maxLength: 400,
    });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 400 }),
          crooked.map((list) => Uint8Array.from(list)),
        ),
        (bytes) => {
          const walker = new FieldWalker(bytes, 0, bytes.length);
          let end = 0;
          while (walker.next()) {
            expect(walker.at).toBe(end);
            expect(fieldEnd(bytes, walker.at, bytes.length)).toBe(walker.end);
            expect(walker.end).toBeGreaterThan(end);
            expect(Number.isSafeInteger(walker.end)).toBe(true);
            end = walker.end;
          }
          expect(end).toBeGreaterThanOrEqual(bytes.length);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a varint', () => {
  it('is read as it was written, in as few bytes as can be', () => {
    fc.assert(
      fc.property(numbers, (value) => {
        const target = new Uint8Array(12);
        const end = writeVarint(target, 1, value);
        expect([...target.subarray(1, end)]).toEqual(varint(value));
        expect(varintBytes(value)).toBe(end - 1);
        expect(readVarint(target, 1, end)).toBe(value);
      }),
    );
  });

  it('above 2^53 - 1 is never read as a number up to there', () => {
    const above = fc.bigInt({ min: 2n ** 53n, max: 2n ** 70n - 1n });
    fc.assert(
      fc.property(above, (value) => {
        const bytes = raw(varint(value));
        expect(readVarint(bytes, 0, bytes.length)).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
      }),
    );
  });
});
