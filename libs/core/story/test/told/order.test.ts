import { Precision } from '../../../wire/index.js';
import { DAY, holders, Lane, makes, msAt, order, packs, receives, sees, ships, standings, unpacks } from './lane.js';

describe('T1: order', () => {
  it('tells by time, not by log index', () => {
    const lane = new Lane();
    const shipped = lane.scan('maker/gate', 60, ships('shop'));
    const made = lane.scan('maker/other', 0, makes());
    expect(order(lane.story())).toEqual([made, shipped]);
  });

  it('takes the end of a day, and never a time after the arrival', () => {
    const lane = new Lane();
    lane.scan('maker/gate', 0, { ...makes(), precision: Precision.DAY, eventTimeMs: msAt(-8 * 60) });
    lane.scan('maker/gate', DAY, { ...sees(), eventTimeMs: msAt(2 * DAY), receivedTimeMs: msAt(DAY) });
    expect(lane.story().steps.map(({ toldMs }) => toldMs)).toEqual([msAt(16 * 60) - 1, msAt(DAY)]);
  });

  it('tells no scan before a lower counter of its boot', () => {
    const lane = new Lane();
    lane.scan('maker/gate', 30, makes());
    const second = lane.scan('maker/gate', 10, sees());
    expect(order(lane.story())).toEqual([10, second]);
    expect(lane.story().steps[1]!.toldMs).toBe(msAt(30));
  });
});

describe('T2: units', () => {
  it('tells a scan of a unit by another party from an hour before its packing on', () => {
    const lane = new Lane();
    lane.scan('maker/gate', 0, makes());
    lane.scan('maker/gate', 200, packs('box', 'item'));
    const near = lane.scan('customs/gate', 150, sees('box'));
    const far = lane.scan('customs/gate2', 130, sees('box'));
    expect(order(lane.story())).toContain(near);
    expect(order(lane.story())).not.toContain(far);
  });

  it('goes by counters where one device scans', () => {
    const lane = new Lane();
    lane.scan('maker/gate', 0, makes());
    const before = lane.scan('maker/gate', 199, sees('box'));
    lane.scan('maker/gate', 200, packs('box', 'item'));
    expect(order(lane.story())).not.toContain(before);
  });
});

describe('T3: waiting for a name', () => {
  it('tells a receipt behind a hand-over whose clock is less than an hour ahead', () => {
    const lane = new Lane();
    lane.scan('maker/gate', 0, makes());
    const received = lane.scan('shop/gate', 100, receives());
    const shipped = lane.scan('maker/gate', 150, ships('shop'));
    expect(order(lane.story())).toEqual([10, shipped, received]);
    expect(holders(lane.story())).toEqual(['maker', 'shop']);
  });

  it('does not wait beyond the hour', () => {
    const lane = new Lane();
    lane.scan('maker/gate', 0, makes());
    lane.scan('shop/gate', 100, receives());
    lane.scan('maker/gate', 161, ships('shop'));
    expect(holders(lane.story())).toEqual(['maker']);
  });

  it('waits for a hand-over of a unit that the thing gets into', () => {
    const lane = new Lane();
    lane.scan('maker/gate', 0, makes());
    const received = lane.scan('shop/gate', 95, receives());
    lane.scan('maker/gate', 100, packs('box', 'item'));
    lane.scan('maker/gate', 120, ships('shop', 'box'));
    const story = lane.story();
    expect(holders(story)).toEqual(['maker', 'shop']);
    expect(order(story).at(-1)).toBe(received);
  });

  it('tells what came back behind the hand-over back', () => {
    const lane = new Lane();
    lane.scan('maker/gate', 0, makes());
    lane.scan('maker/gate', 10, ships('shop'));
    lane.scan('shop/gate', DAY, receives());
    lane.scan('maker/other', 2 * DAY, receives());
    lane.scan('shop/gate', 2 * DAY + 30, ships('maker'));
    expect(holders(lane.story())).toEqual(['maker', 'shop', 'maker']);
  });
});

describe('T4: waiting within a party', () => {
  it('tells a step that names the child alone behind the unpacking', () => {
    const lane = new Lane();
    lane.scan('maker/gate', 0, makes());
    const packed = lane.scan('maker/gate', 100, packs('box', 'item'));
    const sold = lane.scan('maker/a', 200, ships('shop'));
    const unpacked = lane.scan('maker/b', 210, unpacks('box', 'item'));
    const story = lane.story();
    expect(order(story)).toEqual([10, packed, unpacked, sold]);
    expect(story.spans).toMatchObject([{ from: packed, to: unpacked, end: 'unpacked', uncertain: false }]);
  });

  it('tells an unpacking behind its packing', () => {
    const lane = new Lane();
    lane.scan('maker/gate', 0, makes());
    const unpacked = lane.scan('maker/b', 210, unpacks('box', 'item'));
    const packed = lane.scan('maker/c', 220, packs('box', 'item'));
    expect(order(lane.story())).toEqual([10, packed, unpacked]);
    expect(lane.story().spans).toMatchObject([{ from: packed, to: unpacked }]);
  });

  it('does not take for gone what was seen a moment before its packing', () => {
    const lane = new Lane();
    lane.scan('maker/a', 0, packs('box', 'item'));
    lane.scan('maker/b', 30, makes());
    expect(lane.story().spans).toMatchObject([{ to: null }]);
    lane.scan('maker/b', 300, sees());
    expect(lane.story().spans).toMatchObject([{ end: 'seen alone', uncertain: true }]);
  });
});

describe('T5: no taking back', () => {
  it('lets the giver wait while the receiver has a scan', () => {
    const lane = new Lane();
    lane.scan('maker/gate', 0, makes());
    lane.scan('maker/gate', 10, ships('shop'));
    lane.scan('maker/other', 60, ships('thief'));
    lane.scan('thief/x', 70, receives());
    expect(holders(lane.story())).toEqual(['maker', 'thief']);
    const believed = new Lane();
    believed.scan('maker/gate', 0, makes());
    believed.scan('maker/gate', 10, ships('shop'));
    believed.scan('maker/other', 60, ships('thief'));
    believed.scan('shop/gate', DAY, receives());
    believed.scan('thief/x', 70, receives());
    expect(holders(believed.story())).toEqual(['maker', 'shop']);
  });

  it('lets the giver wait although the receiver has declared something wrong since', () => {
    const lane = new Lane();
    lane.scan('maker/gate', 0, makes());
    lane.scan('maker/gate', 10, ships('shop'));
    const received = lane.scan('shop/gate', 300, receives());
    lane.scan('shop/gate', 310, { ...sees(), errorDeclaration: { reason: 'did_not_occur', correctiveIds: [] } });
    const later = lane.scan('maker/gate', 200, sees());
    expect(order(lane.story())).toEqual([10, 20, received, later, 40]);
  });

  it('takes the destination of a captured event, where its step hands over', () => {
    const named = { destination: { possessing: 'shop', owning: 'other' } };
    const lane = new Lane();
    lane.scan('maker/gate', 0, makes());
    lane.scan('maker/gate', 10, sees('item', { ...named, bizStep: 'departing' }));
    lane.scan('shop/gate', DAY, receives());
    expect(standings(lane.story())).toEqual(['began', 'holder', 'took over']);
    const stored = new Lane();
    stored.scan('maker/gate', 0, makes());
    stored.scan('maker/gate', 10, sees('item', { ...named, bizStep: 'storing' }));
    stored.scan('shop/gate', DAY, receives());
    expect(holders(stored.story())).toEqual(['maker']);
  });
});
