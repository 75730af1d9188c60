import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import type { SignedScan, SubmittedEvent } from '#libs/core/wire';
import { honestSteps, type Step } from '../../../../test/kit/core/late-history.js';
import { aSigner, TestDevice } from '../../../../test/kit/ledger/device.js';
import { TestLog } from '../../../../test/kit/ledger/test-log.js';

/** Devices at once: enough that late scans of several keys meet in one commit. */
const DEVICES = 12;
const HOLD_TIME_MS = 2_000;

/** A device whose keys end while its scans still wait to be sent, in any order. */
class Wanderer {
  readonly waiting: SignedScan[] = [];
  private isRetired = false;

  constructor(
    private readonly log: TestLog,
    readonly device: TestDevice,
  ) {}

  take(step: Step): { scans?: SignedScan[]; events?: SubmittedEvent[] } {
    if (step.do === 'sign') {
      if (!this.isRetired) this.waiting.push(...this.device.scans(step.count));
      return {};
    }
    if (step.do === 'arrive')
      return { scans: this.waiting.splice(step.pick % Math.max(1, this.waiting.length), 1 + (step.pick % 3)) };
    return step.do === 'end' ? { events: [this.end(step.how)] } : {};
  }

  private end(how: Extract<Step, { do: 'end' }>['how']): SubmittedEvent {
    const { log, device, isRetired } = this;
    this.isRetired = !isRetired && how === 'retire';
    if (!isRetired && how === 'retire') return log.retireEvent(device);
    const key = aSigner();
    if (!isRetired && how === 'rotate') {
      const event = log.rotateEvent(device, key);
      device.use(key);
      return event;
    }
    const boot = new Uint8Array(randomBytes(16));
    const event = !isRetired && how === 'boot' ? log.bootEvent(device, boot) : log.bootEvent(device, boot, { key });
    if (isRetired || how !== 'boot') device.use(key);
    device.reset(boot);
    return event;
  }
}

it('a monitor holds nothing against what the sequencer makes of keys that end while their scans are on the way', async () => {
  const log = await TestLog.create();
  const seed = Math.floor(Math.random() * 2 ** 31);
  try {
    const steps = fc.sample(honestSteps, { seed, numRuns: DEVICES });
    const wanderers = steps.map((_, at) => new Wanderer(log, new TestDevice(`wanderer-${at}`)));
    await log.enrol(...wanderers.map(({ device }) => device));
    const sent: SignedScan[] = [];
    const sentAway: SignedScan[] = [];
    const send = async (contents: Parameters<TestLog['append']>): Promise<void> => {
      sent.push(...contents.flatMap(({ scans = [] }) => scans));
      for (const { boot, counter, reason } of (await log.append(...contents)).flatMap(({ rejects }) => rejects)) {
        expect([seed, reason]).toEqual([seed, 'CHAIN_OPEN']);
        sentAway.push(sent.find((scan) => scan.counter === counter && Buffer.compare(scan.boot, boot) === 0)!);
      }
    };
    for (let at = 0; at < Math.max(...steps.map(({ length }) => length)); at++) {
      await send(wanderers.map((wanderer, of) => (steps[of]![at] ? wanderer.take(steps[of]![at]!) : {})));
      if (at % 3 === 2) log.clock.ms += HOLD_TIME_MS / 2;
      if (at % 7 === 6) await log.open(); // a take-over
    }
    // Whatever was sent away or not sent comes in the end, the newest first.
    log.clock.ms += 2 * HOLD_TIME_MS;
    await send([{}]);
    await send([{ scans: [...sentAway, ...wanderers.flatMap(({ waiting }) => waiting)].toReversed() }]);
    const [chained] = await log.rows('SELECT count(*)::int AS count FROM key_segment WHERE chain_from IS NOT NULL');
    expect(Number(chained!['count'])).toBeGreaterThan(0);
    expect([seed, await log.contradictions()]).toEqual([seed, []]);
  } finally {
    await log.drop();
  }
});
