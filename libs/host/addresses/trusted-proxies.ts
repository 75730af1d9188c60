import { BlockList, isIP } from 'node:net';

/** A list of proxies is not of its form. */
export class ProxyListError extends Error {
  override readonly name = 'ProxyListError';
}

const BITS = { 4: 32, 6: 128 } as const;

/** The addresses whose word on who is calling counts. Nobody else's does: a caller could name any address as its own. */
export class TrustedProxies {
  readonly #list = new BlockList();

  private constructor(
    /** As given: addresses and networks. */
    readonly networks: readonly string[],
  ) {}

  /**
   * @param text addresses and networks with commas between them: `10.0.0.7, 2001:db8:1::/48`; undefined or empty for none
   * @throws {ProxyListError} naming the part that is none of them
   */
  static parse(text: string | undefined): TrustedProxies {
    const networks = (text ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
    const proxies = new TrustedProxies(networks);
    for (const network of networks) proxies.#add(network);
    return proxies;
  }

  get isEmpty(): boolean {
    return this.networks.length === 0;
  }

  /** @param address as sockets give it, also an IPv4 address in IPv6 form */
  includes(address: string | undefined): boolean {
    if (address === undefined) return false;
    const bare = address.replace(/%.*$/u, '');
    const family = isIP(bare);
    return family !== 0 && this.#list.check(bare, family === 4 ? 'ipv4' : 'ipv6');
  }

  #add(network: string): void {
    const [address = '', prefix, ...more] = network.split('/');
    const family = isIP(address);
    const bits = family === 0 ? 0 : BITS[family as 4 | 6];
    const length = prefix === undefined ? bits : /^\d{1,3}$/u.test(prefix) ? Number(prefix) : -1;
    // A network of length 0 is everybody: whoever calls could then say who he is.
    if (family === 0 || more.length > 0 || length < 1 || length > bits)
      throw new ProxyListError(
        `expected addresses or networks such as 10.0.0.7 or 2001:db8:1::/48, not ${JSON.stringify(network)}`,
      );
    this.#list.addSubnet(address, length, family === 4 ? 'ipv4' : 'ipv6');
  }
}
