import { setTimeout as pause } from 'node:timers/promises';
import { EventKind, encodeSignedEvent, encodeSignedScan, encodeStreamBatch, type StreamBatch } from '#libs/core/wire';
import type { IncomingRecord } from '#libs/log/sequencer';
import { OPERATOR_PARTITION, partitionOf, sealRecord } from '#libs/transport/stream';
import { aSigner, NOW_MS, rejectedOf, TestDevice } from '../../../test/kit/ledger/device.js';
import { signEvent } from '#libs/core/wire';
import { Intake, type IntakeOptions } from '../sequencing/intake.js';

const KEY = new Uint8Array(32).fill(5);
const PARTITIONS = 4;
const LARGE = { scansMax: 100_000, bytesMax: 1e9 };

function aDeviceOf(partition: number): TestDevice {
  for (let number = 0; ; number++) {
    const device = new TestDevice(`in-${partition}-${number}`);
    if (partitionOf(device.key, PARTITIONS) === partition) return device;
  }
}
const scansOf = (device: TestDevice, count: number): StreamBatch['scans'] =>
  device.scans(count).map((scan) => ({ signedScan: encodeSignedScan(scan), receivedTimeMs: NOW_MS }));

describe('the intake', () => {
  const ended = new AbortController();
  afterAll(() => ended.abort());
  const told: IncomingRecord[][] = [];
  const open = (parts: Partial<IntakeOptions> = {}): Intake =>
    new Intake({
      streamKey: KEY,
      partitions: PARTITIONS,
      waitingBytesMax: 1_000_000,
      onWaiting: (records) => void told.push([...records]),
      signal: ended.signal,
      ...parts,
    });
  const sealed = (batch: Partial<StreamBatch>, key = KEY): Uint8Array =>
    sealRecord(key, encodeStreamBatch({ scans: [], events: [], rejected: [], ...batch }));
  const give = (intake: Intake, partition: number, ...values: Uint8Array[]): Promise<void> =>
    intake.give({ partition, records: values.map((value, offset) => ({ offset, value })), end: values.length });

  const bootEvent = (device: TestDevice) => {
    const boot = Uint8Array.from({ length: 16 }, () => 9);
    const body = { device: device.key, boot, last: device.last, timeMs: NOW_MS };
    const event = signEvent(EventKind.BOOT, body, aSigner());
    return { signedEvent: encodeSignedEvent(event), disclosures: [] };
  };

  it.each<[string, (device: TestDevice) => Partial<StreamBatch>]>([
    ['a scan', (device) => ({ scans: scansOf(device, 1) })],
    ['one scan among its own', (device) => ({ scans: [...scansOf(aDeviceOf(1), 3), ...scansOf(device, 1)] })],
    ['a refusal', (device) => ({ rejected: [rejectedOf(device.scan())] })],
    ['an event', (device) => ({ events: [bootEvent(device)] })],
  ])('sets a record aside whole that holds %s of a device of another partition', async (_, batchOf) => {
    const intake = open();
    await give(intake, 1, sealed(batchOf(aDeviceOf(2))));
    const [record] = intake.take(LARGE);
    expect(record).toMatchObject({ scans: [], events: [], rejected: [{ reason: 'MALFORMED' }] });
    expect(record!.unusable).toMatch(/of a device of another partition$/u);
    await give(intake, 1, sealed(batchOf(aDeviceOf(1))));
    expect(intake.take(LARGE)[0]!.unusable).toBeUndefined();
  });

  it('takes events of every device where the operator puts them', async () => {
    const intake = open();
    await give(intake, OPERATOR_PARTITION, sealed({ events: [bootEvent(aDeviceOf(3))] }));
    const [record] = intake.take(LARGE);
    expect([record!.unusable, record!.events.length]).toEqual([undefined, 1]);
  });

  it('sets a record aside whose MAC is of another key, or that was changed', async () => {
    const intake = open();
    const good = sealed({ scans: scansOf(aDeviceOf(1), 2) });
    const flipped = good.map((byte, at) => (at === 100 ? byte ^ 4 : byte));
    await give(intake, 1, sealed({ scans: scansOf(aDeviceOf(1), 1) }, new Uint8Array(32).fill(6)), flipped, good);
    const taken = intake.take(LARGE);
    expect(taken.map(({ unusable }) => unusable !== undefined)).toEqual([true, true, false]);
    expect(taken[2]!.scans).toHaveLength(2);
  });

  it('tells of 64 scans together before their turn', async () => {
    told.length = 0;
    const intake = open();
    await give(intake, 1, sealed({ scans: scansOf(aDeviceOf(1), 40) }));
    expect(told).toEqual([]);
    await give(intake, 2, sealed({ scans: scansOf(aDeviceOf(2), 40) }));
    expect(told.map((records) => records.map(({ scans }) => scans.length))).toEqual([[40, 40]]);
    intake.take(LARGE);
    await give(intake, 2, sealed({ scans: scansOf(aDeviceOf(2), 40) }));
    expect(told).toHaveLength(1);
  });

  it('leaves the others room where one partition is full', async () => {
    const value = sealed({ scans: scansOf(aDeviceOf(1), 10) });
    const intake = open({ waitingBytesMax: 4 * 2 * value.length });
    const done: string[] = [];
    const flood = give(intake, 1, ...Array.from({ length: 8 }, () => value)).then(() => done.push('flood'));
    await give(intake, 2, sealed({ scans: scansOf(aDeviceOf(2), 10) }));
    await pause(1);
    expect(done).toEqual([]);
    while (done.length === 0) {
      intake.take(LARGE);
      await pause(1);
    }
    await flood;
  });
});
