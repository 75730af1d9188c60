import type { FastifyRequest } from 'fastify';
import { addressGroup, bareAddress, type TrustedProxies } from '#libs/host/addresses';
import '../customs/officer-request.js';

/** Who asks, as limits count. */
export interface Caller {
  /** Of a stranger his address or the network that is his; of an officer the name. */
  readonly name: string;
  /** Whether a token says who it is. Then the address says nothing: half a customs office may share one. */
  readonly isOfficer: boolean;
}

/**
 * Fastify's `trustProxy`: believes X-Forwarded-For from right to left while each address is one of these, and X-Forwarded-Proto and
 * X-Forwarded-Host of a connection that comes from one.
 *
 * @returns false where none is named: then nobody's headers say anything.
 */
export const trustProxy = (proxies: TrustedProxies): false | ((address: string) => boolean) =>
  proxies.isEmpty ? false : (address) => proxies.includes(bareAddress(address));

/** By what a limit counts whoever has no token. */
export function addressOf(request: Pick<FastifyRequest, 'ip' | 'ips'>): string {
  // From far to near. A proxy that writes what is no address has not said who asks, so that the proxy itself counts.
  const { ip, ips = [ip] } = request;
  for (let at = ips.length - 1; at >= 0; at--) {
    const bare = bareAddress(ips[at] ?? '');
    if (bare !== undefined) return addressGroup(bare);
  }
  return 'unknown';
}

export const callerOf = (request: Pick<FastifyRequest, 'ip' | 'ips' | 'officer'>): Caller =>
  request.officer ? { name: request.officer.name, isOfficer: true } : { name: addressOf(request), isOfficer: false };
