// What the anchor publishes, read by a program that shares no code with us, and judged entry by entry.
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunningAnchor } from '../../apps/anchor/start-anchor.js';
import { TestNode } from '../kit/anchor/test-node.js';
import { FileLogStorage } from '#libs/log/storage';
import { LogMonitor } from '#libs/core/monitor';
import { statementHash } from '#libs/core/wire';
import { NativeVerifier } from '#libs/host/keys';
import { LogReader, parsePolicy } from '#libs/core/tlog';
import { TestDevice } from '../kit/ledger/device.js';
import { requireCryptography } from '../kit/python.js';
import { describeWithReal } from '../support/services.js';
import { type FileServer, serveFolder } from './support/file-server.js';
import { readWithForeignClient } from './support/log-client.js';

let node: TestNode;
let anchor: RunningAnchor;
let device: TestDevice;
beforeAll(async () => {
  node = await TestNode.create();
  anchor = await node.start();
  device = new TestDevice('gate-1');
  await node.enrol(device);
});
afterAll(() => node.drop());

/** Sends scans and waits until they are published. */
async function publish(...scans: Parameters<TestNode['send']>): Promise<void> {
  await node.send(...scans);
  const last = (await node.receiptsFor(...scans)).reduce((one, other) => Math.max(one, other));
  await node.until(async () => (await node.checkpoint()).size > last);
}

describeWithReal('python', 'the log of a running anchor', (python) => {
  let files: FileServer;
  beforeAll(async () => {
    await requireCryptography(python);
    files = await serveFolder(node.paths.log);
  });
  afterAll(() => files.stop());

  it('is complete for a foreign client while it grows, also at a checkpoint that it has pinned, and after a restart', async () => {
    const pin = join(node.paths.log, '../pinned');
    await publish(...device.scans(40));
    copyFileSync(join(node.paths.log, 'checkpoint'), pin);
    const read = async (words: readonly string[] = []) => {
      const { exitCode, wrong } = await readWithForeignClient(python, {
        url: files.url,
        policyFile: node.paths.policy,
        words,
      });
      return [exitCode, wrong];
    };
    for (const count of [3, 200, 1, 60, 250]) {
      await publish(...device.scans(count));
      expect([count, await read()]).toEqual([count, [0, '']]);
      expect([count, await read(['--pin', pin])]).toEqual([count, [0, '']]);
    }
    await node.stop(anchor);
    anchor = await node.start();
    await publish(...device.scans(5));
    expect(await read(['--pin', pin])).toEqual([0, '']);
  });
});

describe('a monitor of a running anchor', () => {
  it('finds no contradiction where scans came late, in the wrong order, twice, or contradict each other', async () => {
    const late = device.scans(5);
    await publish(late[4]!, late[1]!);
    await publish(late[0]!, late[3]!);
    await publish(late[2]!, late[2]!);
    const last = device.scan();
    await publish(last);
    // Another statement with its counter: refused, and told of by an equivocation entry.
    await node.send(device.scan({ counter: last.counter, previous: last.previous, eventTimeMs: 1_700_000_000_000 }));
    await node.until(() => node.rejects.length > 0);
    // One that does not chain into the one before it: logged, and told of. Of one boot one contradiction is told: by another device.
    const other = new TestDevice('gate-2');
    await node.enrol(other);
    await publish(other.scan());
    const misfit = other.scan({ counter: 2, previous: statementHash(late[0]!) });
    await publish(misfit);
    await publish(other.scan({ counter: 3, previous: statementHash(misfit) }));

    const { size, root } = await node.checkpoint();
    const reader = new LogReader(new FileLogStorage(node.paths.log), { size, root });
    const origin = parsePolicy(readFileSync(node.paths.policy, 'utf8')).logs[0]!.vkey.name;
    const monitor = new LogMonitor(origin, new NativeVerifier());
    const findings = [];
    for (let index = 0; index * 256 < size; index++) findings.push(...(await monitor.take(await reader.bundle(index))));
    findings.push(...monitor.endOfCheckpoint());
    expect(findings.map(({ code, weight }) => `${weight}: ${code}`)).toEqual([
      'notice: EQUIVOCATION',
      'notice: EQUIVOCATION',
    ]);
  });
});
