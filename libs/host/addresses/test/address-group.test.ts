import { describe, expect, it } from '@jest/globals';
import { addressGroup } from '#libs/host/addresses';

describe('by what a limit counts callers', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:c000:201', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::6', '2001:db8:1:2::/64'],
    ['2001:db8::6', '2001:db8:0:0::/64'],
    ['2001:db8:0:0:ffff::', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['1::', '1:0:0:0::/64'],
    ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
    ['::192.0.2.1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['', ''],
    ['a name', 'a name'],
  ])('%s counts as %s', (address, group) => {
    expect(addressGroup(address)).toBe(group);
  });

  it('counts all addresses of one subscriber as one, and those of the next as another', () => {
    const groups = new Set(Array.from({ length: 500 }, (_, n) => addressGroup(`2001:db8:0:1::${n.toString(16)}`)));
    expect([...groups]).toEqual(['2001:db8:0:1::/64']);
    expect(addressGroup('2001:db8:0:2::1')).not.toBe('2001:db8:0:1::/64');
  });
});
