import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type Manifest, openListedFile } from '#libs/log/backup';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/kit/temporary-folder.js';

afterAll(removeTemporaryFolders);

const PATH = 'database/reject.copy';
const CONTENT = Buffer.alloc(300_000, 'row\n');

/** A backup of one file, which says that it has this content. */
function backupOf(content: Buffer): { readonly root: string; readonly manifest: Manifest } {
  const root = temporaryFolder();
  mkdirSync(join(root, 'database'));
  writeFileSync(join(root, PATH), content);
  const sha256 = createHash('sha256').update(CONTENT).digest('hex');
  const manifest = { files: [{ path: PATH, bytes: CONTENT.length, sha256, source: '' }] } as unknown as Manifest;
  return { root, manifest };
}

it('gives the bytes of the list', async () => {
  const { root, manifest } = backupOf(CONTENT);
  expect((await buffer(openListedFile(root, manifest, PATH))).equals(CONTENT)).toBe(true);
});

it.each<[string, (content: Buffer) => Buffer]>([
  ['one byte is another', (content) => Buffer.concat([content.subarray(1), Buffer.of(content[0]! ^ 1)])],
  ['a row is missing', (content) => content.subarray(4)],
  ['a row more is there', (content) => Buffer.concat([content, Buffer.from('row\n')])],
  ['nothing is there', () => Buffer.alloc(0)],
])('fails at its end where %s since the list was compared', async (_, change) => {
  const { root, manifest } = backupOf(change(CONTENT));
  await expect(buffer(openListedFile(root, manifest, PATH))).rejects.toMatchObject({
    code: 'FILES_DIFFER',
    details: [`${PATH} was changed while it was restored`],
  });
});

it('fails where the file has gone, and for one that stands in no list', async () => {
  const { root, manifest } = backupOf(CONTENT);
  rmSync(join(root, PATH));
  await expect(buffer(openListedFile(root, manifest, PATH))).rejects.toMatchObject({ code: 'ENOENT' });
  expect(() => openListedFile(root, manifest, 'database/other.copy')).toThrow(
    expect.objectContaining({ code: 'FILES_DIFFER' }),
  );
});
