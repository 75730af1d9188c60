// A running anchor: witnesses in Go cosign what it publishes, and libraries in Go read it while it grows.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestNode } from '../kit/anchor/test-node.js';
import { type RunningApi, startApi } from '../kit/api/api.js';
import { FileLogStorage } from '#libs/log/storage';
import { LogReader } from '#libs/core/tlog';
import { TestDevice } from '../kit/ledger/device.js';
import { describeWithReal } from '../support/services.js';
import { GO_BUILD_TIMEOUT_MS, GoPrograms } from './support/go-programs.js';
import { Litewitness, MemoryWitness } from './support/go-witnesses.js';

interface Judged {
  readonly size: number;
  readonly quorumIsMet: boolean;
  readonly cosigned: readonly { readonly name: string; readonly timeSeconds: number }[];
}

describeWithReal('go', 'a running anchor, watched and read in Go', (go) => {
  let programs: GoPrograms;
  let lite: Litewitness;
  let node: TestNode;
  let api: RunningApi;
  let folder: string;
  const device = new TestDevice('gate-1');

  beforeAll(async () => {
    programs = await GoPrograms.build(go, 'litewitness', 'witnessctl');
    lite = new Litewitness(programs);
    node = await TestNode.createWitnessed([lite, new MemoryWitness(programs)], 2);
    folder = mkdtempSync(join(tmpdir(), 'cairn-foreign-'));
    mkdirSync(node.paths.log); // the anchor makes it when it starts
    symlinkSync(node.paths.log, join(folder, 'log'));
    api = await startApi({ dataFolder: folder });
  }, GO_BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await programs.stop();
    lite.remove();
    await node.drop();
    await api.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Sends scans and waits until they are public, which needs both cosignatures. */
  async function publish(count: number): Promise<void> {
    const scans = device.scans(count);
    await node.send(...scans);
    await node.receiptsFor(...scans);
    await node.atRest();
    const { size } = (await node.reader.head())!;
    await node.until(async () => (await node.checkpoint()).size === size);
  }

  const judge = (): Promise<Judged> =>
    programs.ask(['checkpoint', node.paths.policy], readFileSync(join(node.paths.log, 'checkpoint')));

  it('is cosigned by litewitness and by that of transparency-dev, at each size and after a restart', async () => {
    let anchor = await node.start();
    await node.enrol(device);
    for (const count of [1, 250, 3, 300]) {
      await publish(count);
      const { cosigned, quorumIsMet } = await judge();
      expect(quorumIsMet).toBe(true);
      expect(cosigned.map(({ name }) => name).toSorted()).toEqual(['lite.example/witness', 'memory.example/witness']);
      for (const { timeSeconds } of cosigned) expect(Math.abs(timeSeconds - Date.now() / 1_000)).toBeLessThan(300);
    }
    await node.stop(anchor);
    // It asks them first whether they know more than it does.
    anchor = await node.start();
    await publish(40);
    expect(await judge()).toMatchObject({ quorumIsMet: true, size: (await node.reader.head())!.size });
  });

  it('is whole for them at every moment of its growth', async () => {
    const place = `${api.url}/log/`;
    const grown = new AbortController();
    const sizes: number[] = [];
    const watch = async (): Promise<void> => {
      while (!grown.signal.aborted) sizes.push((await programs.ask<Judged>(['read', place, node.paths.policy])).size);
    };
    const watching = watch();
    for (let round = 0; round < 25; round++) await publish(1 + ((round * 37) % 90));
    grown.abort();
    await watching;
    expect(sizes).toEqual(sizes.toSorted((one, other) => one - other));
    expect(new Set(sizes).size).toBeGreaterThan(2);

    const { size, root } = await node.checkpoint();
    const reader = new LogReader(new FileLogStorage(node.paths.log), { size, root });
    const digest = createHash('sha256');
    for (let bundle = 0; bundle * 256 < size; bundle++) {
      for (const entry of await reader.bundle(bundle)) {
        const length = Buffer.alloc(4);
        length.writeUInt32BE(entry.length);
        digest.update(length).update(entry);
      }
    }
    const read = await programs.ask(['read', place, node.paths.policy]);
    expect(read).toMatchObject({ size, digest: digest.digest('hex') });
    expect(await programs.foreign(['fsck', node.paths.log, node.paths.policy])).toMatchObject({ exitCode: 0 });
  });
});
