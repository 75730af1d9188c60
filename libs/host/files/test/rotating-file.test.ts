import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LogFiles, nodeLogFiles, RotatingFile } from '../index.js';

let folder: string;
let path: string;
let told: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cairn-rotating-'));
  path = join(folder, 'logs/anchor.log');
  told = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bytes = (text: string): Buffer => Buffer.from(text);
const read = (name = path): string => readFileSync(name, 'utf8');
const lines = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, at) => `line ${String(from + at).padStart(5, '0')}\n`).join('');

/** Files that fail while they are told to. */
class Failing implements LogFiles {
  code: string | null = null;
  /** Bytes that are taken before it fails. */
  room = Infinity;
  openEnd = async (place: string) => {
    const file = await nodeLogFiles.openEnd(place);
    return {
      ...file,
      write: async (chunk: Uint8Array): Promise<number> => {
        if (this.code !== null && this.room <= 0)
          throw Object.assign(new Error('a fault of the test'), { code: this.code });
        const part = this.code === null ? chunk : chunk.subarray(0, this.room);
        const taken = await file.write(part);
        if (this.code !== null) this.room -= taken;
        return taken;
      },
    };
  };
  rename = (from: string, to: string): void => nodeLogFiles.rename(from, to);
  remove = (place: string): void => nodeLogFiles.remove(place);
}

const aFile = (options: Partial<ConstructorParameters<typeof RotatingFile>[0]> = {}): RotatingFile =>
  new RotatingFile({ path, bytesMax: 1_000, filesKept: 2, onTrouble: (text) => told.push(text), ...options });

it('keeps the newest lines whole, in files of one size, and drops the oldest', async () => {
  const log = aFile();
  for (let at = 0; at < 1_000; at += 7) log.write(bytes(lines(at, Math.min(at + 7, 1_000))));
  await log.end();
  const names = readdirSync(join(folder, 'logs')).sort();
  expect(names).toEqual(['anchor.log', 'anchor.log.1', 'anchor.log.2']);
  const kept = read(`${path}.2`) + read(`${path}.1`) + read();
  expect(lines(0, 1_000).endsWith(kept)).toBe(true);
  expect(kept.startsWith('line ')).toBe(true);
  for (const name of ['.1', '.2']) expect(Buffer.byteLength(read(path + name))).toBeLessThanOrEqual(1_011);
  expect(told).toEqual([]);
});

it('goes on in the file that is there, counts what it has, and keeps no older one where none is wanted', async () => {
  const first = aFile({ filesKept: 0 });
  first.write(bytes(lines(0, 90)));
  await first.end();
  const second = aFile({ filesKept: 0 });
  second.write(bytes(lines(90, 120)));
  await second.end();
  expect(readdirSync(join(folder, 'logs'))).toEqual(['anchor.log']);
  expect(lines(0, 120).endsWith(read())).toBe(true);
  expect(Buffer.byteLength(read())).toBeLessThan(1_000);
});

it.each([1, 7, 11, 100, 1_500])('tears no line, in whatever pieces of %i bytes it comes', async (piece) => {
  const log = aFile({ filesKept: 100 });
  const all = bytes(lines(0, 400));
  for (let at = 0; at < all.length; at += piece) log.write(all.subarray(at, at + piece));
  await log.end();
  const names = readdirSync(join(folder, 'logs')).length;
  const files = [...Array.from({ length: names - 1 }, (_, at) => `${path}.${names - 1 - at}`), path];
  expect(files.map((name) => read(name)).join('')).toBe(all.toString());
  for (const name of files) expect(read(name).endsWith('\n') || name === path).toBe(true);
});

it('a line without end gives way all the same', async () => {
  const log = aFile({ filesKept: 1 });
  for (let count = 0; count < 100; count++) log.write(bytes('x'.repeat(100)));
  await log.end();
  expect(Buffer.byteLength(read()) + Buffer.byteLength(read(`${path}.1`))).toBeLessThanOrEqual(4_000);
});

describe('a disk that takes no more', () => {
  it.each(['ENOSPC', 'EDQUOT', 'EIO', 'EROFS'])('(%s) loses lines, counts them, and the log goes on', async (code) => {
    const files = new Failing();
    let nowMs = 1_000;
    const log = aFile({ files, nowMs: () => nowMs, retryMs: 500 });
    log.write(bytes(lines(0, 10)));
    await log.end();
    files.code = code;
    files.room = 5; // in the middle of a line
    log.write(bytes(lines(10, 20)));
    await log.end();
    log.write(bytes(lines(20, 30))); // at once: nobody asks the disk
    await log.end();
    expect(told).toEqual([expect.stringMatching(new RegExp(`anchor.log is not written \\(${code}\\)`, 'u'))]);
    files.code = null;
    nowMs += 501;
    log.write(bytes(lines(30, 40)));
    await log.end();
    const text = read();
    const lost = 20 * 11 - 5;
    expect(text.startsWith(`${lines(0, 10)}line \n{`)).toBe(true);
    expect(text.endsWith(`}\n${lines(30, 40)}`)).toBe(true);
    const notice = JSON.parse(text.split('\n').find((line) => line.startsWith('{'))!) as { msg: string; level: number };
    expect(notice).toMatchObject({
      level: 40,
      msg: expect.stringMatching(new RegExp(`^${lost} bytes .*${code}`, 'u')),
    });
    expect(told[1]).toMatch(new RegExp(`written again; ${lost} bytes are lost`, 'u'));
    expect(told).toHaveLength(2);
  });

  it('is tried again by itself: the log is alive before anybody writes', async () => {
    const files = new Failing();
    files.code = 'ENOSPC';
    files.room = 0;
    const log = aFile({ files, retryMs: 5 });
    log.write(bytes('lost\n'));
    while (told.length === 0) await new Promise((done) => setImmediate(done));
    files.code = null;
    while (told.length < 2) await new Promise((done) => setTimeout(done, 1));
    expect(read()).toMatch(/^\{.*5 bytes of this log are lost/u);
    await log.end();
  });

  it('a folder that became a file, and is one again, is the same', async () => {
    writeFileSync(join(folder, 'logs'), 'in the way');
    const log = aFile({ retryMs: 5 });
    log.write(bytes('lost\n'));
    while (told.length === 0) await new Promise((done) => setTimeout(done, 1));
    rmSync(join(folder, 'logs'));
    while (told.length < 2) await new Promise((done) => setTimeout(done, 1));
    log.write(bytes('there\n'));
    await log.end();
    expect(read()).toMatch(/5 bytes of this log are lost.*\nthere\n$/u);
  });

  it('one that stands still loses what is too much for the memory, and keeps the order of the rest', async () => {
    let letGo: () => void = () => {};
    const stuck = new Promise<void>((done) => (letGo = done));
    const files: LogFiles = {
      ...nodeLogFiles,
      openEnd: async (place) => (await stuck, nodeLogFiles.openEnd(place)),
    };
    const log = aFile({ files, bytesMax: 100_000_000 });
    const megabyte = Buffer.alloc(1_000_000, 'x');
    for (let count = 0; count < 6; count++) log.write(megabyte);
    letGo();
    await log.end();
    expect(read().length).toBeGreaterThan(4_000_000);
    expect(read()).toMatch(/2000000 bytes of this log are lost: the disk was too slow/u);
  });
});

it('ends where nothing was ever written', async () => {
  await aFile().end();
  expect(existsSync(path)).toBe(false);
});
