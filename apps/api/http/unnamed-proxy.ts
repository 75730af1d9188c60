import { BlockList } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { addressGroup, isLoopback, type TrustedProxies } from '#libs/host/addresses';
import type { Logger } from '#libs/host/service';

/** Networks from which no stranger of the internet comes (RFC 1918, RFC 4193): what asks from there for somebody else is a proxy. */
const PRIVATE = new BlockList();
PRIVATE.addSubnet('10.0.0.0', 8, 'ipv4');
PRIVATE.addSubnet('172.16.0.0', 12, 'ipv4');
PRIVATE.addSubnet('192.168.0.0', 16, 'ipv4');
PRIVATE.addSubnet('fc00::', 7, 'ipv6');

/** Says once where a proxy seems to stand that nobody has named: all its callers count as one, and share the limits of one. */
export function tellUnnamedProxy(server: FastifyInstance, proxies: TrustedProxies, logger: Logger): void {
  let isTold = false;
  server.addHook('onRequest', async ({ headers, socket: { remoteAddress } }) => {
    if (isTold || headers['x-forwarded-for'] === undefined || remoteAddress === undefined) return;
    if (proxies.includes(remoteAddress) || !isNear(remoteAddress)) return;
    isTold = true;
    logger.warn(
      { address: addressGroup(remoteAddress) },
      'a proxy asks for others and is not in CAIRN_TRUSTED_PROXIES: everybody behind it counts as one caller',
    );
  });
}

const isNear = (address: string): boolean =>
  isLoopback(address) || PRIVATE.check(address, address.includes(':') ? 'ipv6' : 'ipv4');
