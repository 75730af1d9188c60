// The static log, read by torchwood and checked by tessera's fsck, from servers and from the bare folder.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningApi } from '../kit/api/api.js';
import { describeWithReal } from '../support/services.js';
import type { FileServer } from './support/file-server.js';
import { GO_BUILD_TIMEOUT_MS, GoPrograms } from './support/go-programs.js';
import { entryAt, type GrowingLog } from './support/growing-log.js';
import { ServedLog } from './support/served-log.js';

interface WholeLog {
  readonly size: number;
  /** SHA-256 over uint32 big-endian length || entry. */
  readonly digest: string;
  /** Entries that were read alone too, with a proof. */
  readonly proven: number;
}

function digestOf(size: number): string {
  const digest = createHash('sha256');
  for (let index = 0; index < size; index++) {
    const entry = entryAt(index);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(entry.length);
    digest.update(length).update(entry);
  }
  return digest.digest('hex');
}

describeWithReal('go', 'a log read by libraries in Go', (go) => {
  let programs: GoPrograms;
  let place: ServedLog;
  let folder: string;
  let policyFile: string;
  let api: RunningApi;
  let files: FileServer;
  let log: GrowingLog;

  beforeAll(async () => {
    programs = await GoPrograms.build(go);
  }, GO_BUILD_TIMEOUT_MS);
  afterAll(() => programs.stop());
  beforeEach(async () => {
    place = await ServedLog.start();
    ({ folder, policyFile, log, files, api } = place);
  });
  afterEach(() => place.stop());

  const places = (): string[] => [files.url, `${api.url}/log/`, join(folder, 'log')];

  /** From every place: all entries in order, each verified by the root, and every tile as fsck computes it. */
  async function expectWhole(size: number): Promise<void> {
    const [digest, proven] = [digestOf(size), Math.min(size, 2)];
    for (const place of places()) {
      const read = await programs.ask<WholeLog>(['read', place, policyFile]);
      expect(read).toMatchObject({ size, digest });
      expect(read.proven).toBeGreaterThanOrEqual(proven);
      // An empty log has no file for it to look at.
      if (size > 0) expect(await programs.foreign(['fsck', place, policyFile])).toMatchObject({ exitCode: 0 });
    }
  }

  it('is complete at each size where tiles begin and end', async () => {
    for (const size of [0, 1, 255, 256, 257, 65_536, 70_000]) {
      await log.growTo(size);
      await expectWhole(size);
    }
  });

  // Not from the plain server: torchwood's client over HTTP never asks for a full tile in place of a partial one that has gone.
  it('is complete at each step of a log that grows, also at every checkpoint that was kept', async () => {
    const kept: number[] = [];
    for (const size of [1, 3, 200, 255, 256, 300, 511, 512, 513, 1_000]) {
      await log.growTo(size);
      await expectWhole(size);
      writeFileSync(join(folder, `kept-${size}`), readFileSync(join(folder, 'log/checkpoint')));
      for (const older of kept) {
        for (const place of places().filter((one) => one !== files.url)) {
          const pinned = join(folder, `kept-${older}`);
          const read = await programs.foreign(['read', place, policyFile, pinned]);
          expect([size, older, place, read.errors]).toEqual([size, older, place, '']);
          expect(JSON.parse(read.out)).toMatchObject({ size: older, digest: digestOf(older) });
        }
      }
      kept.push(size);
    }
  });

  it('is refused by them when a byte is wrong', async () => {
    await log.growTo(600);
    const place = join(folder, 'log');
    // What fsck logs stands before its verdict, and bytes of the tiles behind it.
    const refusals = async (): Promise<string[]> => {
      const [read, fsck] = [
        await programs.foreign(['read', place, policyFile]),
        await programs.foreign(['fsck', place, policyFile]),
      ];
      expect([read.exitCode, fsck.exitCode]).toEqual([1, 1]);
      return [read.errors, /fsck: [^\n]{0,60}/u.exec(fsck.errors)![0]];
    };
    for (const [path, read, fsck] of [
      ['tile/entries/001', /^hash mismatch for entry 263$/u, /failed: tile\/[01]\/\S+: log has/u],
      ['tile/0/001', /^hash mismatch for entry 257$/u, /failed: tile\/0\/001: log has/u],
      ['tile/1/000.p/2', /tile/u, /failed: tile\/1\/000.p\/2: log has/u],
      ['checkpoint', /^note: invalid signature/u, /fsck: failed to fetch and verify checkpoint/u],
    ] as const) {
      const file = join(place, path);
      const bytes = readFileSync(file);
      const changed = Buffer.from(bytes);
      changed[40]! ^= 1;
      writeFileSync(file, changed);
      expect([path, ...(await refusals())]).toEqual([path, expect.stringMatching(read), expect.stringMatching(fsck)]);
      writeFileSync(file, bytes);
    }
    await expectWhole(600);
  });
});
