import { CodesRole, EventKind, objectKey } from '../../wire/index.js';
import { keyText } from '../../entries/index.js';
import { EVIDENCE_ENTRIES_MAX } from '../bundle.js';
import { gatherTrail, type GatheredTrail, OWN_ENTRIES_MAX } from '../gather.js';
import { judge, MemoryTrailReader } from '../../../../test/kit/core/evidence.js';
import { Fleet, ITEM, type TestDevice } from '../../../../test/kit/core/fleet.js';
import { reset } from '../../../../test/kit/core/key-events.js';
import type { MemoryLog } from '../../../../test/kit/core/memory-log.js';

const PALLET = 'https://id.gs1.org/00/095200010000000010';
const CONTAINER = 'urn:epc:id:bic:CSQU3054383';

async function gathered(log: MemoryLog): Promise<GatheredTrail & { readonly roundTrips: number }> {
  const reader = new MemoryTrailReader(log);
  const trail = await gatherTrail({ object: ITEM, origin: log.origin, size: log.size, reader });
  return { ...trail, roundTrips: reader.roundTrips };
}
const indexes = ({ entries }: GatheredTrail): number[] => entries.map(({ logIndex }) => logIndex);
const omitted = (trail: GatheredTrail): number[] => trail.omitted.map(({ logIndex }) => logIndex);

function boots(device: TestDevice, count: number): void {
  for (let nth = 0; nth < count; nth++) reset(device, `${device.id} ${nth}`);
}

it('a stranger whose key trail is long is told of by its scans alone, and of a short one everything is here', async () => {
  const { fleet, log } = Fleet.withGoodTrail();
  const before = indexes(await gathered(log));
  const [quiet, busy] = [fleet.partyWithDevice('Quiet'), fleet.partyWithDevice('Busy')];
  const seen = quiet.scan();
  boots(busy, 16);
  const left = [busy.scan(), busy.scan()];
  const trail = await gathered(log);
  expect(indexes(trail)).toEqual([...before, seen - 4, seen - 3, seen]);
  expect(omitted(trail)).toEqual(left);
  expect(await judge(log)).toMatchObject({ exit: 10, custodian: { name: 'Carrier' } });
});

it('what a holder grows takes no place of another one', async () => {
  const fleet = new Fleet();
  const [maker, carrier] = [fleet.partyWithDevice('Maker'), fleet.partyWithDevice('Carrier')];
  const made = [maker.scan({ bizStep: 'commissioning' }), maker.scan({ bizStep: 'shipping', to: carrier.party })];
  for (let nth = 0; nth < 6; nth++) {
    const device = nth === 0 ? carrier : fleet.device(`Carrier-${nth + 1}`, carrier.party);
    boots(device, 400);
    device.scan();
  }
  const trail = await gathered(fleet.log);
  expect(trail.entries.length).toBeLessThanOrEqual(EVIDENCE_ENTRIES_MAX);
  expect(indexes(trail)).toEqual(expect.arrayContaining(made));
  expect(omitted(trail).length).toBeGreaterThan(0);
  expect(await judge(fleet.log)).toMatchObject({ exit: 10, state: 'intact' });
});

it('of a hundred strangers with many scans each the first and the newest are here, and every scan of the holders', async () => {
  const { fleet, log, made, shipped, received } = Fleet.withGoodTrail();
  for (let nth = 0; nth < 40; nth++) {
    const stranger = fleet.partyWithDevice(`Stranger ${nth}`);
    for (let scan = 0; scan < 60; scan++) stranger.scan();
  }
  const trail = await gathered(log);
  const ofItem = new Set(log.trail(objectKey(ITEM)).map(({ logIndex }) => logIndex));
  const own = indexes(trail).filter((logIndex) => ofItem.has(logIndex));
  expect(own).toEqual(expect.arrayContaining([made, shipped, received]));
  expect(own).toHaveLength(3 + 60);
  expect(trail.until).toBe(log.size);
  expect(await judge(log)).toMatchObject({ exit: 10, custodian: { name: 'Carrier' } });
});

it('beyond what a bundle can speak of it says where it ends', async () => {
  const fleet = new Fleet();
  const maker = fleet.partyWithDevice('Maker');
  const scans = Array.from({ length: OWN_ENTRIES_MAX + 5 }, () => maker.scan());
  const trail = await gathered(fleet.log);
  expect(trail.until).toBe(scans[OWN_ENTRIES_MAX]);
  expect(trail.entries.length + trail.omitted.length).toBe(OWN_ENTRIES_MAX + 4);
  const verdict = await judge(fleet.log);
  expect([verdict.exit, verdict.findings.map(({ code }) => code)]).toEqual([10, ['CUT', 'CUT']]);
}, 120_000);

it('whose the code is stands in it, and who that is', async () => {
  const fleet = new Fleet();
  const [guesser, maker] = [fleet.partyWithDevice('Guesser'), fleet.partyWithDevice('Maker')];
  const body = { party: maker.party.key, digits: '9520001', role: CodesRole.OWNER, timeMs: 1 };
  const said = fleet.log.appendEvent(EventKind.CODES, body, fleet.log.operatorSigner);
  fleet.log.appendEvent(EventKind.CODES, { ...body, digits: '9520002' }, fleet.log.operatorSigner);
  const guessed = guesser.scan({ bizStep: 'commissioning' });
  maker.scan({ bizStep: 'commissioning' });
  const trail = await gathered(fleet.log);
  expect(indexes(trail)).toEqual(expect.arrayContaining([said, guessed]));
  expect(indexes(trail)).not.toContain(said + 1);
  const verdict = await judge(fleet.log);
  expect([verdict.state, verdict.custodian?.key]).toEqual(['intact', keyText(maker.party.key)]);
  expect(verdict.notChecked.map(({ code }) => code)).not.toContain('OWNER_UNKNOWN');
});

it('a container of many years is not read from its beginning', async () => {
  const fleet = new Fleet();
  const carrier = fleet.partyWithDevice('Carrier');
  // A minute for each entry of this log: a scan every twenty minutes, for two weeks.
  for (let nth = 0; nth < 1_000; nth++) {
    carrier.scan({ subjects: [CONTAINER] });
    fleet.log.fill(19);
  }
  carrier.scan({ parent: CONTAINER, children: [ITEM] });
  const warm = carrier.scan({ subjects: [CONTAINER], claims: { temperatureVerdict: 'above' } });
  const reader = new MemoryTrailReader(fleet.log);
  const trail = await gatherTrail({ object: ITEM, origin: fleet.log.origin, size: fleet.log.size, reader });
  expect(indexes(trail)).toContain(warm);
  expect(reader.entriesRead).toBeLessThan(200);
  expect((await judge(fleet.log)).findings.map(({ code }) => code)).toEqual(['EXCURSION']);
});

it('thousands of scans of a pallet by strangers keep nothing of its holders out of the story of what lies on it', async () => {
  const fleet = new Fleet();
  const [maker, carrier, stranger] = ['Maker', 'Carrier', 'Stranger'].map((name) => fleet.partyWithDevice(name)) as [
    TestDevice,
    TestDevice,
    TestDevice,
  ];
  maker.scan({ bizStep: 'commissioning' });
  maker.scan({ parent: PALLET, children: [ITEM] });
  maker.scan({ bizStep: 'shipping', subjects: [PALLET], to: carrier.party });
  for (let nth = 0; nth < 2_600; nth++) stranger.scan({ subjects: [PALLET] });
  const received = carrier.scan({ bizStep: 'receiving', subjects: [PALLET] });
  const warm = carrier.scan({ subjects: [PALLET], claims: { temperatureVerdict: 'above' } });
  expect(indexes(await gathered(fleet.log))).toEqual(expect.arrayContaining([received, warm]));
  const verdict = await judge(fleet.log);
  expect([verdict.state, verdict.custodian?.name]).toEqual(['intact', 'Carrier']);
  expect(verdict.findings.map(({ code }) => code)).toContain('EXCURSION');
});
