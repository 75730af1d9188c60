import { objectKey } from '../../wire/index.js';
import { gatherOwnEntries } from '../gather-own.js';
import { visibleEntries } from '../visible.js';
import { describeOwnEntries } from '../../story/describe-own.js';
import { MemoryTrailReader } from '../../../../test/kit/core/evidence.js';
import { Fleet, ITEM } from '../../../../test/kit/core/fleet.js';

const PALLET = 'https://id.gs1.org/00/095200010000000010';

const pageOf = (fleet: Fleet, from: number, limit: number, size = fleet.log.size) =>
  gatherOwnEntries({
    object: objectKey(ITEM),
    origin: fleet.log.origin,
    size,
    from,
    limit,
    reader: new MemoryTrailReader(fleet.log),
  });

/** The item on a pallet, handed over on it; then on its own again. */
function travelled() {
  const fleet = new Fleet();
  const carrier = fleet.party('Carrier');
  const gate = fleet.device('gate', carrier);
  const maker = fleet.partyWithDevice('Maker');
  const made = maker.scan({ bizStep: 'commissioning' });
  const packed = maker.scan({ parent: PALLET, children: [ITEM] });
  maker.scan({ subjects: [PALLET], to: carrier });
  const unpacked = gate.scan({ parent: PALLET, children: [ITEM], action: 3 });
  const stocked = gate.scan({ bizStep: 'stocking', to: maker.party });
  return { fleet, made, packed, unpacked, stocked };
}

describe('entries of an object without its story', () => {
  it('are those that name it, page by page, with the key trails behind each page', async () => {
    const { fleet, made, packed, unpacked, stocked } = travelled();
    const first = await pageOf(fleet, 0, 2);
    expect([first.own, first.next]).toEqual([[made, packed], unpacked]);
    const second = await pageOf(fleet, first.next!, 2);
    expect([second.own, second.next]).toEqual([[unpacked, stocked], null]);
    // All before the first scan, but for the enrolment of the maker's device, which signed nothing here.
    const events = Array.from({ length: made - 1 }, (_, logIndex) => logIndex);
    expect(second.entries.map(({ logIndex }) => logIndex)).toEqual([...events, unpacked, stocked]);
    expect(await pageOf(fleet, fleet.log.size, 2)).toMatchObject({ own: [], next: null });
  });

  it('end at the checkpoint', async () => {
    const { fleet, made, packed, unpacked } = travelled();
    expect(await pageOf(fleet, 0, 2, unpacked)).toMatchObject({ own: [made, packed], next: null });
  });

  it('say who signed and what, and of custody and packing nothing', async () => {
    const { fleet, unpacked } = travelled();
    const { entries, own } = await pageOf(fleet, unpacked, 5);
    const describe = (shown: typeof entries) =>
      describeOwnEntries({ object: ITEM, origin: fleet.log.origin, entries: shown, own });
    const steps = describe(entries);
    for (const step of steps)
      expect(step).toMatchObject({ standing: 'not told', custodian: null, handsTo: null, packing: [], via: [] });
    expect(steps[0]).toMatchObject({ eventType: 'aggregation', action: 'delete', role: 'child' });
    expect(steps[1]).toMatchObject({
      bizStep: 'stocking',
      role: 'subject',
      party: { name: 'Carrier' },
      missingBefore: 0,
    });
    const [forPublic] = describe(visibleEntries(entries, { tier: 'public', object: ITEM }));
    expect(forPublic!.party).not.toHaveProperty('name');
  });
});
