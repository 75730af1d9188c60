import { TrustedProxies } from '#libs/host/addresses';
import { addressOf, callerOf, trustProxy } from '../http/caller.js';

describe('the address by which limits count', () => {
  it.each([
    ['192.0.2.1', undefined, '192.0.2.1'],
    ['2001:db8:0:1::7', undefined, '2001:db8:0:1::/64'],
    ['198.51.100.7', ['10.0.0.7', '198.51.100.7'], '198.51.100.7'],
    ['198.51.100.7:54321', ['10.0.0.7', '198.51.100.7:54321'], '198.51.100.7'],
    ['[2001:db8:0:1::7]:54321', ['10.0.0.7', '[2001:db8:0:1::7]:54321'], '2001:db8:0:1::/64'],
    // What the proxy wrote is no address: it counts itself.
    ['unknown', ['10.0.0.7', 'unknown'], '10.0.0.7'],
    ['x'.repeat(9_000), ['10.0.0.8', '10.0.0.7', 'x'.repeat(9_000)], '10.0.0.7'],
    ['', [''], 'unknown'],
  ])('of %s behind %j is %s', (ip, ips, address) => {
    expect(addressOf({ ip, ...(ips && { ips }) })).toBe(address);
  });

  it('is not asked of an officer', () => {
    const officer = { name: 'a.rossi' } as NonNullable<Parameters<typeof callerOf>[0]['officer']>;
    expect(callerOf({ ip: '192.0.2.1', officer })).toEqual({ name: 'a.rossi', isOfficer: true });
    expect(callerOf({ ip: '192.0.2.1' })).toEqual({ name: '192.0.2.1', isOfficer: false });
  });
});

describe('whose headers are believed', () => {
  it('nobody, unless a proxy is named', () => expect(trustProxy(TrustedProxies.parse(''))).toBe(false));

  it('those that are named, however they are written', () => {
    const trusts = trustProxy(TrustedProxies.parse('10.0.0.0/8, 2001:db8:1::/48'));
    if (trusts === false) throw new Error('some are named');
    for (const address of ['10.1.2.3', '10.1.2.3:443', '::ffff:10.1.2.3', '[2001:db8:1::1]:443', '2001:db8:1::1'])
      expect([address, trusts(address)]).toEqual([address, true]);
    for (const address of ['11.1.2.3', 'unknown', '', '10.1.2.3.4', '2001:db8:2::1', '10.1.2.3 '])
      expect([address, trusts(address)]).toEqual([address, false]);
  });
});
