import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOnce, makeFolder, replaceFile, writeNewFile } from '../index.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cairn-durable-'));
  path = join(folder, 'file');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);

it('a new file has its mode, and is never written over', () => {
  writeNewFile(path, 'first', 0o600);
  expect(() => writeNewFile(path, 'second', 0o600)).toThrow(expect.objectContaining({ code: 'EEXIST' }));
  expect([readFileSync(path, 'utf8'), modeOf(path)]).toEqual(['first', '600']);
});

it('a file in the place of another has its mode, unless another is given, and nothing else is left', () => {
  replaceFile(path, Uint8Array.of(1, 2));
  expect([[...readFileSync(path)], modeOf(path)]).toEqual([[1, 2], '600']);
  chmodSync(path, 0o644);
  replaceFile(path, 'text');
  expect([readFileSync(path, 'utf8'), modeOf(path)]).toEqual(['text', '644']);
  replaceFile(path, 'secret', 0o600);
  expect([readFileSync(path, 'utf8'), modeOf(path), readdirSync(folder)]).toEqual(['secret', '600', ['file']]);
});

it('a file that cannot be replaced is told, and no draft is left', () => {
  mkdirSync(path);
  writeFileSync(join(path, 'inside'), '');
  expect(() => replaceFile(path, 'text', 0o600)).toThrow(expect.objectContaining({ code: 'EISDIR' }));
  expect(() => replaceFile(join(folder, 'missing', 'file'), 'text')).toThrow(
    expect.objectContaining({ code: 'ENOENT' }),
  );
  expect(readdirSync(folder)).toEqual(['file']);
});

it('a folder is made with those above it, with the mode, and is left alone when it is there', () => {
  const deep = join(folder, 'one', 'two');
  for (const mode of [0o700, 0o755]) makeFolder(deep, mode);
  expect([modeOf(deep), modeOf(join(folder, 'one'))]).toEqual(['700', '700']);
  expect(() => makeFolder(join(path, 'below'), 0o700)).not.toThrow();
  writeFileSync(join(folder, 'no-folder'), '');
  expect(() => makeFolder(join(folder, 'no-folder', 'below'), 0o700)).toThrow(
    expect.objectContaining({ code: 'ENOTDIR' }),
  );
});

it('of several that create one file the first wins, and the others are told', () => {
  expect([createOnce(path, 'first', 0o600), createOnce(path, 'second', 0o600)]).toEqual([true, false]);
  expect([readFileSync(path, 'utf8'), readdirSync(folder)]).toEqual(['first', ['file']]);
});

it('whoever is killed while replacing leaves the old or the new one, whole', async () => {
  const contents = ['a', 'b'].map((letter) => letter.repeat(200_000));
  writeFileSync(path, contents[0]!);
  const program = `
    const { replaceFile } = await import(${JSON.stringify(new URL('../../../../dist/libs/host/files/index.js', import.meta.url).href)});
    const contents = ['a', 'b'].map((letter) => letter.repeat(200_000));
    for (let n = 0; ; n++) {
      replaceFile(${JSON.stringify(path)}, contents[n % 2]);
      process.send(n);
    }`;
  for (let round = 0; round < 5; round++) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    // In the middle of one behind the one that it tells of: it never stops replacing.
    await new Promise<void>((done) => child.on('message', (n) => void (n === round * 3 && done())));
    const gone = new Promise((exit) => child.once('exit', exit));
    child.kill('SIGKILL');
    await gone;
    expect(contents).toContain(readFileSync(path, 'utf8'));
  }
});
