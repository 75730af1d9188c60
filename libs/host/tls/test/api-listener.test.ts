import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { parseEnvironment } from '#libs/host/service';
import { apiCertificate, apiHost, apiListenerEnvironment } from '#libs/host/tls';
import { makeAuthority } from '../../../../test/support/certificates.js';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cairn-listener-'));
  const { certificate, key } = await (await makeAuthority()).issue({ name: 'api', hosts: ['cairn.example'] });
  writeFileSync(join(folder, 'api.pem'), certificate);
  writeFileSync(join(folder, 'api.key'), key, { mode: 0o600 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (variables: Readonly<Record<string, string>>) =>
  parseEnvironment(z.object({ ...apiListenerEnvironment, CAIRN_HOST: z.string().default('127.0.0.1') }), variables);
const tls = (): Record<string, string> => ({
  CAIRN_API_TLS_CERTIFICATE: join(folder, 'api.pem'),
  CAIRN_API_TLS_KEY: join(folder, 'api.key'),
});

describe('how the api listens', () => {
  it('is on the host of the node unless it has one of its own', () => {
    expect(apiHost(read({}))).toBe('127.0.0.1');
    expect(apiHost(read({ CAIRN_HOST: '0.0.0.0' }))).toBe('0.0.0.0');
    expect(apiHost(read({ CAIRN_HOST: '0.0.0.0', CAIRN_API_HOST: '127.0.0.1' }))).toBe('127.0.0.1');
  });

  it('is without TLS on loopback, or where that is meant', () => {
    expect(apiCertificate(read({}))).toBeUndefined();
    expect(apiCertificate(read({ CAIRN_HOST: '0.0.0.0', CAIRN_API_HOST: '::1' }))).toBeUndefined();
    expect(apiCertificate(read({ CAIRN_HOST: '0.0.0.0', CAIRN_API_CLEARTEXT: 'yes' }))).toBeUndefined();
  });

  it.each<Record<string, string>>([
    { CAIRN_HOST: '0.0.0.0' },
    { CAIRN_API_HOST: '::' },
    { CAIRN_HOST: 'cairn.example' },
  ])('is refused beyond it: %j', (variables) =>
    expect(() => apiCertificate(read(variables))).toThrow(
      /^The api \(CAIRN_API_HOST\) would listen on \S+ without TLS.* the tokens of officers.*CAIRN_API_TLS_CERTIFICATE and CAIRN_API_TLS_KEY.*CAIRN_API_CLEARTEXT=yes\.$/u,
    ),
  );

  it('is with the certificate of its files, also beyond loopback', () => {
    expect(apiCertificate(read({ ...tls(), CAIRN_HOST: '0.0.0.0' }))).toBeDefined();
    expect(apiCertificate(read(tls()))).toBeDefined();
  });

  it('is refused with half of a certificate, or with one that cannot be used', () => {
    const { CAIRN_API_TLS_KEY: key, ...half } = tls();
    expect(() => apiCertificate(read(half))).toThrow(/^CAIRN_API_TLS_CERTIFICATE is set: TLS needs/u);
    expect(() => apiCertificate(read({ ...tls(), CAIRN_API_TLS_CERTIFICATE: key! }))).toThrow(
      'does not hold a certificate in PEM',
    );
  });
});
