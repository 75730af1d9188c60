import { describe, expect, it } from '@jest/globals';
import { demandTls, isLoopback, type Listener } from '#libs/host/tls';

const listener = (change: Partial<Listener>): Listener => ({
  what: 'The broker',
  host: '192.0.2.1',
  secrets: 'passwords of devices',
  hasTls: false,
  isClearTextAllowed: false,
  variables: { certificate: 'A_CERTIFICATE', key: 'A_KEY', clearText: 'A_CLEARTEXT' },
  ...change,
});

describe('loopback', () => {
  it.each(['127.0.0.1', '127.255.0.3', '::1', '[::1]', '::ffff:127.0.0.1', 'localhost', 'LocalHost', 'a.localhost'])(
    '%s stays on this machine',
    (host) => expect(isLoopback(host)).toBe(true),
  );

  it.each([
    '0.0.0.0',
    '::',
    '10.0.0.1',
    '128.0.0.1',
    '::2',
    'fe80::1',
    'localhost.example.org',
    'notlocalhost',
    'broker',
    '',
  ])('%s may not', (host) => expect(isLoopback(host)).toBe(false));
});

describe('listening without TLS', () => {
  it('is refused beyond loopback, with the sentence that says how TLS is set up', () => {
    expect(() => demandTls(listener({}))).toThrow(
      'The broker would listen on 192.0.2.1 without TLS, and whoever is on the way reads passwords of devices. ' +
        'Set A_CERTIFICATE and A_KEY to the PEM files of a certificate and its key, or listen on 127.0.0.1 behind a proxy that speaks TLS. ' +
        'If clear text is meant, set A_CLEARTEXT=yes.',
    );
  });

  it('is allowed with TLS, on loopback, and where the operator says so', () => {
    for (const change of [{ hasTls: true }, { host: '127.0.0.1' }, { isClearTextAllowed: true }])
      expect(() => demandTls(listener(change))).not.toThrow();
  });
});
