import { memoryOf, resumeMonitor } from '#libs/core/monitor';
import { statementHash } from '#libs/core/wire';
import { BootWatch } from '../boot-watch.js';
import { LateWatch } from '../late-watch.js';
import { Fleet, TestDevice } from '../../../../test/kit/core/fleet.js';
import { aSigner, compromise, reset, retire, rotate } from '../../../../test/kit/core/key-events.js';
import { seedOf } from '../../../../test/kit/core/memory-log.js';
import { entriesOf, monitored, type SignedByDevice, verifier } from '../../../../test/kit/core/monitored.js';

let fleet: Fleet;
let device: TestDevice;
/** Scans 1 to 5 of the first key: the first one is logged before it ends, the others are late. */
let scans: SignedByDevice[];

beforeEach(() => {
  fleet = new Fleet();
  device = fleet.partyWithDevice('Maker');
  scans = Array.from({ length: 5 }, () => device.sign());
  device.deliver(scans[0]!);
});

const deliver = (...counters: number[]): number[] => counters.map((counter) => device.deliver(scans[counter - 1]!));
/** What somebody who got hold of the first key signs: the counter with other bytes, behind whatever he likes. */
function stolen(counter: number, previous: Uint8Array = seedOf('anything')): SignedByDevice {
  const thief = new TestDevice(fleet.log, device.id, device.party);
  thief.loseScans(counter - 1);
  return Object.assign(thief.sign({ bizStep: 'shipping' }), { previous });
}
const wrongIn = async (): Promise<[string, number][]> =>
  (await monitored(fleet.log)).findings
    .filter(({ weight }) => weight === 'contradiction')
    .map(({ code, logIndex }) => [code, logIndex]);

const ENDS: readonly [string, () => unknown][] = [
  ['a rotation', () => rotate(device, aSigner('second'))],
  ['a boot', () => reset(device, 'second')],
  ['a boot with another key', () => reset(device, 'second', { key: aSigner('second') })],
  ['a retirement', () => retire(device)],
];

describe.each(ENDS)('late scans of a key or boot that %s has ended', (_, end) => {
  beforeEach(() => void end());

  it.each([
    ['in one commit', [2, 3, 4, 5]],
    ['one by one from above', [5, 4, 3, 2]],
    ['in pieces', [4, 5, 2, 3]],
    ['with some still missing', [4, 5]],
  ])('are good %s', async (__, order) => {
    deliver(...order);
    const { wrong, told } = await monitored(fleet.log);
    expect([wrong, told]).toEqual([[], []]);
  });

  it('are named at once where the one above says that another comes before it', async () => {
    deliver(4, 5);
    const index = device.deliver(stolen(3));
    const { wrong, texts } = await monitored(fleet.log);
    expect(wrong).toContain('CHAIN');
    const what =
      'came after its key had ended, and does not chain into counter 5, which was named then as the last one';
    expect(texts).toContainEqual(
      expect.stringMatching(new RegExp(`^Entry ${index}: counter 3 of boot .* ${what}\\.$`)),
    );
  });

  it('are named when the one above comes afterwards and says so', async () => {
    const index = device.deliver(stolen(3));
    const shownAt = deliver(4)[0]!;
    deliver(5);
    const { texts } = await monitored(fleet.log);
    expect(texts).toContainEqual(
      expect.stringMatching(new RegExp(`^Entry ${index}: .* as entry ${shownAt} shows\\.$`)),
    );
  });

  it('are named where they are another last statement, with all that chain into that one', async () => {
    const four = stolen(4);
    const five = stolen(5, statementHash(four));
    const indexes = [device.deliver(four), device.deliver(five)];
    const found = await monitored(fleet.log);
    expect(
      found.findings
        .filter(({ code }) => code === 'CHAIN')
        .map(({ logIndex }) => logIndex)
        .sort((one, other) => one - other),
    ).toEqual(indexes);
    expect(found.texts).toContainEqual(
      expect.stringMatching(new RegExp(`^Entry ${indexes[1]}: .* another statement of this counter was named then`)),
    );
  });

  it('are named above the last statement', async () => {
    const index = device.deliver(stolen(6));
    expect(await wrongIn()).toContainEqual(['KEYS', index]);
  });

  it('may wait for those above until the next checkpoint, and not longer', async () => {
    const [index] = deliver(3);
    const { monitor, told, texts } = await monitored(fleet.log);
    expect(told).toEqual(['CHAIN_OPEN']);
    expect(texts[0]).toMatch(
      new RegExp(`^Entry ${index}: .* and what chains it into counter 5, .* has not come yet\\.$`),
    );
    deliver(4);
    const resumed = resumeMonitor(JSON.parse(JSON.stringify(memoryOf(monitor))), verifier);
    for (const one of [monitor, resumed]) {
      await one.take(entriesOf(fleet.log).slice(one.size));
      const overdue = one.endOfCheckpoint().filter(({ code }) => code === 'CHAIN');
      expect(overdue.map(({ weight, logIndex }) => [weight, logIndex])).toEqual([['contradiction', index]]);
    }
    const published = fleet.log.size - 1;
    deliver(5);
    expect((await monitored(fleet.log, { checkpoints: [published] })).wrong).toEqual([]);
  });

  it('do not chain through two that were logged before and contradict each other, also after a restart', async () => {
    fleet = new Fleet();
    device = fleet.partyWithDevice('Maker');
    scans = Array.from({ length: 5 }, () => device.sign());
    const twin = stolen(3, statementHash(scans[1]!));
    device.deliver(Object.assign(twin, { signature: scans[2]!.signature }));
    deliver(4);
    end();
    const before = fleet.log.size;
    deliver(5, 2);
    for (const restarts of [[], [before], [before + 1]]) {
      const { findings } = await monitored(fleet.log, { restarts });
      const chain = findings.filter(({ code }) => code === 'CHAIN').map(({ logIndex }) => logIndex);
      expect([restarts, chain]).toEqual([restarts, [before + 1]]);
    }
  });
});

describe('the end of a key', () => {
  it.each([
    ['a lower counter than is logged', 1],
    ['another statement than is logged', 3],
  ])('is named where it names %s', async (_, counter) => {
    for (const end of ['rotate', 'boot', 'retire']) {
      fleet = new Fleet();
      device = fleet.partyWithDevice('Maker');
      for (let at = 0; at < 3; at++) device.scan();
      const last = { boot: device.boot, counter, statementHash: seedOf('another') };
      const index =
        end === 'rotate'
          ? rotate(device, aSigner('second'), { last })
          : end === 'boot'
            ? reset(device, 'second', { last })
            : retire(device, { last });
      const { findings } = await monitored(fleet.log);
      expect(findings.map(({ code, logIndex }) => [code, logIndex])).toEqual([['KEYS', index]]);
      expect(findings[0]!.text).toContain('(LAST_MISFIT)');
    }
  });

  it('may name a counter that is not logged yet', async () => {
    for (const [, end] of ENDS) {
      fleet = new Fleet();
      device = fleet.partyWithDevice('Maker');
      device.loseScans(2);
      end();
      expect((await monitored(fleet.log)).wrong).toEqual([]);
    }
  });

  it('lets nothing late in once the key was reported as compromised', async () => {
    rotate(device, aSigner('second'));
    compromise(device, { keyId: scans[0]!.keyId });
    const index = deliver(5)[0]!;
    expect(await wrongIn()).toEqual([['KEYS', index]]);
  });
});

describe('the memory of late scans', () => {
  it('holds one break for each key, the highest', async () => {
    for (let at = 0; at < 3; at++) {
      device.loseScans(1);
      device.deliver({ ...device.sign(), previous: seedOf(`fork ${at}`) });
      device.deliver({ ...device.sign(), previous: seedOf(`another fork ${at}`) });
    }
    const { monitor } = await monitored(fleet.log);
    const [boot] = memoryOf(monitor).boots;
    expect([boot!.breaks, boot!.holes.map(([from]) => from)]).toEqual([[14], [2, 9, 12]]);
  });

  it('holds no more of those that stand open than one commit can log', () => {
    const watch = BootWatch.of({ lastCounter: 0, lastHash: null, holes: [], breaks: [] });
    const late = new LateWatch();
    const place = { boot: `${'0'.repeat(64)} ${'0'.repeat(32)}`, span: { from: 1, to: 99_999 } };
    const hashes = { statementHash: seedOf('one'), lastHash: seedOf('last') };
    const take = (at: number) => late.take({ ...place, ...hashes, counter: at + 1, logIndex: 100 + at }, watch);
    for (let at = 0; at < 16_384; at++) expect(take(at)).toEqual([]);
    expect(take(16_384).map(({ code, weight, logIndex }) => [code, weight, logIndex])).toEqual([
      ['CHAIN', 'contradiction', 100],
    ]);
  });
});
