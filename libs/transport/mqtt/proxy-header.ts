import { isIPv4, isIPv6 } from 'node:net';

/** Who is calling, in the words of a proxy (PROXY protocol, version 1 and 2). */
export interface ProxyHeader {
  /** Undefined where the proxy itself is calling, such as to see whether somebody listens, or does not know. */
  readonly address: string | undefined;
  /** How long the header is: what stands behind it is the caller's. */
  readonly bytes: number;
}

const TEXT_BEGIN = Buffer.from('PROXY ');
/** With the line end: two IPv6 addresses and two ports, all of them as long as they get. */
const TEXT_BYTES_MAX = 107;
const TEXT = /^PROXY (?:UNKNOWN(?: .*)?|(TCP[46]) (\S+) (\S+) (0|[1-9]\d{0,4}) (0|[1-9]\d{0,4}))$/u;
const PORT_MAX = 65_535;

const BINARY_BEGIN = Buffer.from([0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a]);
const BINARY_HEAD_BYTES = 16;
/** What the protocol asks every receiver to take: its head, addresses, and room for what else a proxy knows, which nobody asks for here. */
const BINARY_BYTES_MAX = 536;
const VERSION_2_LOCAL = 0x20;
const VERSION_2_PROXY = 0x21;
const UNSPECIFIED = 0x00;
/** Families with TCP: source and destination address, then both ports. */
const ADDRESSES: Readonly<Record<number, { readonly addressBytes: number; readonly text: (bytes: Buffer) => string }>> =
  {
    0x11: { addressBytes: 4, text: (bytes) => bytes.join('.') },
    0x21: { addressBytes: 16, text: (bytes) => bytes.toString('hex').match(/.{4}/gu)!.join(':') },
  };
const PORTS_BYTES = 4;

/**
 * Reads the header that a proxy sends first. Strict: a caller whose bytes were taken for a header in part could say who it is.
 *
 * @param bytes all that came so far
 * @returns 'incomplete' while it may still become one
 */
export function readProxyHeader(bytes: Buffer): ProxyHeader | 'incomplete' | 'malformed' {
  if (beginsAs(bytes, BINARY_BEGIN)) return bytes.length < BINARY_HEAD_BYTES ? 'incomplete' : readBinary(bytes);
  return beginsAs(bytes, TEXT_BEGIN) ? readText(bytes) : 'malformed';
}

/** As far as both are there. */
const beginsAs = (bytes: Buffer, begin: Buffer): boolean => {
  const length = Math.min(bytes.length, begin.length);
  return bytes.subarray(0, length).equals(begin.subarray(0, length));
};

function readText(bytes: Buffer): ProxyHeader | 'incomplete' | 'malformed' {
  const end = bytes.subarray(0, TEXT_BYTES_MAX).indexOf('\r\n');
  if (end === -1) return bytes.length < TEXT_BYTES_MAX ? 'incomplete' : 'malformed';
  const [line, family, source, destination, ...ports] = TEXT.exec(bytes.toString('latin1', 0, end)) ?? [];
  if (line === undefined) return 'malformed';
  const header = { address: source, bytes: end + 2 };
  if (source === undefined || destination === undefined) return header;
  const isAddress = family === 'TCP4' ? isIPv4 : isIPv6WithoutZone;
  const isGood = [source, destination].every(isAddress) && ports.every((port) => Number(port) <= PORT_MAX);
  return isGood ? header : 'malformed';
}

const isIPv6WithoutZone = (text: string): boolean => isIPv6(text) && !text.includes('%');

function readBinary(bytes: Buffer): ProxyHeader | 'incomplete' | 'malformed' {
  const command = bytes.readUInt8(12);
  const family = bytes.readUInt8(13);
  const length = BINARY_HEAD_BYTES + bytes.readUInt16BE(14);
  if ((command !== VERSION_2_LOCAL && command !== VERSION_2_PROXY) || length > BINARY_BYTES_MAX) return 'malformed';
  if (bytes.length < length) return 'incomplete';
  if (command === VERSION_2_LOCAL || family === UNSPECIFIED) return { address: undefined, bytes: length };
  const form = ADDRESSES[family];
  if (!form || length < BINARY_HEAD_BYTES + 2 * form.addressBytes + PORTS_BYTES) return 'malformed';
  const source = bytes.subarray(BINARY_HEAD_BYTES, BINARY_HEAD_BYTES + form.addressBytes);
  return { address: form.text(source), bytes: length };
}
