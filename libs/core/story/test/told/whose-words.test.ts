import { codes, DAY, holders, Lane, makes, packs, reads, receives, sees, ships, standings } from './lane.js';

const wordsOf = (lane: Lane, entry: number) => lane.story().steps.find(({ scan }) => scan.logIndex === entry)!.words;

describe('whose words count', () => {
  it('those of the owner on what it is, those of the holder on the rest, of others nothing', () => {
    const lane = new Lane();
    const made = lane.scan('maker/gate', 0, makes());
    lane.scan('maker/gate', 10, ships('shop'));
    const received = lane.scan('shop/gate', DAY, receives());
    const seen = lane.scan('stranger/x', 2 * DAY, reads());
    const band = lane.scan('maker/gate', 3 * DAY, sees());
    expect(wordsOf(lane, made)).toEqual({ beginning: true, steps: true, readings: true, marks: true, limit: null });
    expect(wordsOf(lane, received)).toMatchObject({ beginning: false, steps: true, readings: true, marks: true });
    expect(wordsOf(lane, seen)).toMatchObject({
      beginning: false,
      steps: false,
      readings: false,
      marks: false,
      limit: 'not a holder',
    });
    expect(wordsOf(lane, band)).toMatchObject({ beginning: true, steps: false, marks: true, limit: 'owner only' });
    expect(lane.story().alarms).toEqual([]);
  });

  it('of an authority all but a hand-over', () => {
    const lane = new Lane();
    lane.scan('maker/gate', 0, makes());
    const inspected = lane.scan('customs/x', 100, { ...reads(), to: 'thief' });
    lane.scan('thief/x', 200, receives());
    expect(wordsOf(lane, inspected)).toMatchObject({ steps: true, readings: true, marks: true, limit: 'authority' });
    expect(holders(lane.story())).toEqual(['maker']);
    expect(lane.story().alarms).toMatchObject([{ entry: inspected, by: 'confirmed' }]);
  });

  it('of a logger that a holder put with it, while it is with it; and it takes nothing over', () => {
    const lane = new Lane();
    lane.scan('maker/gate', 0, makes());
    lane.scan('maker/gate', 10, packs('box', 'item', 'key of shop/logger'));
    const read = lane.scan('shop/logger', 100, reads('key of shop/logger'));
    lane.scan('maker/gate', 200, ships('shop', 'box'));
    const named = lane.scan('shop/logger', 300, reads('key of shop/logger'));
    const story = lane.story();
    expect(standings(story)).toEqual(['began', 'holder', 'logger', 'holder', 'logger']);
    expect(story.alarms.map(({ entry, by }) => [entry, by])).toEqual([
      [read, 'confirmed'],
      [named, 'confirmed'],
    ]);
    expect(holders(story)).toEqual(['maker']);
  });

  it('of a device of nobody: nothing, and that is told', () => {
    const lane = new Lane();
    lane.facts = { ...lane.facts, partyOf: (device) => (device === 'lost' ? null : device.split('/')[0]!) };
    lane.scan('lost', 0, receives());
    lane.scan('maker/gate', 10, makes());
    expect(standings(lane.story())).toEqual(['unknown', 'began']);
  });

  it('one line for each outsider, with its first and its newest entry', () => {
    const lane = new Lane();
    lane.scan('maker/gate', 0, makes());
    const [first, , newest] = [100, 200, 300].map((at) =>
      lane.scan('stranger/x', at, sees('item', { bizStep: 'retail_selling' })),
    );
    expect(lane.story().findings).toMatchObject([
      { code: 'HOLDER_UNCONFIRMED', entries: [first, newest], facts: [{ party: 'stranger' }, { count: 3 }] },
    ]);
    const ended = new Lane();
    ended.scan('maker/gate', 0, makes());
    ended.scan('stranger/x', 100, sees('item', { bizStep: 'destroying' }));
    expect(codes(ended.story())).toEqual(['SEEN_ELSEWHERE', 'CODE_SEEN_TWICE']);
  });

  it('changes nothing where a claim is hidden', () => {
    const lane = new Lane();
    lane.scan('maker/gate', 0, makes());
    lane.scan('stranger/x', 100, sees());
    expect(standings(lane.story())).toEqual(['began', 'outsider']);
  });
});
