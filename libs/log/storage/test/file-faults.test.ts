import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DurableFiles, type FileOperation, nodeFiles } from '../index.js';
import { FaultyFiles, type FileErrorCode, type FileMoment } from '../../../../test/kit/storage/faulty-files.js';

const [OLD, NEW] = ['what was there', 'what comes'].map((text) => new TextEncoder().encode(text)) as [
  Uint8Array,
  Uint8Array,
];
const PLACE = 'some/folder/file';
const always = (): void => {};
let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'cairn-faulty-'))));
afterEach(() => rmSync(root, { recursive: true }));

const WRITING: FileOperation[] = ['make-folder', 'open', 'write', 'sync'];
const WAYS = {
  put: [...WRITING, 'rename'],
  exchange: [...WRITING, 'rename', 'sync-folder'],
  create: [...WRITING, 'link', 'unlink', 'sync-folder'],
} satisfies Record<'put' | 'exchange' | 'create', FileOperation[]>;
const CODES: FileErrorCode[] = ['ENOSPC', 'EIO', 'EROFS'];

const cases = (['put', 'exchange', 'create'] as const).flatMap((way) =>
  WAYS[way].flatMap((operation) =>
    (['before', 'during', 'after'] as FileMoment[])
      .filter((moment) => moment !== 'during' || operation === 'write')
      .flatMap((moment) => CODES.map((code) => [way, code, moment, operation] as const)),
  ),
);

it.each(cases)(
  '%s with %s %s "%s" leaves a whole file or none, and can be done again',
  async (way, code, moment, operation) => {
    const isNew = operation === 'make-folder' || way === 'create';
    if (!isNew) await new DurableFiles(root).exchange(PLACE, OLD, always);
    const system = new FaultyFiles(() => 'any');
    const files = new DurableFiles(root, undefined, system);
    system.arm({ kind: 'any', operation, moment, code });
    await expect(files[way](PLACE, NEW, always)).rejects.toMatchObject({ code });
    expect(system.hits).toBe(1);
    const place = join(root, PLACE);
    if (existsSync(place)) expect([OLD, NEW].map(String)).toContain(String(new Uint8Array(readFileSync(place))));
    const unfinished = join(root, '.unfinished');
    expect(existsSync(unfinished) ? readdirSync(unfinished) : []).toEqual([]);

    const again = files[way](PLACE, NEW, always);
    // A name that was given before the error is found: whoever creates has to look what it says.
    if (way === 'create') await again.catch((error: NodeJS.ErrnoException) => expect(error.code).toBe('EEXIST'));
    else await again;
    expect(String(new Uint8Array(readFileSync(place)))).toBe(String(NEW));
  },
);

it('what the system takes in small pieces is whole all the same, and in order', async () => {
  const slow = {
    ...nodeFiles,
    open: async (path: string, mode: number) => {
      const file = await nodeFiles.open(path, mode);
      return { ...file, write: (bytes: Uint8Array) => file.write(bytes.subarray(0, 3)) };
    },
  };
  await new DurableFiles(root, undefined, slow).exchange(PLACE, [OLD, NEW], always);
  expect(readFileSync(join(root, PLACE))).toEqual(Buffer.concat([OLD, NEW]));
});

it('a system that takes nothing and does not say why is an error, not a wait without end', async () => {
  const stuck = {
    ...nodeFiles,
    open: async (path: string, mode: number) => ({ ...(await nodeFiles.open(path, mode)), write: async () => 0 }),
  };
  await expect(new DurableFiles(root, undefined, stuck).put(PLACE, NEW, always)).rejects.toThrow('takes no more');
});
