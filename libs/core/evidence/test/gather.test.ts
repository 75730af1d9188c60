import { sha256 } from '#libs/core/tlog';
import { CHAIN_HEADERS_MAX } from '../chains.js';
import { EVIDENCE_ENTRIES_MAX } from '../bundle.js';
import { gatherTrail, type GatheredTrail } from '../gather.js';
import { judge, MemoryTrailReader } from '../../../../test/kit/core/evidence.js';
import { Fleet, ITEM, type TestDevice } from '../../../../test/kit/core/fleet.js';
import { aSigner, reset, retire, rotate } from '../../../../test/kit/core/key-events.js';
import type { MemoryLog } from '../../../../test/kit/core/memory-log.js';

const CASE = 'https://id.gs1.org/01/19520001000017/21/C1';
const PALLET = 'https://id.gs1.org/00/095200010000000010';
const CONTAINER = 'urn:epc:id:bic:CSQU3054383';

/** Entries: this log has one a minute. */
const MORE_THAN_A_DAY = 26 * 60;

async function gathered(log: MemoryLog, size = log.size): Promise<GatheredTrail & { readonly roundTrips: number }> {
  const reader = new MemoryTrailReader(log);
  const trail = await gatherTrail({ object: ITEM, origin: log.origin, size, reader });
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
    fleet.log.fill(MORE_THAN_A_DAY);
    const packed = carrier.scan({ parent: CONTAINER, children: [ITEM] });
    const inside = Array.from({ length: 70 }, () => carrier.scan({ subjects: [CONTAINER] }));
    const out = carrier.scan({ parent: CONTAINER, action: 3 });
    fleet.log.fill(MORE_THAN_A_DAY);
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

  it('says of what a bundle has no room for where it stands, and the verdict says how much that is', async () => {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    for (let i = 0; i < EVIDENCE_ENTRIES_MAX; i++) maker.scan();
    const trail = await gathered(fleet.log);
    expect(trail.entries).toHaveLength(EVIDENCE_ENTRIES_MAX);
    expect(trail).toMatchObject({ until: fleet.log.size, version: 2 });
    // The first, by which custody began, and the newest.
    expect(trail.omitted.map(({ logIndex }) => logIndex)).toEqual([5, 6, 7, 8]);
    const verdict = await judge(fleet.log);
    expect(verdict).toMatchObject({ exit: 10, status: ['not checked'], findings: [{ code: 'CUT' }] });
    expect(verdict.trail!.length).toBe(EVIDENCE_ENTRIES_MAX);
  });
});

describe('scans that came after their key had ended', () => {
  /** Counter 2 of the item comes late, and `between` more with it. */
  function late(
    between: number,
    end: (maker: TestDevice) => unknown = (maker) => rotate(maker, aSigner('second')),
  ): { readonly log: MemoryLog; readonly maker: TestDevice } {
    const maker = new Fleet().partyWithDevice('Maker');
    maker.scan();
    const scans = [maker.sign(), ...Array.from({ length: between }, () => maker.sign({ subjects: [CASE] }))];
    end(maker);
    for (const scan of scans) maker.deliver(scan);
    return { log: maker.log, maker };
  }

  it('bring the headers from the lowest of them to the last statement of their key, in one round trip more', async () => {
    const { log, maker } = late(3);
    const { chains, roundTrips } = await gathered(log);
    expect(chains).toMatchObject([{ boot: maker.boot, device: maker.key, from: 3 }]);
    const scans = [3, 4, 5].map((counter) => log.scanOf(maker.boot, counter)!);
    expect(chains[0]!.headers).toEqual(scans.map(({ header }) => sha256(header)));
    const inTime = new Fleet().partyWithDevice('Maker');
    inTime.scan();
    const other = await gathered(inTime.log);
    expect(other.chains).toEqual([]);
    expect(roundTrips).toBe(other.roundTrips + 1);
  });

  it.each([
    ['another key', (maker: TestDevice) => rotate(maker, aSigner('second'))],
    ['another boot', (maker: TestDevice) => reset(maker, 'second')],
    ['its retirement', (maker: TestDevice) => retire(maker)],
  ])('bring them whatever ended the key: %s', async (_, end) => {
    const { chains } = await gathered(late(3, end).log);
    expect(chains.map(({ from, headers }) => [from, headers.length])).toEqual([[3, 3]]);
  });

  it('bring nothing where they are themselves the last statement', async () => {
    expect((await gathered(late(0).log)).chains).toEqual([]);
  });

  it('bring nothing where a header between is not logged', async () => {
    const maker = new Fleet().partyWithDevice('Maker');
    const [scan] = [maker.sign(), maker.sign({ subjects: [CASE] })];
    rotate(maker, aSigner('second'));
    maker.deliver(scan!);
    expect((await gathered(maker.log)).chains).toEqual([]);
  });

  it('are left out where there is no room, and the next key may still have some', async () => {
    const maker = new Fleet().partyWithDevice('Maker');
    const { boot } = maker;
    const first = maker.sign();
    maker.loseScans(CHAIN_HEADERS_MAX);
    maker.sign();
    rotate(maker, aSigner('second'));
    const second = [maker.sign(), maker.sign({ subjects: [CASE] })];
    rotate(maker, aSigner('third'));
    for (const scan of [first, ...second]) maker.deliver(scan);
    const { chains } = await gathered(maker.log);
    expect(chains).toMatchObject([{ boot, from: CHAIN_HEADERS_MAX + 4 }]);
  });
});
