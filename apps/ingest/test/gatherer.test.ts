import type { ScanArrival } from '#libs/transport/mqtt';
import type { ScanArrivalBatch } from '../arrivals/batch.js';
import { ArrivalGatherer } from '../arrivals/gatherer.js';

const arrival = (bytes: number): ScanArrival => ({
  channel: 'scans',
  deviceId: 'a',
  payload: new Uint8Array(bytes),
  receivedTimeMs: 0,
  connection: null,
  acknowledge: () => {},
});

describe('gathering arrivals', () => {
  const batches: ScanArrivalBatch[] = [];
  let wake: () => void = () => {};
  let gatherer: ArrivalGatherer;

  beforeEach(() => {
    batches.length = 0;
    gatherer = new ArrivalGatherer((batch) => {
      batches.push(batch);
      wake();
    });
  });
  const sizes = (): number[] => batches.map(({ arrivals }) => arrivals.length);

  it('hands over what came within a few milliseconds, in its order', async () => {
    const arrivals = [arrival(1), arrival(2), arrival(3)];
    const handedOver = new Promise<void>((resolve) => (wake = resolve));
    for (const one of arrivals) gatherer.add(one);
    expect(batches).toEqual([]);
    await handedOver;
    expect(batches).toEqual([{ arrivals }]);
  });

  it('does not wait when 256 have come', () => {
    for (let index = 0; index < 600; index++) gatherer.add(arrival(1));
    expect(sizes()).toEqual([256, 256]);
    gatherer.flush();
    expect(sizes()).toEqual([256, 256, 88]);
  });

  it('does not make the event loop busy with more than 256 KiB at once, and takes a scan of that size', () => {
    for (const bytes of [100_000, 100_000, 100_000, 262_144, 1]) gatherer.add(arrival(bytes));
    gatherer.flush();
    expect(sizes()).toEqual([2, 1, 1, 1]);
  });

  it('hands over nothing when nothing came', () => {
    gatherer.flush();
    expect(batches).toEqual([]);
  });
});
