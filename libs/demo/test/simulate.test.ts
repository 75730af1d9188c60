import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FakeNode } from '../../../test/kit/device/fake-node.js';
import { removeTemporaryFolders, temporaryFolder } from '../../../test/kit/temporary-folder.js';
import { consignment } from '../lane/goods.js';
import { Lane } from '../lane/lane.js';
import { type FleetProgress, simulateFleet } from '../replay/simulate-fleet.js';
import { type LiveScan, simulateLive } from '../replay/simulate-live.js';
import { enrolAt } from './support/fake-enrolment.js';

let node: FakeNode;
let dataFolder: string;

beforeEach(async () => {
  node = await FakeNode.start();
  dataFolder = temporaryFolder();
});
afterEach(() => node.close());
afterAll(removeTemporaryFolders);

/** Lets it run until so many scans have their receipt. */
async function liveFor(count: number): Promise<LiveScan[]> {
  const controller = new AbortController();
  const seen: LiveScan[] = [];
  const onScan = (scan: LiveScan): void => {
    if (seen.push(scan) === count) controller.abort();
  };
  const options = { dataFolder, brokerUrl: node.url, enrol: enrolAt(node, dataFolder), intervalMs: 0 };
  await simulateLive({ ...options, signal: controller.signal, onScan });
  return seen;
}

describe('the live simulation', () => {
  it('goes the way of the lane, one scan after the other, with things of its own', async () => {
    const seen = await liveFor(8);
    const planned = new Lane().steps(consignment(2)).slice(0, 8);
    expect(seen.map(({ device, uri }) => [device, uri])).toEqual(
      planned.map((step) => [step.device, step.scan(step.timeMs).objects[0]!.uri]),
    );
    expect(node.log.map(({ device }) => device)).toEqual(planned.map(({ device }) => device));
  });

  it('goes on where it stopped, and then with the next consignment', async () => {
    const stepsEach = new Lane().steps(consignment(2)).length;
    const seen = [...(await liveFor(3)), ...(await liveFor(stepsEach - 1))];
    expect(node.log).toHaveLength(stepsEach + 2);
    expect(seen.map((scan) => scan.consignment)).toEqual([...Array<number>(stepsEach).fill(2), 3, 3]);
    expect(new Set(node.log.map(({ device, counter }) => `${device} ${counter}`)).size).toBe(stepsEach + 2);
  });

  it('keeps no scan on disk that has its receipt', async () => {
    await liveFor(40);
    const outboxes = readdirSync(join(dataFolder, 'devices')).map((id) => join(dataFolder, 'devices', id, 'outbox'));
    const bytes = outboxes.flatMap((folder) => readdirSync(folder).map((name) => statSync(join(folder, name)).size));
    expect(Math.max(...bytes)).toBeLessThan(256 * 1024);
  });

  it('does nothing when it is told to stop before it began', async () => {
    await simulateLive({ dataFolder, brokerUrl: node.url, signal: AbortSignal.abort() });
    expect(existsSync(join(dataFolder, 'devices'))).toBe(false);
  });
});

describe('plain load', () => {
  const load = { devices: 4, ratePerSecond: 400, durationMs: 300 };
  const run = (more: object = {}) =>
    simulateFleet({ dataFolder, brokerUrl: node.url, enrol: enrolAt(node, dataFolder), ...load, ...more });

  it('makes as many scans as rate and time say, and waits for their receipts', async () => {
    const { made, receipted, heldBack, devices, refused } = await run();
    expect([made + heldBack <= 120, made > 0, receipted, devices, refused]).toEqual([true, true, made, 4, {}]);
    expect(node.log).toHaveLength(made);
  });

  it('replaces keys at a rate, and no scan is lost by it', async () => {
    const { made, receipted, rotations, refused } = await run({ rotationsPerMinute: 1_200 });
    expect([receipted, refused]).toEqual([made, {}]);
    expect(rotations).toBeGreaterThan(0);
    const keys = node.log.filter(({ counter }) => counter === 0).length;
    expect([keys, node.log.length]).toEqual([rotations, made + rotations]);
  });

  it('goes on with the same devices and new things the next time', async () => {
    await run({ durationMs: 150 });
    await run({ durationMs: 150 });
    const names = node.log.flatMap(({ uris }) => uris);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(node.log.map(({ device }) => device)).size).toBe(4);
  });

  it('holds back what a node that takes nothing has no room for', async () => {
    node.takesFrom = () => false;
    const controller = new AbortController();
    let ticks = 0;
    const onProgress = ({ heldBack }: FleetProgress): void => {
      if (heldBack > 0 && (ticks += 1) === 4) controller.abort();
    };
    const { made, receipted, heldBack, durationMs } = await run({
      devices: 1,
      ratePerSecond: 20_000,
      durationMs: undefined,
      signal: controller.signal,
      onProgress,
    });
    expect([made, receipted]).toEqual([2_000, 0]);
    // The time is told in whole milliseconds.
    expect(made + heldBack).toBeLessThanOrEqual(20 * (durationMs + 1));
  });

  it('lets a scan name as many things as it is told to', async () => {
    await run({ objectsPerScan: 50, durationMs: 100 });
    expect(node.log.every(({ uris }) => uris.length === 50)).toBe(true);
  });

  it.each([{ devices: 0 }, { ratePerSecond: 0 }, { seed: 'far too long' }])('refuses %j', async (wrong) => {
    await expect(run(wrong)).rejects.toThrow(RangeError);
  });
});
