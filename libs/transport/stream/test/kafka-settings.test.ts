import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { commonEnvironment, parseEnvironment } from '#libs/host/service';
import { makeAuthority } from '../../../../test/support/certificates.js';
import { kafkaSecurity } from '../kafka/security.js';

let folder: string;
const file = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cairn-kafka-settings-'));
  const authority = await makeAuthority();
  const [one, other] = [await authority.issue({ name: 'one' }), await authority.issue({ name: 'other' })];
  writeFileSync(file('ca.pem'), authority.certificate);
  writeFileSync(file('one.pem'), one.certificate);
  writeFileSync(file('one.key'), one.key, { mode: 0o600 });
  writeFileSync(file('other.key'), other.key, { mode: 0o600 });
  writeFileSync(file('password'), 'from-a-file\nsecond line\n', { mode: 0o600 });
  writeFileSync(file('open'), 'from-a-file\n');
  chmodSync(file('open'), 0o644);
  writeFileSync(file('empty'), '\n', { mode: 0o600 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FAR = { CAIRN_KAFKA_BROKERS: '127.0.0.1:9092,kafka.example:9093' };
const LOGIN = { CAIRN_KAFKA_SASL: 'scram-sha-512', CAIRN_KAFKA_USER: 'cairn-api', CAIRN_KAFKA_PASSWORD: 'pass word' };
const read = (variables: Readonly<Record<string, string>>) =>
  kafkaSecurity(parseEnvironment(z.object(commonEnvironment), variables));

describe('Kafka in clear text', () => {
  it('is asked on loopback, or where that is meant', () => {
    expect(read({ CAIRN_KAFKA_BROKERS: '127.0.0.1:9092,localhost:9093' })).toEqual({});
    expect(read({ ...FAR, CAIRN_KAFKA_CLEARTEXT: 'yes' })).toEqual({});
  });

  it('is refused beyond it, with a login or without', () => {
    expect(() => read(FAR)).toThrow(
      'Kafka at kafka.example:9093 would be asked without TLS, and whoever is on the way could read every private value. ' +
        'Set CAIRN_KAFKA_TLS=yes and CAIRN_KAFKA_TLS_CA to the certificates of its authority (a PEM file). ' +
        'If clear text is meant, set CAIRN_KAFKA_CLEARTEXT=yes.',
    );
    expect(() => read({ ...FAR, ...LOGIN })).toThrow('could read the login and every private value.');
    expect(read({ ...FAR, ...LOGIN, CAIRN_KAFKA_CLEARTEXT: 'yes' })).toHaveProperty('sasl.username', 'cairn-api');
  });
});

describe('Kafka over TLS', () => {
  it('takes files, and asks for TLS 1.2 at least', () => {
    expect(read({ ...FAR, CAIRN_KAFKA_TLS: 'yes' })).toEqual({ ssl: { minVersion: 'TLSv1.2' } });
    const { ssl } = read({
      ...FAR,
      CAIRN_KAFKA_TLS: 'yes',
      CAIRN_KAFKA_TLS_CA: file('ca.pem'),
      CAIRN_KAFKA_TLS_CERTIFICATE: file('one.pem'),
      CAIRN_KAFKA_TLS_KEY: file('one.key'),
    });
    expect(ssl).toMatchObject({
      ca: expect.stringContaining('BEGIN CERTIFICATE'),
      cert: expect.stringContaining('BEGIN CERTIFICATE'),
      key: expect.stringContaining('BEGIN PRIVATE KEY'),
    });
  });

  const refused: [string, Record<string, string>, string][] = [
    ['files without TLS', { CAIRN_KAFKA_TLS_CA: 'ca.pem' }, 'set CAIRN_KAFKA_TLS=yes'],
    ['half of a certificate', { CAIRN_KAFKA_TLS: 'yes', CAIRN_KAFKA_TLS_KEY: 'one.key' }, 'together or not at all'],
    [
      'a file that is not there',
      { CAIRN_KAFKA_TLS: 'yes', CAIRN_KAFKA_TLS_CA: 'gone' },
      'gone cannot be read (ENOENT)',
    ],
    ['something else', { CAIRN_KAFKA_TLS: 'yes', CAIRN_KAFKA_TLS_CA: 'one.key' }, 'does not hold a certificate in PEM'],
    [
      'the key of another',
      { CAIRN_KAFKA_TLS: 'yes', CAIRN_KAFKA_TLS_CERTIFICATE: 'one.pem', CAIRN_KAFKA_TLS_KEY: 'other.key' },
      'is not that of the certificate',
    ],
  ];
  it.each(refused)('is refused with %s', (_, variables, why) => {
    const isFile = (name: string): boolean => /_(?:CA|CERTIFICATE|KEY)$/u.test(name);
    const given = Object.entries(variables).map(([name, value]) => [name, isFile(name) ? file(value) : value]);
    expect(() => read({ ...FAR, CAIRN_KAFKA_CLEARTEXT: 'yes', ...Object.fromEntries(given) })).toThrow(why);
  });
});

describe('a login at Kafka', () => {
  const { CAIRN_KAFKA_PASSWORD: _, ...withoutPassword } = LOGIN;

  it('has its password from the environment or from a file', () => {
    expect(read(LOGIN)).toEqual({
      sasl: { mechanism: 'scram-sha-512', username: 'cairn-api', password: 'pass word' },
    });
    expect(read({ ...withoutPassword, CAIRN_KAFKA_PASSWORD_FILE: file('password') })).toHaveProperty(
      'sasl.password',
      'from-a-file',
    );
  });

  it.each([
    ['no user', { CAIRN_KAFKA_SASL: 'scram-sha-512', CAIRN_KAFKA_PASSWORD: 'pass word' }],
    ['no mechanism', { CAIRN_KAFKA_USER: 'cairn-api', CAIRN_KAFKA_PASSWORD: 'pass word' }],
    ['no password', withoutPassword],
    ['another mechanism', { ...LOGIN, CAIRN_KAFKA_SASL: 'plain' }],
  ])('is refused with %s, and the sentence holds no password', (_what, variables) => {
    expect(() => read(variables)).toThrow(/CAIRN_KAFKA_SASL/u);
    expect(() => read(variables)).not.toThrow(/pass word/u);
  });

  it('is refused with a file that everybody can read, an empty one, or two passwords', () => {
    const from = (name: string) => ({ ...withoutPassword, CAIRN_KAFKA_PASSWORD_FILE: file(name) });
    expect(() => read(from('open'))).toThrow(
      "is a password that everybody on this machine can get at. Type: chmod o= '",
    );
    expect(() => read(from('empty'))).toThrow('has no password on its first line');
    expect(() => read({ ...LOGIN, ...from('password') })).toThrow('not both');
  });
});
