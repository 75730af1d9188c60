import fc from 'fast-check';
import { formatCanonicalJson, type JsonValue, parseCanonicalJson } from '../../wire/canonical-json.js';
import { fromBase64url, toBase64url } from '../../wire/base64url.js';

describe('canonical JSON', () => {
  it('sorts members by UTF-16 code units and escapes only what RFC 8785 escapes', () => {
    const value = {
      '\u20ac': 1,
      '\r': 2,
      '\ufb33': 3,
      '1': 4,
      '\ud83d\ude00': 5,
      '\u0080': 6,
      '\u00f6': '\u0007</script>',
    };
    expect(formatCanonicalJson(value)).toBe(
      '{"\\r":2,"1":4,"\u0080":6,"\u00f6":"\\u0007</script>","\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
    );
  });

  it('writes numbers as ECMAScript does (RFC 8785 appendix B)', () => {
    expect(
      [0, -0, 5e-324, 333333333.3333332, 1e21, 1e-7, 123456789012345680000].map((n) => formatCanonicalJson(n)),
    ).toEqual(['0', '0', '5e-324', '333333333.3333332', '1e+21', '1e-7', '123456789012345680000']);
  });

  it('reads back every value that it wrote', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
        const text = formatCanonicalJson(value as JsonValue);
        expect(formatCanonicalJson(parseCanonicalJson(text))).toBe(text);
      }),
    );
  });

  it.each([
    ['white space', '{"a": 1}'],
    ['a doubled member', '{"a":1,"a":1}'],
    ['members in another order', '{"b":1,"a":1}'],
    ['an escape that is not needed', '["\\u0061"]'],
    ['an upper case escape', '["\\u001F"]'],
    ['a number spelled otherwise', '[1.0]'],
    ['minus zero', '[-0]'],
    ['a byte order mark', '\ufeff[]'],
    ['a line feed at the end', '[]\n'],
  ])('refuses %s', (_, text) => {
    expect(() => parseCanonicalJson(text)).toThrow(expect.objectContaining({ name: 'CanonicalJsonError' }));
  });

  it('refuses half a surrogate pair, numbers without end and depths that would exhaust the stack', () => {
    expect(() => parseCanonicalJson('["\\ud800"]')).toThrow(expect.objectContaining({ code: 'TEXT_INVALID' }));
    expect(() => parseCanonicalJson('[1e999]')).toThrow(expect.objectContaining({ code: 'NUMBER_INVALID' }));
    const deep = '['.repeat(5_000) + ']'.repeat(5_000);
    expect(() => parseCanonicalJson(deep)).toThrow(expect.objectContaining({ code: 'TOO_DEEP' }));
  });
});

describe('base64url', () => {
  it('is that of RFC 4648 section 5 without padding', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        expect(toBase64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
        expect(fromBase64url(toBase64url(bytes))).toEqual(bytes);
      }),
    );
  });

  it('has one spelling for each value: any other text is refused', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12, unit: fc.constantFrom(...'AB_-xyz09=+/ \n') }), (text) => {
        const bytes = fromBase64url(text);
        expect(bytes === null || toBase64url(bytes) === text).toBe(true);
      }),
    );
    for (const text of ['A', 'AB', 'AAB', 'AA==', 'A+', ' AA', 'AA\n']) expect(fromBase64url(text)).toBeNull();
  });
});
