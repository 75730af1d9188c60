import fc from 'fast-check';
import { formatCanonicalJson, toBase64url } from '../../wire/index.js';
import { JsonBytes } from '../json-bytes.js';

/** Letters that JSON or UTF-8 write otherwise, and those that it does not. */
const texts = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('a', '"', '\\', '\n', ' ', '~', '\u007f', '\u20ac', '\u{1f4e6}') }),
);
const textOf = (json: JsonBytes): string => new TextDecoder('utf-8', { fatal: true }).decode(json.bytes());

it('writes texts as canonical JSON does, one behind the other', () => {
  fc.assert(
    fc.property(fc.array(texts), (values) => {
      const json = new JsonBytes().raw('[');
      for (const [at, value] of values.entries()) (at === 0 ? json : json.raw(',')).text(value);
      expect(textOf(json.raw(']'))).toBe(formatCanonicalJson(values));
    }),
  );
});

it('writes base64url of any part of some bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(100), fc.nat(100), (bytes, one, other) => {
      const [from, to] = [Math.min(one, other, bytes.length), Math.min(Math.max(one, other), bytes.length)];
      expect(textOf(new JsonBytes().raw('x').base64url(bytes, from, to).raw('y'))).toBe(
        `x${toBase64url(bytes.slice(from, to))}y`,
      );
    }),
  );
});

it('grows with what it takes, whatever is the piece that needs more room', () => {
  const bytes = new Uint8Array(30_000).fill(7);
  const long = 'x'.repeat(40_000);
  const text = textOf(new JsonBytes().raw(long).base64url(bytes).text(long).text(`${long}\u20ac`));
  expect(text).toBe(`${long}${toBase64url(bytes)}"${long}""${long}\u20ac"`);
});

it('refuses half a surrogate pair', () => {
  expect(() => new JsonBytes().text('a\ud800')).toThrow(expect.objectContaining({ code: 'TEXT_INVALID' }));
});
