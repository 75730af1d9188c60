import fc from 'fast-check';
import { readProxyHeader } from '../proxy-header.js';

const SIGNATURE = [0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a];
const text = (line: string): Buffer => Buffer.from(line, 'latin1');
const binary = (command: number, family: number, body: readonly number[], length = body.length): Buffer =>
  Buffer.from([...SIGNATURE, command, family, length >> 8, length & 0xff, ...body]);
const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);

const IPV4 = [192, 0, 2, 1, 198, 51, 100, 9, 0x12, 0x34, 0x22, 0xb3];
const IPV6 = [0x20, 0x01, 0x0d, 0xb8, ...zeros(11), 7, ...zeros(16), 0x12, 0x34, 0x22, 0xb3];

/** Each with the address in it. */
const GOOD: readonly (readonly [string, Buffer, string | undefined])[] = [
  ['version 1, IPv4', text('PROXY TCP4 192.0.2.1 198.51.100.9 4660 8883\r\n'), '192.0.2.1'],
  ['version 1, IPv6', text('PROXY TCP6 2001:db8::7 ::1 0 65535\r\n'), '2001:db8::7'],
  ['version 1, unknown', text('PROXY UNKNOWN\r\n'), undefined],
  ['version 1, unknown with more', text('PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n'), undefined],
  ['version 2, IPv4', binary(0x21, 0x11, IPV4), '192.0.2.1'],
  ['version 2, IPv6', binary(0x21, 0x21, IPV6), '2001:0db8:0000:0000:0000:0000:0000:0007'],
  ['version 2, with more behind', binary(0x21, 0x11, [...IPV4, 0x04, 0, 1, 0]), '192.0.2.1'],
  ['version 2, as long as may be', binary(0x21, 0x11, [...IPV4, ...zeros(520 - 12)]), '192.0.2.1'],
  ['version 2, local', binary(0x20, 0x00, []), undefined],
  ['version 2, local with addresses', binary(0x20, 0x21, [1, 2, 3]), undefined],
  ['version 2, unspecified', binary(0x21, 0x00, [1, 2, 3]), undefined],
];

const BAD: readonly (readonly [string, Buffer])[] = [
  ['a CONNECT of MQTT', Buffer.from([0x10, 12, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 2, 0, 60, 0, 0])],
  ['a handshake of TLS', Buffer.from([0x16, 3, 1, 0, 5, 1, 0, 0, 1, 3])],
  ['small letters', text('proxy TCP4 192.0.2.1 198.51.100.9 1 2\r\n')],
  ['two spaces', text('PROXY  TCP4 192.0.2.1 198.51.100.9 1 2\r\n')],
  ['two spaces further on', text('PROXY TCP4 192.0.2.1  198.51.100.9 1 2\r\n')],
  ['a space at the end', text('PROXY TCP4 192.0.2.1 198.51.100.9 1 2 \r\n')],
  ['another family', text('PROXY UDP4 192.0.2.1 198.51.100.9 1 2\r\n')],
  ['IPv6 called IPv4', text('PROXY TCP4 2001:db8::7 ::1 1 2\r\n')],
  ['IPv4 called IPv6', text('PROXY TCP6 192.0.2.1 198.51.100.9 1 2\r\n')],
  ['a zone', text('PROXY TCP6 fe80::1%eth0 ::1 1 2\r\n')],
  ['an address with a zero before', text('PROXY TCP4 192.0.02.1 198.51.100.9 1 2\r\n')],
  ['a host name', text('PROXY TCP4 localhost 198.51.100.9 1 2\r\n')],
  ['a bad destination', text('PROXY TCP4 192.0.2.1 198.51.100 1 2\r\n')],
  ['no port', text('PROXY TCP4 192.0.2.1 198.51.100.9 1\r\n')],
  ['a port too many', text('PROXY TCP4 192.0.2.1 198.51.100.9 1 2 3\r\n')],
  ['a port with a zero before', text('PROXY TCP4 192.0.2.1 198.51.100.9 01 2\r\n')],
  ['a port too high', text('PROXY TCP4 192.0.2.1 198.51.100.9 1 65536\r\n')],
  ['a line feed inside', text('PROXY UNKNOWN \n\r\n')],
  ['UNKNOWNS', text('PROXY UNKNOWNS\r\n')],
  ['no end of the line within 107 bytes', text(`PROXY UNKNOWN ${'x'.repeat(93)}`)],
  ['an end of the line at byte 108', text(`PROXY UNKNOWN ${'x'.repeat(92)}\r\n`)],
  ['version 3', binary(0x31, 0x11, IPV4)],
  ['another command', binary(0x22, 0x11, IPV4)],
  ['datagrams', binary(0x21, 0x12, IPV4)],
  ['a socket of Unix', binary(0x21, 0x31, zeros(216))],
  ['another family', binary(0x21, 0x41, IPV4)],
  ['addresses cut short', binary(0x21, 0x11, IPV4.slice(1))],
  ['IPv6 with the length of IPv4', binary(0x21, 0x21, IPV4)],
  ['longer than may be', binary(0x21, 0x11, IPV4, 521)],
  ['another signature', Buffer.from([...SIGNATURE.slice(0, 11), 0x0b, 0x21, 0x11, 0, 12, ...IPV4])],
];

describe('the header of a proxy', () => {
  it.each(GOOD)('is read: %s', (_, header, address) => {
    expect(readProxyHeader(header)).toEqual({ address, bytes: header.length });
    const more = Buffer.concat([header, Buffer.from('PROXY TCP4 1.2.3.4 5.6.7.8 9 10\r\n')]);
    expect(readProxyHeader(more)).toEqual({ address, bytes: header.length });
  });

  it.each(GOOD)('is waited for to its last byte: %s', (_, header) => {
    for (let length = 0; length < header.length; length++)
      expect(readProxyHeader(header.subarray(0, length))).toBe('incomplete');
  });

  it.each(BAD)('is refused: %s', (_, bytes) => expect(readProxyHeader(bytes)).toBe('malformed'));

  it('is never waited for beyond its longest form', () => {
    for (const begin of [text('PROXY '), Buffer.from([...SIGNATURE, 0x21, 0x11, 2, 8])])
      expect(readProxyHeader(Buffer.concat([begin, Buffer.alloc(536 - begin.length)]))).not.toBe('incomplete');
  });

  it('gives the same answer however many bytes of it came before, whatever bytes they are', () => {
    const spoilt = fc
      .tuple(fc.constantFrom(...GOOD), fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { maxLength: 4 }), fc.uint8Array())
      .map(([[, good], changes, rest]) => {
        const bytes = Buffer.concat([good, rest]);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        return bytes;
      });
    fc.assert(
      fc.property(
        fc.oneof(
          spoilt,
          fc.uint8Array({ maxLength: 600 }).map((bytes) => Buffer.from(bytes)),
        ),
        (bytes) => {
          const whole = readProxyHeader(bytes);
          let first: ReturnType<typeof readProxyHeader> = 'incomplete';
          for (let length = 0; length <= bytes.length && first === 'incomplete'; length++)
            first = readProxyHeader(bytes.subarray(0, length));
          expect(first).toEqual(whole);
          if (typeof whole === 'object') expect(whole.bytes).toBeLessThanOrEqual(536);
        },
      ),
      { numRuns: 3_000, seed: 9 },
    );
  });
});
