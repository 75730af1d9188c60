import { createHash } from 'node:crypto';
import { DEVICE_AT } from '#libs/core/wire';
import { HeldScans } from '../held-scans.js';
import type { ScanView } from '../scan-view.js';

const LIMITS = { holdTimeMs: 2_000, rowsMax: 10_000, bytesMax: 32 * 1024 * 1024 };
const BYTES = Buffer.alloc(400);

function held(counter: number, variant = '') {
  const statementHash = createHash('sha256').update(`${counter} ${variant}`).digest();
  const view = { counter, statementHash, bytes: BYTES } as unknown as ScanView;
  return { bootNumber: 1, heldTimeMs: 1_000, view, isLate: false };
}

describe('scans that wait for one with a lower counter', () => {
  const countersOf = (scans: HeldScans): number[] => {
    const counters: number[] = [];
    for (let next = scans.takeNext(1, Infinity); next; next = scans.takeNext(1, Infinity))
      counters.push(next.view.counter);
    return counters;
  };

  it('are let go by counter, those with the same counter as they came, and the very same one is held once', () => {
    const scans = new HeldScans(LIMITS);
    for (const one of [held(7), held(5), held(9), held(7, 'other bytes'), held(5), held(6)]) scans.hold(one);
    expect(scans.size).toBe(5);
    const first = scans.takeNext(1, 7);
    expect(first?.view.counter).toBe(5);
    expect(scans.takeNext(1, 5)).toBeUndefined();
    scans.hold(held(5));
    expect(countersOf(scans)).toEqual([5, 6, 7, 7, 9]);
  });

  it('of others stay where one device takes more places than there are; its own oldest go', () => {
    const scans = new HeldScans({ ...LIMITS, rowsMax: 100 });
    const bytesOf = (device: number): Buffer => Buffer.alloc(400).fill(device, DEVICE_AT, DEVICE_AT + 32);
    const ofDevice = (device: number, boot: number, counter: number) => {
      const one = held(counter, `${boot}`);
      return { ...one, bootNumber: boot, view: { ...one.view, bytes: bytesOf(device) } };
    };
    const honest = [scans.hold(ofDevice(1, 1, 5)), scans.hold(ofDevice(2, 2, 9))];
    // Whoever has many boots has no more places than others.
    for (let n = 0; n < 300; n++) scans.hold(ofDevice(3, 3 + (n % 50), 10 + n));
    const due = scans.due(1_000);
    expect(due).toHaveLength(202);
    expect(due.some((one) => honest.includes(one))).toBe(false);
    expect(due.map(({ view }) => view.counter)).toEqual(Array.from({ length: 202 }, (_, n) => 10 + n));
    expect(scans.due(3_000)).toHaveLength(302); // their time is over
  });

  it.each([
    ['upwards', (at: number) => at],
    ['downwards', (at: number) => 100_000 - at],
  ])('cost little even if thousands of one device come %s', (_how, counterAt) => {
    const scans = new HeldScans(LIMITS);
    const all = Array.from({ length: 12_000 }, (_, at) => held(counterAt(at)));
    const startedMs = performance.now();
    for (const one of all) scans.hold(one);
    // The sequencer does nothing else meanwhile, and its lease runs out after six seconds.
    expect(performance.now() - startedMs).toBeLessThan(2_000);
    expect(countersOf(scans)).toEqual(all.map(({ view }) => view.counter).toSorted((one, other) => one - other));
  });
});
