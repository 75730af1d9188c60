import { objectKey } from '../../wire/index.js';
import { EVIDENCE_ENTRIES_MAX } from '../../evidence/bundle.js';
import { gatherTrail, type GatheredTrail } from '../../evidence/gather.js';
import { bundleOf, judge, MemoryTrailReader } from '../support/evidence.js';
import { Fleet, ITEM } from '../support/fleet.js';
import type { MemoryLog } from '../support/memory-log.js';

const PALLET = 'https://id.gs1.org/00/095200010000000010';
const CONTAINER = 'urn:epc:id:bic:CSQU3054383';

async function gathered(log: MemoryLog, size = log.size): Promise<GatheredTrail & { readonly roundTrips: number }> {
  const reader = new MemoryTrailReader(log);
  const trail = await gatherTrail({ object: objectKey(ITEM), origin: log.origin, size, reader });
  return { ...trail, roundTrips: reader.roundTrips };
}
const indexes = ({ entries }: GatheredTrail): number[] => entries.map(({ logIndex }) => logIndex);

describe('what is gathered for evidence', () => {
  it("is the object's trail and the key trails behind it, in log order", async () => {
    const { log, made, shipped, received } = Fleet.withGoodTrail();
    const trail = await gathered(log);
    expect(indexes(trail)).toEqual([0, 1, 2, 3, 4, 5, made, shipped, received]);
    expect(trail.until).toBe(log.size);
  });

  it('leaves out what was logged after the checkpoint', async () => {
    const { log, made, shipped, received } = Fleet.withGoodTrail();
    expect(indexes(await gathered(log, received))).toEqual([0, 1, 2, 3, 4, made, shipped]);
  });

  it('leaves out devices and parties that did not sign, and names whom custody is handed to', async () => {
    const fleet = new Fleet();
    fleet.partyWithDevice('Stranger').scan({ subjects: [PALLET] });
    const named = fleet.log.size;
    const to = fleet.party('Named');
    fleet.partyWithDevice('Maker').scan({ to });
    expect(indexes(await gathered(fleet.log))).toEqual([0, 1, named, named + 1, named + 2, named + 3]);
  });

  it('holds of a unit only the time that the object was in it, however long the unit lives', async () => {
    const fleet = new Fleet();
    const carrier = fleet.partyWithDevice('Carrier');
    for (let i = 0; i < 50; i++) carrier.scan({ subjects: [CONTAINER] });
    const packed = carrier.scan({ parent: CONTAINER, children: [ITEM] });
    const inside = Array.from({ length: 70 }, () => carrier.scan({ subjects: [CONTAINER] }));
    const out = carrier.scan({ parent: CONTAINER, action: 3 });
    for (let i = 0; i < 50; i++) carrier.scan({ subjects: [CONTAINER] });
    const trail = await gathered(fleet.log);
    expect(indexes(trail)).toEqual([0, 1, 2, 3, packed, ...inside, out]);
    expect(await judge(fleet.log)).toMatchObject({ exit: 0 });
  });

  it('takes three round trips, and about one more for each unit', async () => {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    maker.scan();
    expect((await gathered(fleet.log)).roundTrips).toBeLessThanOrEqual(3);
    maker.scan({ parent: PALLET, children: [ITEM] });
    maker.scan({ parent: CONTAINER, children: [PALLET] });
    for (let i = 0; i < 20; i++) maker.scan({ subjects: [CONTAINER] });
    expect((await gathered(fleet.log)).roundTrips).toBeLessThanOrEqual(5);
  });

  it('is refused for an object that no entry names', async () => {
    await expect(gathered(new Fleet().log)).rejects.toMatchObject({ code: 'OBJECT_UNKNOWN' });
  });

  it('is cut where a bundle is full, and the verdict says what is not checked', async () => {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    for (let i = 0; i < EVIDENCE_ENTRIES_MAX; i++) maker.scan();
    const trail = await gathered(fleet.log);
    expect(trail.entries).toHaveLength(EVIDENCE_ENTRIES_MAX);
    expect(trail.until).toBe(fleet.log.size - 4);
    const verdict = await judge(fleet.log, { evidence: bundleOf(fleet.log, indexes(trail), { until: trail.until }) });
    expect(verdict).toMatchObject({ exit: 10, status: ['not checked'], findings: [{ code: 'CUT' }] });
  });
});
