import { codes, DAY, holders, Lane, makes, packs, reads, receives, sees, ships, unpacks } from './lane.js';

/** Made, packed into a box, shipped to a carrier who has received it. */
function received(): Lane {
  const lane = new Lane();
  lane.scan('maker/gate', 0, makes());
  lane.scan('maker/gate', 10, packs('box', 'item'));
  lane.scan('maker/gate', 20, ships('carrier', 'box'));
  lane.scan('carrier/gate', DAY, receives('box'));
  return lane;
}

describe('T6: tolerance', () => {
  it('counts readings of the previous holder until an hour after the taking-over', () => {
    const lane = received();
    lane.scan('carrier/gate', 2 * DAY, ships('shop', 'box'));
    lane.scan('shop/gate', 3 * DAY, receives('box'));
    const near = lane.scan('carrier/probe', 3 * DAY + 50, reads('box'));
    const far = lane.scan('carrier/probe', 3 * DAY + 70, reads('box'));
    const { alarms } = lane.story();
    expect(alarms).toMatchObject([
      { entry: near, by: 'confirmed' },
      { entry: far, by: 'unconfirmed' },
    ]);
  });

  it('tells a reading at the edge of a packing or unpacking as uncertain, and it raises its alarm', () => {
    const lane = received();
    const early = lane.scan('maker/probe', 5, reads('box'));
    lane.scan('carrier/gate', 2 * DAY, unpacks('box', 'item'));
    const late = lane.scan('carrier/probe', 2 * DAY + 30, reads('box'));
    lane.scan('carrier/probe', 2 * DAY + 90, reads('box'));
    const { alarms } = lane.story();
    expect(alarms.map(({ entry, uncertain }) => [entry, uncertain])).toEqual([
      [early, true],
      [late, true],
    ]);
  });
});

describe('T7: what stood, stands', () => {
  it('gives a late scan no effect that would take a holder away', () => {
    const lane = received();
    const late = lane.scan('maker/spare', 15, unpacks('box', 'item'));
    const story = lane.story();
    expect(holders(story)).toEqual(['maker', 'carrier']);
    expect(story.steps.find(({ scan }) => scan.logIndex === late)).toMatchObject({
      hasNoEffect: true,
      standing: 'unconfirmed',
    });
    expect(codes(story)).toContain('LATE_NO_EFFECT');
  });

  it('lets nobody be slipped in between giver and receiver', () => {
    const lane = received();
    lane.scan('maker/spare', 30, ships('thief', 'box'));
    lane.scan('thief/x', 40, ships('carrier', 'box'));
    expect(holders(lane.story())).toEqual(['maker', 'carrier']);
  });

  it('keeps a finding that a late scan takes away, as uncertain', () => {
    const lane = received();
    const warm = lane.scan('carrier/gate', 3 * DAY, reads('box'));
    lane.scan('carrier/spare', 2 * DAY, unpacks('box', 'item'));
    const story = lane.story();
    expect(story.spans).toMatchObject([{ end: 'unpacked' }]);
    expect(story.alarms).toEqual([
      { entry: warm, alarm: 'reading outside', party: 'carrier', by: 'confirmed', uncertain: true },
    ]);
  });

  it('tries scans without effect again, together', () => {
    const lane = received();
    lane.scan('carrier/gate', 4 * DAY, ships('shop', 'box'));
    lane.scan('shop/gate', 5 * DAY, receives('box'));
    // Out of the box alone, the carrier could not have handed it over with the box.
    const out = lane.scan('carrier/spare', 2 * DAY, unpacks('box', 'item'));
    expect(lane.story().steps.find(({ scan }) => scan.logIndex === out)!.hasNoEffect).toBe(true);
    const back = lane.scan('carrier/spare', 2 * DAY + 90, packs('box', 'item'));
    const story = lane.story();
    expect(story.steps.filter(({ hasNoEffect }) => hasNoEffect)).toEqual([]);
    expect(story.spans.map(({ from, to }) => [from, to])).toEqual([
      [20, out],
      [back, null],
    ]);
    expect(holders(story)).toEqual(['maker', 'carrier', 'shop']);
  });
});

describe('T8: exception', () => {
  const shippedWithout = (gap: number, arrival: number): Lane => {
    const lane = new Lane();
    lane.scan('maker/gate', 0, makes());
    lane.scan('maker/gate', 10, packs('box', 'item'));
    lane.scan('maker/gate', 90, { ...ships('carrier', 'box'), counter: 3 + gap });
    const { receivedTimeMs } = lane.scans.at(-1)!;
    lane.scan('maker/gate', 20, {
      ...unpacks('box', 'item'),
      counter: 3,
      receivedTimeMs: receivedTimeMs + arrival * 60_000,
    });
    return lane;
  };

  it('lets a hand-over that nobody has taken yield to an unpacking that fills a hole below it', () => {
    const story = shippedWithout(1, 47 * 60).story();
    expect(story.spans).toMatchObject([{ end: 'unpacked' }]);
    expect(story.handOvers).toMatchObject([{ receiver: 'carrier', outcome: 'yielded' }]);
    expect(codes(story)).toContain('TOLD_LATE');
  });

  it('for 48 hours alone', () => {
    expect(shippedWithout(1, 49 * 60).story()).toMatchObject({
      spans: [{ end: null }],
      handOvers: [{ outcome: 'open' }],
    });
  });

  it('and not when it was taken over', () => {
    const lane = received();
    lane.scan('maker/gate', 15, { ...unpacks('box', 'item'), counter: 2.5 });
    expect(lane.story().spans).toMatchObject([{ end: null }]);
    lane.scan('maker/x', 60, sees());
    expect(holders(lane.story())).toEqual(['maker', 'carrier']);
  });
});
