import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadKey, loadOrCreateKey, readPrivateFile } from '#libs/host/keys';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cairn-keys-'));
  path = join(folder, 'log.pem');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a file that others than its owner can get at', () => {
  // As root too, who may read whatever its mode is: the mode decides.
  it.each(['640', '604', '660', '620', '601', '755', '777'])('is refused with what to type: mode %s', (mode) => {
    loadOrCreateKey(path, 1);
    chmodSync(path, Number.parseInt(mode, 8));
    const refusal = expect.objectContaining({
      code: 'KEY_FILE_MODE',
      message: expect.stringContaining(`${path} has the mode 0${mode}: `),
    });
    expect(() => loadKey(path)).toThrow(refusal);
    expect(() => loadOrCreateKey(path, 1)).toThrow(refusal);
    expect(() => readPrivateFile(path)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(`chmod 600 '${path}'`) }),
    );
  });
});

it.each(['600', '400', '700'])('a file for its owner alone is read: mode %s', (mode) => {
  const { publicKey } = loadOrCreateKey(path, 1);
  chmodSync(path, Number.parseInt(mode, 8));
  expect(loadKey(path).publicKey).toEqual(publicKey);
});

it('what is said never quotes what was read', () => {
  const secret = 'c2VjcmV0';
  writeFileSync(path, secret, { mode: 0o600 });
  for (const mode of [0o600, 0o644]) {
    chmodSync(path, mode);
    let said: unknown;
    try {
      loadKey(path);
    } catch (error) {
      said = error;
    }
    expect(said).toBeInstanceOf(Error);
    for (let error = said as Error | undefined; error; error = error.cause as Error | undefined)
      expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toContain(secret);
  }
});
