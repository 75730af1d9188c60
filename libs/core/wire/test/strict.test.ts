import { decodeLogEntry, decodeScanHeader, decodeSignedScan } from '#libs/core/wire';
import { codeOf, filled, key, len, num, raw, tag, varint } from '../../../../test/kit/wire/raw.js';
import { cutField, TRAILING, wholeHeader } from '../../../../test/kit/wire/trailing.js';

// A header field by field; tests put others in their place.
const time = num(1, 1_750_000_000_000);
const precision = num(2, 1);
const zone = num(3, 660); // +330
const eventType = num(4, 1);
const action = num(5, 2);
const objects = [...len(6, key(1)), ...len(6, key(2))];
const roles = len(7, [1, 1]);
const to = len(8, key(9));
const claims = len(9, key(5));
const seen = len(10, [0, 0, 0, 0, 0, 0, 0, 7, ...key(3)]);
const header = (...fields: (readonly number[])[]) => codeOf(() => decodeScanHeader(raw(...fields)));

const scanFields = [
  len(1, key(1)),
  len(2, filled(8, 2)),
  len(3, filled(16, 3)),
  num(4, 2),
  len(5, filled(32, 4)),
  len(6, [1, 2, 3]),
  len(7, filled(64, 5)),
  len(8, 'https://a.example/é'),
  len(9, filled(30, 6)),
];
/** A SignedScan with some fields replaced by number. */
const scanWith = (changes: Readonly<Record<number, readonly number[]>>) =>
  codeOf(() => decodeSignedScan(raw(...scanFields.map((field, index) => changes[index + 1] ?? field))));

describe('the one spelling', () => {
  it('is accepted, with every field and with the least', () => {
    expect(header(time, precision, zone, eventType, action, objects, roles, to, claims, seen)).toBeUndefined();
    expect(header(precision, eventType, action, objects, roles)).toBeUndefined();
    expect(scanWith({})).toBeUndefined();
    expect(scanWith({ 4: num(4, 1), 5: len(5, filled(32, 0)), 8: [], 9: [] })).toBeUndefined();
  });

  it('is told from the same bytes in a Node Buffer by nothing', () => {
    const bytes = raw(precision, eventType, action, objects, roles, seen);
    expect(decodeScanHeader(Buffer.from(bytes))).toEqual(decodeScanHeader(bytes));
    expect(decodeScanHeader(Buffer.from(bytes)).roles.constructor).toBe(Uint8Array);
  });
});

describe.each<[string, string, unknown]>([
  [
    'UNKNOWN_FIELD',
    'a field that the message does not have',
    header(precision, eventType, action, objects, roles, num(11, 1)),
  ],
  ['UNKNOWN_FIELD', 'field 0', header(num(0, 1), precision, eventType, action, objects, roles)],
  [
    'UNKNOWN_FIELD',
    'a field number beyond 2^29',
    header(precision, eventType, action, objects, roles, num(2 ** 40, 1)),
  ],
  ['REPEATED_FIELD', 'a singular number twice', header(precision, precision, eventType, action, objects, roles)],
  ['REPEATED_FIELD', 'singular bytes twice', header(precision, eventType, action, objects, roles, roles)],
  ['FIELD_ORDER', 'two fields swapped', header(eventType, precision, action, objects, roles)],
  [
    'FIELD_ORDER',
    'an element of a list behind the next field',
    header(precision, eventType, action, len(6, key(1)), roles, len(6, key(2))),
  ],
  ['WIRE_TYPE', 'a number as bytes', header(len(2, [1]), eventType, action, objects, roles)],
  ['WIRE_TYPE', 'bytes as a number', header(precision, eventType, action, objects, num(7, 1))],
  [
    'WIRE_TYPE',
    'a number in 64 bits',
    header([...tag(1, 1), ...filled(8, 1)], precision, eventType, action, objects, roles),
  ],
  [
    'WIRE_TYPE',
    'a number in 32 bits',
    header([...tag(1, 5), ...filled(4, 1)], precision, eventType, action, objects, roles),
  ],
  ['WIRE_TYPE', 'a group', header(precision, eventType, action, objects, roles, [...tag(8, 3), ...tag(8, 4)])],
  [
    'VARINT_OVERLONG',
    'a number with a byte too many',
    header([...tag(2, 0), ...varint(1, 2)], eventType, action, objects, roles),
  ],
  [
    'VARINT_OVERLONG',
    'a number of 11 bytes',
    header([...tag(1, 0), ...filled(10, 0xff), 1], precision, eventType, action, objects, roles),
  ],
  [
    'VARINT_OVERLONG',
    'a tag with a byte too many',
    header([...varint(2 * 8, 2), 1], eventType, action, objects, roles),
  ],
  [
    'VARINT_OVERLONG',
    'a length with a byte too many',
    header(precision, eventType, action, objects, [...tag(7, 2), ...varint(2, 2), 1, 1]),
  ],
  ['NUMBER_TOO_LARGE', 'a time of 2^53', header(num(1, 2n ** 53n), precision, eventType, action, objects, roles)],
  ['NUMBER_TOO_LARGE', 'a negative time', header(num(1, 2n ** 64n - 1n), precision, eventType, action, objects, roles)],
  [
    'NUMBER_TOO_LARGE',
    'a time in the year 10000',
    header(num(1, 253_402_300_800_000), precision, eventType, action, objects, roles),
  ],
  [
    'NUMBER_TOO_LARGE',
    'a size of a seen checkpoint of 2^53',
    header(precision, eventType, action, objects, roles, len(10, [0, 32, 0, 0, 0, 0, 0, 0, ...key(1)])),
  ],
  ['NUMBER_TOO_LARGE', 'a counter of 2^53', scanWith({ 4: num(4, 2n ** 53n) })],
  ['DEFAULT_VALUE_ENCODED', 'a number written as 0', header(num(1, 0), precision, eventType, action, objects, roles)],
  [
    'DEFAULT_VALUE_ENCODED',
    'a zone offset written as 0',
    header(precision, num(3, 0), eventType, action, objects, roles),
  ],
  ['DEFAULT_VALUE_ENCODED', 'an action written as 0', header(precision, num(4, 4), num(5, 0), objects, len(7, [4, 5]))],
  [
    'DEFAULT_VALUE_ENCODED',
    'a receiver written as empty',
    header(precision, eventType, action, objects, roles, len(8, [])),
  ],
  ['DEFAULT_VALUE_ENCODED', 'a header written as empty', scanWith({ 6: len(6, []) })],
  ['FIELD_MISSING', 'no precision', header(eventType, action, objects, roles)],
  ['FIELD_MISSING', 'no event type', header(precision, action, objects, roles)],
  ['FIELD_MISSING', 'no object', header(precision, eventType, action, roles)],
  ['FIELD_MISSING', 'no roles', header(precision, eventType, action, objects)],
  ['FIELD_MISSING', 'no bytes at all', codeOf(() => decodeSignedScan(new Uint8Array(0)))],
  ...[1, 2, 3, 5, 6, 7].map((number): [string, string, unknown] => [
    'FIELD_MISSING',
    `no field ${number} of a scan`,
    scanWith({ [number]: [] }),
  ]),
  ['COUNTER_MISSING', 'no counter', scanWith({ 4: [] })],
  ['TRUNCATED', 'bytes cut off', header(precision, eventType, action, [...tag(6, 2), 32, 1, 2])],
  ['TRUNCATED', 'a number cut off', header(precision, eventType, [...tag(5, 0), 0x80])],
  ['TRUNCATED', 'a length that is missing', header(precision, eventType, action, tag(6, 2))],
  [
    'TRUNCATED',
    'a length beyond every memory',
    header(precision, eventType, action, [...tag(6, 2), ...varint(2 ** 52)]),
  ],
  ['UTF8_INVALID', 'a byte that UTF-8 does not have', scanWith({ 8: len(8, [0x61, 0xff]) })],
  ['UTF8_INVALID', 'half a surrogate pair', scanWith({ 8: len(8, [0xed, 0xa0, 0x80]) })],
  ['UTF8_INVALID', 'an overlong letter', scanWith({ 8: len(8, [0xc1, 0x81]) })],
  ['LENGTH_WRONG', 'a device key of 31 bytes', scanWith({ 1: len(1, filled(31, 1)) })],
  ['LENGTH_WRONG', 'a key id of 9 bytes', scanWith({ 2: len(2, filled(9, 1)) })],
  ['LENGTH_WRONG', 'a boot of 15 bytes', scanWith({ 3: len(3, filled(15, 1)) })],
  ['LENGTH_WRONG', 'a signature of 65 bytes', scanWith({ 7: len(7, filled(65, 1)) })],
  ['LENGTH_WRONG', 'an empty URI', scanWith({ 8: len(8, '') })],
  ['LENGTH_WRONG', 'an empty disclosure', scanWith({ 9: len(9, []) })],
  [
    'LENGTH_WRONG',
    'an object key of 33 bytes',
    header(precision, eventType, action, len(6, filled(33, 1)), len(7, [1])),
  ],
  ['LENGTH_WRONG', 'an empty object key', header(precision, eventType, action, len(6, []), len(7, [1]))],
  [
    'LENGTH_WRONG',
    'a seen checkpoint without its size',
    header(precision, eventType, action, objects, roles, len(10, key(1))),
  ],
  ['ENUM_UNKNOWN', 'a precision of 4', header(num(2, 4), eventType, action, objects, roles)],
  ['ENUM_UNKNOWN', 'an event type of 6', header(precision, num(4, 6), action, objects, roles)],
  ['ENUM_UNKNOWN', 'an action of 4', header(precision, eventType, num(5, 4), objects, roles)],
  ['ZONE_OFFSET_RANGE', 'a zone of +14:01', header(precision, num(3, 1682), eventType, action, objects, roles)],
  ['ZONE_OFFSET_RANGE', 'a zone of -14:01', header(precision, num(3, 1681), eventType, action, objects, roles)],
  [
    'OBJECTS_ORDER',
    'object keys descending',
    header(precision, eventType, action, len(6, key(2)), len(6, key(1)), roles),
  ],
  ['OBJECTS_ORDER', 'an object key twice', header(precision, eventType, action, len(6, key(2)), len(6, key(2)), roles)],
  ['ROLES_LENGTH', 'a role too few', header(precision, eventType, action, objects, len(7, [1]))],
  ['ROLES_LENGTH', 'a role too many', header(precision, eventType, action, objects, len(7, [1, 1, 1]))],
  [
    'ROLES_LENGTH',
    'more roles than any scan has objects',
    header(precision, eventType, action, objects, len(7, filled(501, 1))),
  ],
  ['ROLE_UNKNOWN', 'a role of 8', header(precision, eventType, action, objects, len(7, [1, 8]))],
  ['ROLE_UNKNOWN', 'a role of 0', header(precision, eventType, action, objects, len(7, [1, 0]))],
  ['PREVIOUS_FORM', 'zeros behind counter 1', scanWith({ 5: len(5, filled(32, 0)) })],
  ['PREVIOUS_FORM', 'a hash at counter 1', scanWith({ 4: num(4, 1) })],
])('%s', (code, what, actual) => {
  it(`refuses ${what}`, () => expect(actual).toBe(code));
});

describe('what follows a whole message', () => {
  it('is nothing', () => expect(codeOf(() => decodeScanHeader(wholeHeader))).toBeUndefined());

  it.each(TRAILING)('%s', (_what, bytes, code) => {
    expect(codeOf(() => decodeScanHeader(raw([...wholeHeader], bytes)))).toBe(code);
  });

  it('is TRUNCATED where a field may stand that is cut off', () => {
    expect(codeOf(() => decodeScanHeader(cutField))).toBe('TRUNCATED');
  });

  it('is FIELD_ORDER for a line feed, which a shell puts behind a scan', () => {
    expect(codeOf(() => decodeSignedScan(raw(...scanFields, [0x0a])))).toBe('FIELD_ORDER');
  });

  it('is TRAILING_BYTES behind a nested message as well', () => {
    const padded = raw(...scanFields, [0]);
    expect(codeOf(() => decodeSignedScan(padded))).toBe('TRAILING_BYTES');
    expect(codeOf(() => decodeLogEntry(raw(len(1, raw(len(1, key(1)), [0])))))).toBe('TRAILING_BYTES');
  });
});

describe('zone offsets', () => {
  it.each([
    [-840, 1679],
    [840, 1680],
    [-1, 1],
    [330, 660],
  ])('of %i minutes are zigzag %i', (minutes, encoded) => {
    expect(decodeScanHeader(raw(precision, num(3, encoded), eventType, action, objects, roles)).zoneOffsetMinutes).toBe(
      minutes,
    );
  });
});

describe('limits', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => len(6, key(index)));
  const manyClaims = (count: number) => Array.from({ length: count }, (_, index) => len(9, key(index)));

  it('500 objects are accepted, 501 are LIMIT_OBJECTS', () => {
    expect(header(precision, eventType, action, ...many(500), len(7, filled(500, 1)))).toBeUndefined();
    expect(header(precision, eventType, action, ...many(501), len(7, filled(501, 1)))).toBe('LIMIT_OBJECTS');
    expect(scanWith({ 8: Array.from({ length: 501 }, () => len(8, 'urn:x')).flat() })).toBe('LIMIT_OBJECTS');
  });

  it('256 claims are accepted, 257 are LIMIT_CLAIMS', () => {
    expect(header(precision, eventType, action, objects, roles, ...manyClaims(256))).toBeUndefined();
    expect(header(precision, eventType, action, objects, roles, ...manyClaims(257))).toBe('LIMIT_CLAIMS');
    expect(scanWith({ 9: Array.from({ length: 257 }, () => len(9, [1])).flat() })).toBe('LIMIT_CLAIMS');
  });

  it('a header of 60,000 bytes is accepted, one more is LIMIT_HEADER_BYTES', () => {
    expect(scanWith({ 6: len(6, filled(60_000, 1)) })).toBeUndefined();
    expect(scanWith({ 6: len(6, filled(60_001, 1)) })).toBe('LIMIT_HEADER_BYTES');
    expect(codeOf(() => decodeScanHeader(filled(60_001, 0)))).toBe('LIMIT_HEADER_BYTES');
  });

  it('a scan of 262,144 bytes is accepted, one more is LIMIT_SCAN_BYTES', () => {
    const size = raw(...scanFields.slice(0, 8)).length;
    const rest = 262_144 - size - 4; // tag and three bytes of length
    expect(scanWith({ 9: len(9, filled(rest, 1)) })).toBeUndefined();
    expect(scanWith({ 9: len(9, filled(rest + 1, 1)) })).toBe('LIMIT_SCAN_BYTES');
  });

  it('a URI of 2,048 bytes is accepted, one more is LIMIT_TEXT_BYTES', () => {
    expect(scanWith({ 8: len(8, filled(2048, 0x61)) })).toBeUndefined();
    expect(scanWith({ 8: len(8, filled(2049, 0x61)) })).toBe('LIMIT_TEXT_BYTES');
  });

  it('a log entry of 65,536 bytes is LIMIT_ENTRY_BYTES, whatever is in it', () => {
    expect(codeOf(() => decodeLogEntry(filled(65_536, 0)))).toBe('LIMIT_ENTRY_BYTES');
    expect(codeOf(() => decodeLogEntry(filled(65_535, 0)))).toBe('UNKNOWN_FIELD');
  });
});
