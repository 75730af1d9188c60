import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadKey, loadOrCreateKey } from '#libs/host/keys';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cairn-keys-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe.each([1, 2] as const)('a key file of algorithm %i', (algorithm) => {
  it('is made once, for its owner only, and gives the same key again', () => {
    const path = join(folder, 'keys', 'log.pem');
    const made = loadOrCreateKey(path, algorithm);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expect(loadOrCreateKey(path, algorithm).publicKey).toEqual(made.publicKey);
    expect(loadKey(path).keyId).toEqual(made.keyId);
    expect(readdirSync(join(folder, 'keys'))).toEqual(['log.pem']);
  });

  it('of another algorithm is refused', () => {
    const path = join(folder, 'log.pem');
    loadOrCreateKey(path, algorithm);
    expect(() => loadOrCreateKey(path, algorithm === 1 ? 2 : 1)).toThrow(
      expect.objectContaining({ code: 'KEY_FILE_ALGORITHM' }),
    );
  });
});

it('a file that holds no key is refused and left as it is', () => {
  const path = join(folder, 'log.pem');
  writeFileSync(path, 'not a key', { mode: 0o600 });
  expect(() => loadOrCreateKey(path, 1)).toThrow(expect.objectContaining({ code: 'KEY_FILE_UNREADABLE' }));
  expect(readFileSync(path, 'utf8')).toBe('not a key');
});

it('a missing file is not made by loadKey', () => {
  expect(() => loadKey(join(folder, 'none.pem'))).toThrow(expect.objectContaining({ code: 'ENOENT' }));
});
