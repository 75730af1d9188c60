import { isIPv4, isIPv6, SocketAddress } from 'node:net';

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/iu;
/** What one subscriber or one server is given, and can change at will (RFC 6177, RFC 4291 2.5.1). */
const PREFIX_HEXTETS = 4;

/**
 * By what a limit counts callers whom nothing but their address tells apart: an IPv4 address, or the first 64 bits of an IPv6 address,
 * within which one caller can take a new address for each call.
 *
 * @param address as sockets give it, also an IPv4 address in IPv6 form, also with a zone (`fe80::1%eth0`)
 * @returns `192.0.2.1`, `2001:db8:1:2::/64`, or the text as it came where it is neither
 */
export function addressGroup(address: string): string {
  const bare = address.replace(/%.*$/u, '');
  if (isIPv4(bare)) return bare;
  if (!isIPv6(bare)) return address;
  // Node writes it in the one form of RFC 5952.
  const canonical = new SocketAddress({ address: bare, family: 'ipv6' }).address;
  const mapped = MAPPED.exec(canonical)?.[1];
  if (mapped !== undefined) return mapped;
  return `${hextets(canonical).slice(0, PREFIX_HEXTETS).join(':')}::/64`;
}

/** All eight, without leading zeros. */
function hextets(canonical: string): string[] {
  const [head = '', tail] = canonical.split('::');
  const before = head === '' ? [] : head.split(':');
  if (tail === undefined) return before;
  const after = tail === '' ? [] : tail.split(':').flatMap(asHextets);
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after];
}

/** The last 32 bits may be written as an IPv4 address. */
function asHextets(part: string): string[] {
  if (!part.includes('.')) return [part];
  const [a = 0, b = 0, c = 0, d = 0] = part.split('.').map(Number);
  return [((a << 8) | b).toString(16), ((c << 8) | d).toString(16)];
}
