import { describe, expect, it } from '@jest/globals';
import { bareAddress } from '#libs/host/addresses';

describe('an address without its port', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['192.0.2.1:54321', '192.0.2.1'],
    ['2001:db8::1', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:54321', '2001:db8::1'],
    ['[192.0.2.1]:80', '192.0.2.1'],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
  ])('%s', (text, address) => expect(bareAddress(text)).toBe(address));

  it.each([
    '',
    'unknown',
    '_hidden',
    'proxy.example.org',
    '192.0.2.1:',
    '192.0.2.1:x',
    '192.0.2.256',
    '192.0.2.1:123456',
    '[2001:db8::1',
    '2001:db8::1]',
    '[2001:db8::1]x',
    '"[2001:db8::1]"',
    '192.0.2.1, 192.0.2.2',
  ])('is not %j', (text) => expect(bareAddress(text)).toBeUndefined());
});
