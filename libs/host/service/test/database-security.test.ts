import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError, databaseUrl } from '#libs/host/service';
import { makeAuthority } from '../../../../test/support/certificates.js';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cairn-database-'));
  writeFileSync(join(folder, 'ca.pem'), (await makeAuthority()).certificate);
  writeFileSync(join(folder, 'no.pem'), 'hello');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ask = (url: string, clearText?: 'yes' | 'no'): string =>
  databaseUrl({ CAIRN_DATA: folder, CAIRN_DATABASE_URL: url, CAIRN_DATABASE_CLEARTEXT: clearText });
const far = (query: string): string => `postgres://cairn:secret@db.example.org:5432/cairn${query}`;

describe('a database beyond this machine', () => {
  it('is asked over TLS by the name in its certificate', () => {
    const url = far(`?sslmode=verify-full&sslrootcert=${join(folder, 'ca.pem')}`);
    expect(ask(url)).toBe(url);
    expect(ask(far('?sslmode=verify-full'))).toBe(far('?sslmode=verify-full'));
  });

  it.each([
    ['', 'without TLS'],
    ['?application_name=x', 'without TLS'],
    ['?ssl=true', 'without TLS'],
    ['?ssl=no-verify', 'without TLS'],
    ['?sslmode=disable', 'with sslmode=disable'],
    ['?sslmode=prefer', 'with sslmode=prefer'],
    ['?sslmode=require', 'with sslmode=require'],
    ['?sslmode=no-verify', 'with sslmode=no-verify'],
    ['?sslmode=verify-ca&sslrootcert=/ca.pem', 'with sslmode=verify-ca'],
    ['?sslmode=verify-full&sslmode=disable', 'with sslmode=disable'],
    ['?SSLMODE=verify-full', 'without TLS'],
    ['?sslmode=Verify-Full', 'with sslmode=Verify-Full'],
    ['?sslmode=', 'without TLS'],
  ])('is refused with %j unless that is meant', (query, how) => {
    const error = caught(() => ask(far(query)));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toBe(
      `The database at db.example.org would be asked ${how}, and whoever is on the way could read the password and change what it answers. ` +
        'Add sslmode=verify-full and sslrootcert=FILE (certificates of the authority, PEM) to CAIRN_DATABASE_URL. ' +
        'If clear text is meant, set CAIRN_DATABASE_CLEARTEXT=yes.',
    );
    expect(ask(far(query), 'yes')).toBe(far(query));
  });

  it('may hide behind another name in its address', () => {
    expect(() => ask('postgres://u:secret@localhost/cairn?host=db.example.org')).toThrow(
      'The database at db.example.org',
    );
    expect(() => ask('postgres:///cairn')).toThrow('The database at a host that its address does not name');
  });

  it.each([
    ['sslrootcert', 'gone.pem', 'cannot be read (ENOENT)'],
    ['sslrootcert', 'no.pem', 'does not hold a certificate in PEM'],
    ['sslcert', 'no.pem', 'does not hold a certificate in PEM'],
    ['sslkey', 'gone.pem', 'cannot be read (ENOENT)'],
  ])('is not asked where the file of %s cannot be used', (name, file, why) => {
    const path = join(folder, file);
    expect(() => ask(far(`?sslmode=verify-full&${name}=${path}`))).toThrow(
      `CAIRN_DATABASE_URL: ${name}=${path} ${why}.`,
    );
  });
});

describe('a database of this machine', () => {
  it.each([
    'postgres://u:secret@127.0.0.1:5432/cairn',
    'postgres://u:secret@localhost/cairn',
    'postgres://u:secret@[::1]/cairn',
    'postgres://u:secret@localhost/cairn?host=/run/postgresql',
    'postgres://u:secret@%2Frun%2Fpostgresql/cairn',
    'postgres://u:secret@127.0.0.1/cairn?sslmode=require',
  ])('is asked as its address says: %s', (url) => expect(ask(url)).toBe(url));
});

function caught(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}
