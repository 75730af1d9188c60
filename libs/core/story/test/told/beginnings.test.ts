import {
  codes,
  DAY,
  holders,
  Lane,
  makes,
  packs,
  reads,
  receives,
  sees,
  seesClass,
  ships,
  standings,
  unpacks,
} from './lane.js';

const OWNERLESS = () => ({ owner: null, makers: [] });

describe('T9: beginning', () => {
  it('is the first scan of the owner by time, however late it is logged; before it everybody is unconfirmed', () => {
    const lane = new Lane();
    lane.scan('thief/x', 0, receives());
    lane.scan('thief/x', DAY, sees());
    expect(holders(lane.story())).toEqual([]);
    lane.scan('maker/gate', 100, makes());
    expect(holders(lane.story())).toEqual(['maker']);
    expect(standings(lane.story())).toEqual(['unconfirmed', 'began', 'outsider']);
  });

  it('may be a maker for the owner', () => {
    const lane = new Lane();
    lane.facts = { ...lane.facts, ownersOf: () => ({ owner: 'brand', makers: ['maker'] }) };
    lane.scan('maker/gate', 0, makes());
    expect(holders(lane.story())).toEqual(['maker']);
  });

  it('counts owners above the log index that names them', () => {
    const lane = new Lane();
    lane.facts = { ...lane.facts, ownersOf: (_, logIndex) => ({ owner: logIndex > 20 ? 'maker' : null, makers: [] }) };
    lane.scan('first/x', 0, sees());
    lane.scan('maker/x', 100, sees());
    expect(holders(lane.story())).toEqual(['first']);
    // It moves custody from parties whose scans all lie before it.
    lane.scan('maker/x', 200, sees());
    expect(holders(lane.story())).toEqual(['maker']);
  });

  it('is, without owner, the earliest commissioning, else what was logged first; and that is said', () => {
    const lane = new Lane();
    lane.facts = { ...lane.facts, ownersOf: OWNERLESS };
    lane.scan('b/x', 200, sees());
    lane.scan('a/x', 0, sees());
    expect(holders(lane.story())).toEqual(['b']);
    expect(codes(lane.story())).toContain('OWNER_UNKNOWN');
    lane.scan('c/x', 300, makes());
    expect(holders(lane.story())).toEqual(['c']);
  });

  it('does not move custody from who has scans behind it', () => {
    const lane = new Lane();
    lane.facts = { ...lane.facts, ownersOf: OWNERLESS };
    lane.scan('b/x', 200, sees());
    lane.scan('b/x', 400, sees());
    lane.scan('c/x', 300, makes());
    expect(holders(lane.story())).toEqual(['b']);
    expect(codes(lane.story())).toContain('LATE_NO_EFFECT');
  });
});

describe('T10: unconfirmed holder', () => {
  it('has the thing in a branch that ends with the next scan of the holder', () => {
    const lane = new Lane();
    lane.scan('maker/gate', 0, makes());
    const taken = lane.scan('carrier/x', 200, receives());
    lane.scan('carrier/x', 210, packs('van', 'item'));
    lane.scan('carrier/x', 220, ships('shop', 'van'));
    const warm = lane.scan('shop/x', 300, reads('van'));
    const story = lane.story();
    expect(holders(story)).toEqual(['maker']);
    expect(story.branches).toMatchObject([
      {
        from: taken,
        to: null,
        holders: [{ party: 'carrier' }, { party: 'shop' }],
        spans: [{ parent: 'van', end: null }],
      },
    ]);
    expect(story.alarms).toMatchObject([{ entry: warm, party: 'shop', by: 'unconfirmed' }]);
    expect(story.spans).toEqual([]);
    expect(codes(story).filter((code) => code === 'HOLDER_UNCONFIRMED')).toHaveLength(2);
    const ended = lane.scan('maker/gate', 250, sees());
    expect(lane.story().branches).toMatchObject([{ to: ended }]);
    expect(lane.story().alarms).toMatchObject([{ entry: warm, by: 'unconfirmed' }]);
  });

  it('is nobody who only looks', () => {
    const lane = new Lane();
    lane.scan('maker/gate', 0, makes());
    lane.scan('thief/x', 200, reads());
    const story = lane.story();
    expect([story.branches, story.alarms]).toEqual([[], []]);
    expect(codes(story)).toEqual(['SEEN_ELSEWHERE']);
  });
});

describe('T11: classes and things that are used again', () => {
  it('says of a class who has some of it, and follows no units', () => {
    const lane = new Lane();
    lane.scan('maker/gate', 0, seesClass());
    lane.scan('maker/gate', 5, packs('box', 'item'));
    for (const to of ['a', 'b']) lane.scan('maker/gate', 10, seesClass('item', { to }));
    lane.scan('b/x', DAY, seesClass());
    lane.scan('a/x', 2 * DAY, seesClass());
    lane.scan('maker/gate', 3 * DAY, seesClass());
    const story = lane.story();
    expect(story).toMatchObject({ isClass: true, holding: ['maker', 'b', 'a'], spans: [] });
    expect(standings(story).at(-1)).toBe('holder');
  });

  it('begins a new use with a packing when it is empty', () => {
    const lane = new Lane();
    lane.facts = { ...lane.facts, reuseOf: () => 'always' };
    lane.scan('maker/gate', 0, makes());
    lane.scan('maker/gate', 10, packs('item', 'load'));
    lane.scan('other/x', DAY, packs('item', 'more'));
    expect(holders(lane.story())).toEqual(['maker']);
    lane.scan('maker/gate', 2 * DAY, unpacks('item'));
    lane.scan('other/x', 3 * DAY, packs('item', 'more'));
    expect(lane.story()).toMatchObject({ holding: ['other'] });
    expect(lane.story().steps.at(-1)!.use).toBe(2);
  });
});

describe('T12: packing', () => {
  it('counts when its party holds the child', () => {
    const lane = new Lane();
    lane.scan('maker/gate', 0, makes());
    lane.scan('thief/x', 10, packs('box', 'item'));
    expect(lane.story().spans).toEqual([]);
    expect(codes(lane.story())).toEqual(['SEEN_ELSEWHERE', 'PACKING_NOT_CONFIRMED']);
    lane.scan('maker/gate', 100, packs('box', 'item'));
    lane.scan('maker/gate', 110, packs('item', 'box'));
    expect(codes(lane.story())).toContain('PACKING_IMPOSSIBLE');
  });

  it('is followed eight units deep', () => {
    const lane = new Lane();
    lane.scan('maker/gate', 0, makes());
    for (let depth = 1; depth <= 9; depth++)
      lane.scan('maker/gate', depth, packs(`u${depth}`, depth === 1 ? 'item' : `u${depth - 1}`));
    expect(lane.story().spans).toHaveLength(8);
    expect(codes(lane.story())).toEqual(['DEPTH']);
  });

  it('that its own party declares wrong stays, with uncertain spans; of another party it is disputed', () => {
    const lane = new Lane();
    lane.scan('maker/gate', 0, makes());
    const packed = lane.scan('maker/gate', 10, packs('box', 'item'));
    const error = { ...packs('box', 'item'), errorDeclaration: { reason: 'did_not_occur', correctiveIds: ['e1'] } };
    const declared = lane.scan('maker/other', 10, error);
    expect(lane.story().spans).toMatchObject([{ from: packed, to: null, uncertain: true }]);
    expect(lane.story().findings[0]).toEqual({
      code: 'DECLARED_WRONG',
      facts: [
        { name: 'reason', text: 'did_not_occur' },
        { name: 'corrective', text: 'e1' },
      ],
      entries: [packed, declared],
    });
    const disputed = new Lane();
    disputed.scan('maker/gate', 0, makes());
    disputed.scan('maker/gate', 10, packs('box', 'item'));
    disputed.scan('thief/x', 10, error);
    expect(disputed.story().spans).toMatchObject([{ uncertain: false }]);
    expect(codes(disputed.story())).toContain('DISPUTED');
  });

  it('tells for whom somebody reports', () => {
    const lane = new Lane();
    lane.scan('maker/gate', 0, { ...makes(), informationProvider: 'farm' });
    expect(lane.story().findings).toEqual([
      {
        code: 'REPORTED_FOR',
        facts: [
          { name: 'party', party: 'maker' },
          { name: 'provider', party: 'farm' },
        ],
        entries: [10],
      },
    ]);
  });
});
