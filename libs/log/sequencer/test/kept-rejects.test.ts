import { randomBytes } from 'node:crypto';
import { TestDevice } from '../../../../test/kit/ledger/device.js';
import { TestLog } from '../../../../test/kit/ledger/test-log.js';

let log: TestLog;
beforeAll(async () => {
  log = await TestLog.create();
});
afterAll(() => log.drop());

async function refuse(device: TestDevice, count: number): Promise<void> {
  log.clock.ms += 1_000;
  const scans = device.scans(count).map((scan) => ({ ...scan, signature: Uint8Array.from(randomBytes(64)) }));
  await log.append({ scans });
}

it('keeps the newest 1,000 refusals of a device, and those of others', async () => {
  const [noisy, quiet] = [new TestDevice('noisy', '9520000000004'), new TestDevice('quiet', '9520000000004')];
  await log.enrol(noisy, quiet);
  await refuse(quiet, 1);
  for (let n = 0; n < 6; n++) await refuse(noisy, 200);
  expect(await log.reader.rejects.countOf(noisy.key)).toBe(1_000);
  expect(await log.reader.rejects.countOf(quiet.key)).toBe(1);
  const kept = await log.reader.rejects.latest({ deviceKey: noisy.key, limit: 2_000 });
  const counters = kept.map(({ counter }) => counter!);
  expect([new Set(counters).size, Math.min(...counters), Math.max(...counters)]).toEqual([1_000, 201, 1_200]);
});
