import { leafHash, treeRoot } from '#libs/core/tlog';
import { EventKind, statementHash } from '../../wire/index.js';
import { gatherTrail } from '../gather.js';
import { evidenceOf, judge, MemoryTrailReader } from '../../../../test/kit/core/evidence.js';
import { Fleet, ITEM, type TestDevice } from '../../../../test/kit/core/fleet.js';
import { START_MS } from '../../../../test/kit/core/memory-log.js';
import { quoted, type Signed } from '../../../../test/kit/core/statements.js';

/** Logs that scans of one boot, with counters one behind the other, were refused. @returns its log index */
function refuse({ log }: TestDevice, scans: readonly Signed[]): number {
  const [first, last] = [scans[0]!, scans.at(-1)!];
  const body = {
    statement: quoted(first),
    reason: 'CLAIM_VALUE',
    timeMs: START_MS,
    ...(last !== first && { last: quoted(last) }),
    ranges: [last === first ? { first: first.counter } : { first: first.counter, last: last.counter }],
    root: treeRoot(scans.map((scan) => leafHash(statementHash(scan)))),
  };
  return log.appendEvent(EventKind.REFUSED, body, log.receiptSigner);
}

async function gathered({ log }: TestDevice): Promise<{ readonly indexes: number[]; readonly roundTrips: number }> {
  const reader = new MemoryTrailReader(log);
  const { origin, size } = log;
  const { entries } = await gatherTrail({ object: ITEM, origin, size, reader });
  return { indexes: entries.map(({ logIndex }) => logIndex), roundTrips: reader.roundTrips };
}

const maker = (): TestDevice => new Fleet().partyWithDevice('Maker');
const codes = async (device: TestDevice): Promise<string[]> =>
  (await judge(device.log)).findings.map(({ code }) => code);

it('explains a hole directly below a scan', async () => {
  const device = maker();
  device.scan();
  const told = refuse(device, [device.sign()]);
  device.scan();
  expect((await gathered(device)).indexes).toContain(told);
  expect(await codes(device)).toEqual(['COUNTER_REFUSED']);
});

it('leaves out what explains no hole of this object, however much was refused', async () => {
  const device = maker();
  const before = refuse(device, [device.sign(), device.sign()]);
  device.scan({ subjects: [`${ITEM}-other`] });
  device.scan();
  const others = Array.from({ length: 5 }, () => {
    const told = refuse(device, [device.sign()]);
    device.scan({ subjects: [`${ITEM}-other`] });
    return told;
  });
  const { indexes } = await gathered(device);
  expect([before, ...others].filter((told) => indexes.includes(told))).toEqual([]);
  expect((await judge(device.log)).exit).toBe(0);
});

it('asks for no refusals where there is no hole', async () => {
  const [quiet, holed] = [maker(), maker()];
  quiet.scan();
  holed.sign();
  holed.scan();
  expect((await gathered(holed)).roundTrips).toBe((await gathered(quiet)).roundTrips + 1);
  expect(await codes(holed)).toEqual(['COUNTER_HOLE']);
});

it('takes none of another boot with the same counters', async () => {
  const device = maker();
  const [boot] = [device.boot];
  device.beginBoot('never announced');
  const elsewhere = refuse(device, [device.sign(), device.sign()]);
  device.boot = boot;
  device.scan();
  expect((await gathered(device)).indexes).not.toContain(elsewhere);
  expect(await evidenceOf(device.log)).not.toContain('CLAIM_VALUE');
});
