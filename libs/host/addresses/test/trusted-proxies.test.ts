import { describe, expect, it } from '@jest/globals';
import { ProxyListError, TrustedProxies } from '#libs/host/addresses';

describe('proxies whose word counts', () => {
  it('are none unless some are named', () => {
    for (const text of [undefined, '', ' , ']) {
      const proxies = TrustedProxies.parse(text);
      expect(proxies.isEmpty).toBe(true);
      expect(proxies.includes('127.0.0.1')).toBe(false);
      expect(proxies.includes('::1')).toBe(false);
    }
  });

  it('are addresses and networks, also in IPv6 form', () => {
    const proxies = TrustedProxies.parse('10.0.0.7, 192.0.2.0/24,2001:db8:1::/48');
    for (const address of ['10.0.0.7', '::ffff:10.0.0.7', '192.0.2.255', '2001:db8:1:ffff::1'])
      expect([address, proxies.includes(address)]).toEqual([address, true]);
    for (const address of [
      '10.0.0.8',
      '::ffff:10.0.0.8',
      '192.0.3.0',
      '2001:db8:2::1',
      'proxy.example.org',
      '',
      undefined,
    ])
      expect([address, proxies.includes(address)]).toEqual([address, false]);
  });

  it.each([
    'proxy.example.org',
    '10.0.0.7/33',
    '10.0.0.7/0',
    '::/0',
    '10.0.0.7/',
    '10.0.0.7/8/8',
    '10.0.0',
    '10.0.0.7/-1',
    '10.0.0.7/1e1',
    '*',
  ])('refuses %s', (text) => {
    expect(() => TrustedProxies.parse(`127.0.0.1,${text}`)).toThrow(ProxyListError);
    expect(() => TrustedProxies.parse(text)).toThrow(JSON.stringify(text));
  });
});
