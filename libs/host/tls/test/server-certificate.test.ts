import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SecureContextOptions } from 'node:tls';
import { type CertificateFiles, certificateFiles, ServerCertificate } from '#libs/host/tls';
import { type Authority, type Certified, makeAuthority } from '../../../../test/support/certificates.js';

let authority: Authority;
let first: Certified;
let second: Certified;
let folder: string;
let files: CertificateFiles;

beforeAll(async () => {
  authority = await makeAuthority();
  first = await authority.issue({ name: 'first', hosts: ['localhost'] });
  second = await authority.issue({ name: 'second', hosts: ['localhost'] });
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cairn-tls-'));
  files = { certificate: join(folder, 'server.pem'), key: join(folder, 'server.key') };
  write(first);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write({ certificate, key }: Partial<Certified>): void {
  if (certificate !== undefined) writeFileSync(files.certificate, certificate);
  if (key !== undefined) writeFileSync(files.key, key, { mode: 0o600 });
}

/** Looks once. @returns what was said and applied. */
function look(certificate: ServerCertificate): { readonly told: string[]; readonly applied: SecureContextOptions[] } {
  const told: string[] = [];
  const applied: SecureContextOptions[] = [];
  certificate.look((options) => applied.push(options), {
    replaced: () => told.push('replaced'),
    unusable: (why) => told.push(why),
  });
  return { told, applied };
}

describe('a certificate that is read at the start', () => {
  it('is refused by file and reason', () => {
    const cases: [string, () => void, string][] = [
      ['no certificate', () => rmSync(files.certificate), `${files.certificate} cannot be read (ENOENT).`],
      ['no key', () => rmSync(files.key), `${files.key} cannot be read (ENOENT).`],
      [
        'something else',
        () => write({ certificate: 'hello' }),
        `${files.certificate} does not hold a certificate in PEM.`,
      ],
      [
        'the key twice',
        () => write({ certificate: first.key }),
        `${files.certificate} does not hold a certificate in PEM.`,
      ],
      [
        'the certificate twice',
        () => write({ key: first.certificate }),
        `${files.key} does not hold a private key without a passphrase in PEM.`,
      ],
      [
        'the key of another',
        () => write({ key: second.key }),
        `the key in ${files.key} is not that of the certificate in ${files.certificate}.`,
      ],
    ];
    for (const [what, spoil, why] of cases) {
      write(first);
      spoil();
      expect([what, attempt()]).toEqual([what, why]);
    }
  });

  it('is refused where everybody on the machine can read the key', () => {
    chmodSync(files.key, 0o604);
    expect(attempt()).toBe(
      `${files.key} is a private key that everybody on this machine can get at. Type: chmod o= '${files.key}'`,
    );
    chmodSync(files.key, 0o640); // a group of servers may
    expect(attempt()).toBe('loaded');
  });

  it('is unhealthy from its end on', async () => {
    const validUntilTimeMs = Math.floor(Date.now() / 1_000) * 1_000 + 60_000;
    write(await authority.issue({ name: 'short', validUntilTimeMs }));
    const certificate = ServerCertificate.load(files);
    expect(certificate.validUntilTimeMs).toBe(validUntilTimeMs);
    expect(() => certificate.check(validUntilTimeMs)).not.toThrow();
    expect(() => certificate.check(validUntilTimeMs + 1)).toThrow(
      `ended at ${new Date(validUntilTimeMs).toISOString()}`,
    );
  });

  function attempt(): string {
    try {
      ServerCertificate.load(files);
      return 'loaded';
    } catch (error) {
      return (error as Error).message;
    }
  }
});

describe('a certificate that is renewed', () => {
  it('is taken once both of its files have changed', () => {
    const certificate = ServerCertificate.load(files);
    expect(look(certificate)).toEqual({ told: [], applied: [] });

    write({ certificate: second.certificate });
    const mismatch = `the key in ${files.key} is not that of the certificate in ${files.certificate}.`;
    expect(look(certificate)).toEqual({ told: [mismatch], applied: [] });
    expect(look(certificate)).toEqual({ told: [], applied: [] }); // said once
    expect(certificate.options.cert).toBe(first.certificate);

    write({ key: second.key });
    expect(look(certificate).told).toEqual(['replaced']);
    expect(certificate.options.cert).toBe(second.certificate);
    expect(look(certificate)).toEqual({ told: [], applied: [] });
  });

  it('stays in use while a file is away, which is said each time that it goes', () => {
    const certificate = ServerCertificate.load(files);
    for (let n = 0; n < 2; n++) {
      rmSync(files.key);
      expect(look(certificate).told).toEqual([`${files.key} cannot be read (ENOENT).`]);
      expect(look(certificate).told).toEqual([]);
      write(first);
      expect(look(certificate)).toEqual({ told: [], applied: [] });
    }
  });
});

describe('variables of a certificate', () => {
  const of = (certificate?: string, key?: string, authorities?: string): unknown =>
    certificateFiles({
      certificate: { variable: 'A_CERTIFICATE', value: certificate },
      key: { variable: 'A_KEY', value: key },
      clientAuthorities: { variable: 'SOME_AUTHORITIES', value: authorities },
    });

  it('are set together or not at all', () => {
    expect(of()).toBeUndefined();
    expect(of('c', 'k')).toEqual({ certificate: 'c', key: 'k' });
    expect(of('c', 'k', 'a')).toEqual({ certificate: 'c', key: 'k', clientAuthorities: 'a' });
    expect(() => of('c')).toThrow(/^A_CERTIFICATE is set: TLS needs A_CERTIFICATE .* and A_KEY/u);
    expect(() => of(undefined, 'k')).toThrow(/^A_KEY is set: TLS needs/u);
    expect(() => of(undefined, undefined, 'a')).toThrow(/^SOME_AUTHORITIES is set: TLS needs/u);
  });
});
