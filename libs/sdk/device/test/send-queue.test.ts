import { SendQueue } from '../send-queue.js';

const RETRY = { baseMs: 100, maxMs: 10_000 };

function aQueue({ scans = 10, scansMax = 3, bytesMax = 1_000 } = {}) {
  const open = new Set(Array.from({ length: scans }, (_, i) => i + 1));
  const nextUnsettled = (from: number): number | undefined => [...open].find((counter) => counter >= from);
  const lastUnsettled = (upTo: number): number | undefined => [...open].reverse().find((counter) => counter <= upTo);
  const window = { scansMax, bytesMax };
  const queue = new SendQueue({ window, retry: RETRY, nextUnsettled, lastUnsettled, random: () => 0.99 });
  /** Sends all that may be sent now. */
  const send = (nowMs = 0, bytes = 10): number[] => {
    const sent: number[] = [];
    for (let next = queue.next(nowMs); next !== undefined; next = queue.next(nowMs)) {
      queue.sent(next, bytes);
      sent.push(next);
    }
    return sent;
  };
  const receipt = (counter: number): void => {
    open.delete(counter);
    queue.receipted(counter);
  };
  return { queue, send, receipt };
}

describe('the order of sending', () => {
  it('is counter order, as far as the window reaches', () => {
    const { send, receipt } = aQueue();
    expect(send()).toEqual([1, 2, 3]);
    receipt(2);
    expect(send()).toEqual([4]);
    receipt(1);
    receipt(3);
    expect(send()).toEqual([5, 6]);
  });

  it('stops at the bytes in flight as well, but lets a single large scan pass', () => {
    const { send, receipt } = aQueue({ bytesMax: 100 });
    expect(send(0, 99)).toEqual([1, 2]);
    receipt(1);
    receipt(2);
    expect(send(0, 5_000)).toEqual([3]);
  });

  it('begins again with everything that has no receipt after a restart', () => {
    const { queue, send, receipt } = aQueue();
    send();
    receipt(2);
    send();
    queue.restart();
    expect(send()).toEqual([1, 3, 4]);
  });
});

describe('a scan that was refused for now', () => {
  it('waits while later ones go on, then goes first', () => {
    const { queue, send, receipt } = aQueue();
    send();
    queue.postponed(1, 0);
    expect(send(1)).toEqual([4]);
    receipt(2);
    expect(queue.wakeAtMs()).toBe(99);
    expect(send(99)).toEqual([1]);
  });

  it('waits longer each time', () => {
    const { queue, send, receipt } = aQueue({ scans: 1 });
    send();
    queue.postponed(1, 0);
    expect(send(99)).toEqual([1]);
    queue.postponed(1, 99);
    expect(queue.wakeAtMs()).toBe(99 + 198);
    expect(send(200)).toEqual([]);
    expect(send(297)).toEqual([1]);
    receipt(1);
    expect(queue.wakeAtMs()).toBe(Infinity);
  });

  it('stays refused over a restart', () => {
    const { queue, send } = aQueue();
    send();
    queue.postponed(1, 0);
    queue.restart();
    expect(send(1)).toEqual([2, 3, 4]);
  });
});

describe('refusals in a row', () => {
  it('slow down everything, and the first receipt ends that', () => {
    const { queue, send, receipt } = aQueue();
    send();
    queue.postponed(1, 0);
    queue.postponed(2, 0);
    expect(send(50)).toEqual([]);
    receipt(3);
    expect(send(50)).toEqual([4, 5, 6]);
  });
});

describe('when the scans come late, behind the event that ended their key', () => {
  it('sends the last one first, so that each chains into one that is logged', () => {
    const { queue, send, receipt } = aQueue({ scans: 5, scansMax: 2 });
    queue.becomeLate();
    expect(send()).toEqual([5, 4]);
    receipt(5);
    expect(send()).toEqual([3]);
  });

  it('begins at the end again, after a while, when one was refused for now', () => {
    const { queue, send, receipt } = aQueue({ scans: 4, scansMax: 2 });
    queue.becomeLate();
    send();
    receipt(4);
    queue.postponed(3, 1_000);
    expect(send(1_000)).toEqual([]);
    expect(queue.wakeAtMs()).toBeGreaterThan(1_000);
    expect(send(queue.wakeAtMs())).toEqual([3, 2]);
  });

  it('forgets what was refused for now before the event came', () => {
    const { queue, send } = aQueue({ scans: 3 });
    send();
    queue.postponed(1, 0);
    queue.becomeLate();
    expect(queue.postponedCount).toBe(0);
    expect(send()).toEqual([3, 2, 1]);
  });
});
