import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EnvironmentKeys, handOut, loadIdentity } from '#libs/host/keys';
import { dataPaths } from '#libs/host/service';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/kit/temporary-folder.js';

afterAll(removeTemporaryFolders);

const begin = (keys?: EnvironmentKeys) => {
  const root = temporaryFolder();
  const paths = dataPaths(join(root, 'data'));
  loadIdentity({ paths, origin: 'log.example.org', begun: false, keys });
  return { paths, keys: keys ?? EnvironmentKeys.none, folder: join(root, 'hand-out') };
};
const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();

describe('what ingest and api read of the folder of a node', () => {
  it('is handed out to each of them alone, as it is', () => {
    const { paths, keys, folder } = begin();
    handOut(paths, keys, folder);
    expect(filesOf(folder)).toEqual([
      'api/keys/lookup-mac.key',
      'api/policy.txt',
      'ingest/keys/receipt.pem',
      'ingest/keys/stream-mac.key',
      'ingest/log-origin',
    ]);
    for (const file of filesOf(folder)) {
      const [, ...rest] = file.split('/');
      expect([file, readFileSync(join(folder, file), 'utf8')]).toEqual([
        file,
        readFileSync(join(paths.root, ...rest), 'utf8'),
      ]);
      expect([file, statSync(join(folder, file)).mode & 0o077]).toEqual([file, file.includes('keys/') ? 0 : 0o044]);
    }
    expect(statSync(join(folder, 'ingest/keys')).mode & 0o777).toBe(0o700);
  });

  it('is written again where it has changed, and there alone', () => {
    const { paths, keys, folder } = begin();
    handOut(paths, keys, folder);
    expect(handOut(paths, keys, folder)).toEqual([]);
    writeFileSync(paths.policy, `${readFileSync(paths.policy, 'utf8')}\n`);
    rmSync(join(folder, 'ingest/keys/receipt.pem'));
    writeFileSync(join(folder, 'api/keys/officers'), 'of the api');
    expect(handOut(paths, keys, folder)).toEqual(
      ['ingest/keys/receipt.pem', 'api/policy.txt'].map((file) => join(folder, file)),
    );
    expect(readFileSync(join(folder, 'api/keys/officers'), 'utf8')).toBe('of the api');
  });

  it('holds no key that the environment gives, also where it held one before', () => {
    const { paths, folder } = begin();
    handOut(paths, EnvironmentKeys.none, folder);
    const given = EnvironmentKeys.take({
      CAIRN_RECEIPT_KEY: readFileSync(paths.receiptKey, 'utf8'),
      CAIRN_STREAM_KEY: readFileSync(paths.streamKey, 'utf8').trim(),
    });
    expect(handOut(paths, given, folder)).toHaveLength(2);
    expect(filesOf(join(folder, 'ingest'))).toEqual(['log-origin']);
    expect(handOut(paths, given, folder)).toEqual([]);
    expect(existsSync(paths.receiptKey)).toBe(true);
  });
});
