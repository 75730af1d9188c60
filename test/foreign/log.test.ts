// The static log, read by a program that shares no code with us: every file of a size, the root three times, and what must not exist.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningApi } from '../kit/api/api.js';
import { requireCryptography } from '../kit/python.js';
import { describeWithReal } from '../support/services.js';
import type { FileServer } from './support/file-server.js';
import { GrowingLog } from './support/growing-log.js';
import { readWithForeignClient } from './support/log-client.js';
import { ServedLog } from './support/served-log.js';

describeWithReal('python', 'a log read by a foreign client', (python) => {
  let place: ServedLog;
  let folder: string;
  let policyFile: string;
  let api: RunningApi;
  let files: FileServer;
  let log: GrowingLog;

  beforeAll(async () => requireCryptography(python));
  beforeEach(async () => {
    place = await ServedLog.start();
    ({ folder, policyFile, log, files, api } = place);
  });
  afterEach(() => place.stop());

  const served = (): [server: string, url: string][] => [
    ['a plain web server', files.url],
    ['/log/ of the api', `${api.url}/log/`],
  ];

  /** By both servers: nothing is wrong, and the size is this. */
  async function expectWhole(size: number, words: readonly string[] = ['--exact']): Promise<void> {
    for (const [server, url] of served()) {
      const { exitCode, wrong, read } = await readWithForeignClient(python, { url, policyFile, words });
      expect([server, exitCode, wrong, read?.size]).toEqual([server, 0, '', size]);
    }
  }

  it('is complete at each size where tiles begin and end', async () => {
    for (const size of [0, 1, 255, 256, 257, 65_536, 70_000]) {
      await log.growTo(size);
      await expectWhole(size);
    }
  });

  it('is complete at each step of a log that grows at random', async () => {
    let seed = 20_241_128;
    const step = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) % 700;
    for (let round = 0; round < 8; round++) {
      await log.growTo(log.size + 1 + step());
      await expectWhole(log.size, []);
    }
  });

  it('keeps every file of a checkpoint that somebody has pinned, however the log grows on', async () => {
    const pin = join(folder, 'pinned');
    for (const size of [1, 200, 255, 256, 300, 511]) {
      await log.growTo(size);
      writeFileSync(pin, readFileSync(join(folder, 'log/checkpoint')));
      for (const grown of [size + 1, Math.ceil((size + 1) / 256) * 256 - 1, Math.ceil((size + 1) / 256) * 256]) {
        if (grown <= log.size) continue;
        await log.growTo(grown);
        const words = ['--pin', pin];
        const { exitCode, wrong, read } = await readWithForeignClient(python, { url: files.url, policyFile, words });
        expect([size, grown, exitCode, wrong]).toEqual([size, grown, 0, '']);
        expect([read?.size, read?.newest]).toEqual([size, grown]);
      }
    }
  });

  it('is complete after a crash between any two file operations, and after the recovery', async () => {
    for (let allowed = 0; ; allowed++) {
      rmSync(join(folder, 'log'), { recursive: true, force: true });
      log = new GrowingLog(join(folder, 'log'));
      await log.growTo(250);
      await log.growTo(254);
      let left = allowed;
      const crashed = await log
        .growTo(515, () => {
          if (left-- <= 0) throw new Error('killed');
        })
        .then(
          () => false,
          () => true,
        );
      const { exitCode, wrong, read } = await readWithForeignClient(python, { url: files.url, policyFile });
      expect([allowed, exitCode, wrong]).toEqual([allowed, 0, '']);
      expect([254, 515]).toContain(read?.size);
      if (!crashed) {
        expect(allowed).toBeGreaterThan(10);
        return;
      }
      await log.recoverFrom(254);
      await log.growTo(515);
      const recovered = await readWithForeignClient(python, { url: files.url, policyFile, words: ['--exact'] });
      expect([allowed, recovered.exitCode, recovered.wrong, recovered.read?.size]).toEqual([allowed, 0, '', 515]);
    }
  });

  it('is not whole for it when a byte, a width or a file is wrong', async () => {
    await log.growTo(600);
    for (const [path, tamper, what] of [
      ['tile/entries/001', flipped, 'do not give the root'],
      ['tile/0/000', flipped, 'the tiles of level 0 are not those of the level below'],
      ['tile/1/000.p/2', flipped, 'the tiles of level 1 are not those of the level below'],
      ['tile/0/002.p/88', (bytes: Buffer) => bytes.subarray(32), 'has 2784 bytes'],
      ['checkpoint', (bytes: Buffer) => Buffer.from(bytes.toString().replace('\n600\n', '\n599\n')), 'is bad'],
    ] as const) {
      const file = join(folder, 'log', path);
      const bytes = readFileSync(file);
      writeFileSync(file, tamper(bytes));
      const { exitCode, wrong } = await readWithForeignClient(python, { url: files.url, policyFile });
      expect([path, exitCode, wrong]).toEqual([path, 1, expect.stringContaining(what)]);
      writeFileSync(file, bytes);
    }
    rmSync(join(folder, 'log/tile/1/000.p/2'));
    const { wrong } = await readWithForeignClient(python, { url: files.url, policyFile });
    expect(wrong).toContain('tile/1/000 of width 2 is missing');
  });
});

const flipped = (bytes: Buffer): Buffer => {
  const changed = Buffer.from(bytes);
  changed[40]! ^= 1;
  return changed;
};
