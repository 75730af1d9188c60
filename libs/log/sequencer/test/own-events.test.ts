import { randomBytes } from 'node:crypto';
import type { SubmittedEvent } from '#libs/core/wire';
import { aSigner, TestDevice } from '../../../../test/kit/ledger/device.js';
import { TestLog } from '../../../../test/kit/ledger/test-log.js';
import { OWN_EVENTS_MAX } from '../registry-snapshot.js';

describe('boots and rotations that a device signs itself', () => {
  let log: TestLog;
  const device = new TestDevice('restless');
  beforeAll(async () => {
    log = await TestLog.create();
    await log.enrol(device);
  });
  afterAll(() => log.drop());

  /** Signed by the device, or by the operator. */
  const boot = (by = device.signer): SubmittedEvent => {
    const next = randomBytes(16);
    const event = log.bootEvent(device, next, { by });
    device.reset(next);
    return event;
  };
  const rotation = (): SubmittedEvent => {
    const next = aSigner();
    const event = log.rotateEvent(device, next);
    device.use(next);
    return event;
  };
  const rejectsOf = async (events: readonly SubmittedEvent[]): Promise<string[]> =>
    (await log.append({ events })).flatMap(({ rejects }) => rejects.map(({ reason }) => reason));

  it(`are ${OWN_EVENTS_MAX} in its life; the operator's are not counted, and still count`, async () => {
    expect(await rejectsOf(Array.from({ length: 30 }, () => boot(log.operator)))).toEqual([]);
    const own = Array.from({ length: OWN_EVENTS_MAX }, (_, n) => (n % 5 === 0 ? rotation() : boot()));
    for (let n = 0; n < own.length; n += 50) expect(await rejectsOf(own.slice(n, n + 50))).toEqual([]);
    const { boot: before, signer } = device;
    expect(await rejectsOf([boot()])).toEqual(['EVENT_TOO_MANY']);
    device.reset(before);
    expect(await rejectsOf([rotation()])).toEqual(['EVENT_TOO_MANY']);
    device.use(signer);
    // After another start too: it is counted in the log.
    await log.open();
    expect(await rejectsOf([boot(), boot()])).toEqual(['EVENT_TOO_MANY', 'EVENT_TOO_MANY']);
    device.reset(before);
    expect(await rejectsOf([boot(log.operator)])).toEqual([]);
    const [appended] = await log.append({ scans: [device.scan()] });
    expect(appended!.receipts).toHaveLength(1);
    expect(await rejectsOf([log.retireEvent(device)])).toEqual([]);
  });

  it('of others are not touched by it, in the same transaction too', async () => {
    const [one, other] = [new TestDevice('restless-1'), new TestDevice('restless-2')];
    await log.enrol(one, other);
    const events = Array.from({ length: 120 }, () => {
      const next = randomBytes(16);
      const event = log.bootEvent(one, next);
      one.reset(next);
      return event;
    });
    const calm = log.bootEvent(other, randomBytes(16));
    expect(await rejectsOf([...events, calm])).toEqual([]);
  });
});
