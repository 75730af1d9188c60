import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Faults } from '#libs/log/ledger';
import { TestDevice } from '../../../test/kit/ledger/device.js';
import { TestNode } from '../../../test/kit/anchor/test-node.js';

/** Stops the anchor at an effect, as SIGSTOP would, until it is let go. */
class Stopper implements Faults {
  private at: string | undefined;
  private arrive: () => void = () => {};
  private go: () => void = () => {};

  stopAt(effect: string): Promise<void> {
    this.at = effect;
    return new Promise((resolve) => (this.arrive = resolve));
  }

  letGo(): void {
    this.go();
  }

  async before(effect: string): Promise<void> {
    if (this.at !== effect) return;
    this.at = undefined;
    this.arrive();
    await new Promise<void>((resolve) => (this.go = resolve));
  }

  after(): void {}
}

describe('a stand-by', () => {
  it('is ready and waits, and goes on when the active one gives the lease back', async () => {
    const node = await TestNode.create();
    const active = await node.start();
    const standby = await node.start();
    expect(active.anchor.state.kind).toBe('active');
    expect(standby.anchor.state.kind).toBe('standby');
    const device = new TestDevice('handed-over');
    await node.enrol(device);
    const [one, two] = device.scans(2);
    await node.send(one!);
    await node.receiptsFor(one!);
    await node.stop(active);
    await node.send(two!);
    await node.receiptsFor(two!);
    expect(standby.anchor.state.kind).toBe('active');
    await node.drop();
  });

  it.each(['append', 'tiles', 'sign', 'checkpoint-store', 'receipts', 'publish', 'published-size'])(
    'takes over from an anchor that was stopped before "%s" for longer than its lease; woken up, that one does nothing',
    async (effect) => {
      const node = await TestNode.create();
      const stopper = new Stopper();
      // Renews never: as if the process were stopped. Its session is ended by the one that takes over.
      const environment = { CAIRN_ANCHOR_LEASE_MS: 1_200, CAIRN_ANCHOR_RENEW_MS: 300 };
      const old = await node.start({ faults: stopper, environment });
      const device = new TestDevice('zombie');
      await node.enrol(device);
      await node.until(async () => (await node.checkpoint()).size === 4);
      const scans = device.scans(3);
      const stopped = stopper.stopAt(effect);
      await node.send(scans[0]!);
      await stopped;
      await node.admin.query(`UPDATE lease SET expires_at = '-infinity'`); // the time that it was stopped is over

      const next = await node.start();
      await node.until(() => next.anchor.state.kind === 'active');
      await node.send(scans[1]!);
      await node.receiptsFor(scans[0]!, scans[1]!);
      await node.until(async () => (await node.reader.head())!.publishedSize === 6);
      const before = await stateOf(node);

      stopper.letGo();
      await node.until(() => old.anchor.state.kind !== 'active');
      await node.until(() => old.anchor.state.kind === 'standby');
      expect(await stateOf(node)).toEqual(before);

      await node.send(scans[2]!);
      await node.receiptsFor(scans[2]!);
      await node.drop();
    },
  );
});

async function stateOf(node: TestNode): Promise<unknown> {
  const { rows } = await node.admin.query(
    `SELECT (SELECT count(*) FROM log_entry) AS entries, (SELECT count(*) FROM trail_link) AS links, h.size, h.published_size, h.epoch,
       (SELECT epoch FROM lease) AS lease, (SELECT json_agg(o ORDER BY stream, partition) FROM stream_offset o) AS offsets FROM log_head h`,
  );
  const ends = await node.stream.ends('receipts');
  const { ino, mtimeMs } = statSync(join(node.paths.log, 'checkpoint'));
  return {
    rows,
    receipts: [...ends],
    checkpoint: (await node.checkpoint()).size,
    stored: (await node.highestStored()).size,
    ino,
    mtimeMs,
  };
}
