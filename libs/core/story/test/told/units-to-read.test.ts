import { telling } from '../../told/tell.js';
import { UNITS_READ_MAX, type UnitToRead } from '../../told/units-to-read.js';
import { DAY, Lane, makes, msAt, packs, receives, seesClass, ships } from './lane.js';

const units = (lane: Lane): UnitToRead[] => telling('item', lane.scans, lane.facts).unitsToRead();

describe('units to read', () => {
  it('are those that it was put into, and these into others, from a day and an hour before', () => {
    const lane = new Lane();
    lane.scan('maker/gate', 2 * DAY, makes());
    lane.scan('maker/gate', 2 * DAY + 10, packs('box', 'item', 'key of maker/logger'));
    lane.scan('maker/gate', 2 * DAY + 20, packs('van', 'box'));
    lane.scan('maker/gate', 2 * DAY + 30, packs('van', 'something else'));
    const fromMs = msAt(DAY - 60 + 10);
    expect(units(lane)).toEqual([
      { key: 'box', fromMs, untilMs: null, isConfirmed: true },
      { key: 'key of maker/logger', fromMs, untilMs: null, isConfirmed: true },
      { key: 'van', fromMs: msAt(DAY - 60 + 20), untilMs: null, isConfirmed: true },
    ]);
  });

  it('not those of somebody whose packing never counts, but of whoever acts as a holder, behind the others', () => {
    const lane = new Lane();
    lane.scan('maker/gate', 0, makes());
    lane.scan('stranger/x', 5, packs('trap', 'item'));
    lane.scan('thief/x', 6, receives());
    lane.scan('thief/x', 7, packs('false box', 'item'));
    lane.scan('maker/gate', 10, packs('box', 'item'));
    expect(units(lane).map(({ key, isConfirmed }) => [key, isConfirmed])).toEqual([
      ['box', true],
      ['false box', false],
    ]);
  });

  it('of a named party as well: it may take over by a scan of the unit', () => {
    const lane = new Lane();
    lane.scan('maker/gate', 0, ships('carrier'));
    lane.scan('carrier/x', 5, packs('van', 'item'));
    expect(units(lane)).toMatchObject([{ key: 'van', isConfirmed: true }]);
  });

  it('are not more than can be read, and none of a class', () => {
    const lane = new Lane();
    lane.scan('thief/x', 0, receives());
    for (let nth = 0; nth < 100; nth++) lane.scan('thief/x', nth, packs(`trap ${nth}`, 'item'));
    lane.scan('maker/gate', 200, makes());
    lane.scan('maker/gate', 300, packs('box', 'item'));
    expect(units(lane)).toHaveLength(UNITS_READ_MAX);
    expect(units(lane)[0]).toMatchObject({ key: 'box' });
    const lot = new Lane();
    lot.scan('maker/gate', 0, seesClass());
    lot.scan('maker/gate', 10, packs('box', 'item'));
    expect(units(lot)).toEqual([]);
  });
});
