import { decodeReceiptBatch } from '#libs/core/wire';
import { systemClock } from '#libs/log/ledger';
import { TestDevice } from '../../../test/kit/ledger/device.js';
import { TestNode } from '../../../test/kit/anchor/test-node.js';

const TEN_YEARS_MS = 10 * 365 * 86_400_000;

describe('an anchor whose clock jumps ten years forwards', () => {
  let node: TestNode;
  let shiftMs = 0;
  const clock = { nowMs: () => Date.now() + shiftMs, monotonicMs: () => systemClock.monotonicMs() };
  const device = new TestDevice('jumps');
  beforeAll(async () => {
    node = await TestNode.create();
  });
  afterAll(() => node.drop());

  it('signs nothing, says so, and goes on with all that waited when it is set back', async () => {
    const { anchor, healthPort } = await node.start({ clock });
    await node.enrol(device);
    const [before, meanwhile] = device.scans(2);
    await node.send(before!);
    await node.receiptsFor(before!);
    const size = (await node.reader.head())!.size;

    shiftMs = TEN_YEARS_MS;
    await node.send(meanwhile!);
    await node.until(() => anchor.state.kind === 'holding');
    const ready = await fetch(`http://127.0.0.1:${healthPort}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.text()).toMatch(/the clock jumped/u);
    expect((await node.reader.head())!.size).toBe(size);
    expect(node.indexOf(meanwhile!)).toBeUndefined();

    shiftMs = 0;
    await node.receiptsFor(meanwhile!);
    expect(anchor.state.kind).toBe('active');
    const latestMs = Math.max(...node.receipts.map(({ batch }) => decodeReceiptBatch(batch).timeMs));
    expect(latestMs).toBeLessThanOrEqual(Date.now() + 1_000);
    expect(await node.differences()).toEqual([]);
  });

  it('started so, waits for the operator, whose word counts', async () => {
    const other = await TestNode.create();
    try {
      await other.stop(await other.start());
      shiftMs = TEN_YEARS_MS;
      const held = await other.start({ clock });
      expect(held.anchor.state).toMatchObject({
        kind: 'holding',
        why: expect.stringMatching(/hours old by this clock/u),
      });
      await other.stop(held);
      const environment = { CAIRN_ANCHOR_CLOCK_AGREED: Date.now() + TEN_YEARS_MS };
      const agreed = await other.start({ clock, environment });
      expect(agreed.anchor.state.kind).toBe('active');
    } finally {
      shiftMs = 0;
      await other.drop();
    }
  });
});
