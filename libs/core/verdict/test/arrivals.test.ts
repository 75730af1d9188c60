import { ARRIVAL_BACK_MS_MAX, type LoggedScan } from '#libs/core/wire';
import type { ReadEntry } from '#libs/core/entries';
import { START_MS } from '../../../../test/kit/core/memory-log.js';
import { force, monitored } from '../../../../test/kit/core/monitored.js';
import { Fleet } from '../../../../test/kit/core/fleet.js';
import { arrivedBackwards } from '../arrivals.js';

const scan = (logIndex: number, receivedTimeMs: number): ReadEntry =>
  ({ kind: 'scan', logIndex, scan: { receivedTimeMs } as LoggedScan }) as ReadEntry;
const event = (logIndex: number): ReadEntry => ({ kind: 'event', logIndex }) as ReadEntry;

describe('arrivals in log order', () => {
  it('may stand still, rise, and lie back by as little as logs from before the rule swap them', () => {
    const entries = [
      scan(2, START_MS),
      event(3),
      scan(4, START_MS),
      scan(5, START_MS + 1),
      scan(9, START_MS + 1 - ARRIVAL_BACK_MS_MAX),
    ];
    expect(arrivedBackwards(entries)).toEqual([]);
  });

  it('are told where they run backwards, against the highest that stands before', () => {
    const late = START_MS + 3_600_000;
    const entries = [
      scan(2, START_MS),
      scan(4, late),
      scan(5, late - ARRIVAL_BACK_MS_MAX - 1),
      scan(7, START_MS),
      scan(9, late),
    ];
    expect(arrivedBackwards(entries)).toEqual([5, 7]);
  });

  it('are a contradiction to whoever follows the log', async () => {
    const fleet = new Fleet();
    const { log } = fleet;
    const device = fleet.partyWithDevice('Maker');
    const [first, second] = [device.sign(), device.sign()];
    force(log, first, { receivedTimeMs: START_MS + 600_000 });
    force(log, second, { receivedTimeMs: START_MS, after: 1 });
    const { wrong, texts } = await monitored(log, { restarts: [log.size - 1] });
    expect(wrong).toEqual(['ARRIVAL']);
    expect(texts).toContainEqual(expect.stringMatching(/arrived 600 s before an entry that stands above it/u));
  });
});
