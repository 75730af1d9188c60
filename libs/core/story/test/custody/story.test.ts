import { Action, objectKey } from '../../../wire/index.js';
import { keyText, readEntry, type ReadScan } from '../../../entries/read-entry.js';
import { storyOf } from '../../run.js';
import type { Story } from '../../types.js';
import { Fleet, ITEM, type TestDevice } from '../../../../../test/kit/core/fleet.js';

const CASE = 'https://id.gs1.org/01/19520001000017/21/C1';
const PALLET = 'https://id.gs1.org/00/095200010000000010';
const CONTAINER = 'urn:epc:id:bic:CSQU3054383';
const keyOf = (uri: string): string => keyText(objectKey(uri));

interface Scene {
  readonly fleet: Fleet;
  readonly maker: TestDevice;
  readonly carrier: TestDevice;
  readonly stranger: TestDevice;
}
function aScene(): Scene {
  const fleet = new Fleet();
  return {
    fleet,
    maker: fleet.partyWithDevice('Maker'),
    carrier: fleet.partyWithDevice('Carrier'),
    stranger: fleet.partyWithDevice('Stranger'),
  };
}

/** The story of an object by everything that the log holds. */
function story({ fleet, maker, carrier, stranger }: Scene, uri = ITEM): Story {
  const scans: ReadScan[] = [];
  for (let logIndex = 0; logIndex < fleet.log.size; logIndex++) {
    const read = readEntry(fleet.log.entry(logIndex));
    if (read.kind === 'scan') scans.push(read);
  }
  const parties = new Map([maker, carrier, stranger].map(({ key, party }) => [keyText(key), keyText(party.key)]));
  return storyOf(keyOf(uri), scans, (device) => parties.get(device) ?? null);
}
const indexes = ({ steps }: Story): number[] => steps.map(({ entry }) => entry.logIndex);
const standings = ({ steps }: Story): string[] => steps.map(({ standing }) => standing);
const partyOf = ({ party }: TestDevice): string => keyText(party.key);

describe('custody', () => {
  it('starts with the party of the first entry', () => {
    const scene = aScene();
    scene.maker.scan();
    expect(story(scene)).toMatchObject({ custodian: partyOf(scene.maker), steps: [{ standing: 'first' }] });
  });

  it('passes when the custodian names a party and that party scans it, not before', () => {
    const scene = aScene();
    scene.maker.scan({ to: scene.carrier.party });
    expect(story(scene)).toMatchObject({ custodian: partyOf(scene.maker), openHandOver: partyOf(scene.carrier) });
    scene.carrier.scan();
    expect(story(scene)).toMatchObject({ custodian: partyOf(scene.carrier), openHandOver: null });
    expect(standings(story(scene))).toEqual(['first', 'took over']);
  });

  it('is not moved by a scan of anyone else', () => {
    const scene = aScene();
    scene.maker.scan({ to: scene.carrier.party });
    scene.stranger.scan();
    expect(standings(story(scene))).toEqual(['first', 'elsewhere']);
    expect(story(scene).custodian).toBe(partyOf(scene.maker));
    scene.carrier.scan();
    expect(story(scene).custodian).toBe(partyOf(scene.carrier));
  });

  it('is not handed over by someone who does not have it', () => {
    const scene = aScene();
    scene.maker.scan();
    scene.stranger.scan({ to: scene.carrier.party });
    scene.carrier.scan();
    expect(standings(story(scene))).toEqual(['first', 'elsewhere', 'elsewhere']);
    expect(story(scene).steps[1]!.handsTo).toBeNull();
  });

  it('stays when the custodian takes its hand-over back by naming itself', () => {
    const scene = aScene();
    scene.maker.scan({ to: scene.carrier.party });
    scene.maker.scan({ to: scene.maker.party });
    scene.carrier.scan();
    expect(standings(story(scene))).toEqual(['first', 'custodian', 'elsewhere']);
  });

  it('goes to the party that was named last', () => {
    const scene = aScene();
    scene.maker.scan({ to: scene.carrier.party });
    scene.maker.scan({ to: scene.stranger.party });
    scene.carrier.scan();
    scene.stranger.scan();
    expect(standings(story(scene))).toEqual(['first', 'custodian', 'elsewhere', 'took over']);
  });

  it('passes by an entry of the unit that the goods are in', () => {
    const scene = aScene();
    scene.maker.scan({ parent: PALLET, children: [ITEM] });
    scene.maker.scan({ subjects: [PALLET], to: scene.carrier.party });
    scene.carrier.scan({ subjects: [PALLET] });
    expect(story(scene)).toMatchObject({ custodian: partyOf(scene.carrier) });
    expect(story(scene).steps[2]).toMatchObject({ standing: 'took over', via: [keyOf(PALLET)] });
  });

  it('is not handed over with other goods that are taken out of the same unit', () => {
    const scene = aScene();
    scene.maker.scan({ parent: PALLET, children: [ITEM, CASE] });
    scene.maker.scan({ parent: PALLET, children: [CASE], action: Action.DELETE, to: scene.carrier.party });
    expect(story(scene).openHandOver).toBeNull();
    expect(story(scene, CASE).openHandOver).toBe(partyOf(scene.carrier));
  });

  it('is not moved by a device that no enrolment is known of', () => {
    const scene = aScene();
    scene.maker.scan({ to: scene.carrier.party });
    scene.fleet.partyWithDevice('Unknown').scan();
    expect(standings(story(scene))).toEqual(['first', 'unknown']);
  });
});

describe('goods in a unit', () => {
  it('inherit the entries of the unit between packing and unpacking, and no others', () => {
    const scene = aScene();
    scene.maker.scan({ subjects: [PALLET] });
    const packed = scene.maker.scan({ parent: PALLET, children: [ITEM] });
    const inherited = scene.maker.scan({ subjects: [PALLET] });
    const unpacked = scene.maker.scan({ parent: PALLET, children: [ITEM], action: Action.DELETE });
    scene.maker.scan({ subjects: [PALLET] });
    const alone = scene.maker.scan();
    const told = story(scene);
    expect(indexes(told)).toEqual([packed, inherited, unpacked, alone]);
    expect(told.spans).toEqual([
      { child: keyOf(ITEM), parent: keyOf(PALLET), from: packed, to: unpacked, end: 'unpacked', uncertain: false },
    ]);
    expect(told.steps.map(({ via }) => via)).toEqual([[], [keyOf(PALLET)], [], []]);
  });

  it('inherit at any depth up to eight, and each entry once', () => {
    const scene = aScene();
    const units = Array.from({ length: 10 }, (_, depth) => `${CONTAINER}${depth}`);
    scene.maker.scan({ parent: units[0]!, children: [ITEM] });
    for (let depth = 1; depth < units.length; depth++)
      scene.maker.scan({ parent: units[depth]!, children: [units[depth - 1]!] });
    const inEighth = scene.maker.scan({ subjects: [units[7]!, units[6]!] });
    scene.maker.scan({ subjects: [units[8]!] });
    const told = story(scene);
    expect(indexes(told).at(-1)).toBe(inEighth);
    expect(told.steps.at(-1)!.via).toHaveLength(7);
    expect(told.steps.flatMap(({ packing }) => packing).map(({ outcome }) => outcome)).toContain('too deep');
  });

  it('leave with the unpacking of the whole unit', () => {
    const scene = aScene();
    scene.maker.scan({ parent: PALLET, children: [ITEM, CASE] });
    const unpacked = scene.maker.scan({ parent: PALLET, action: Action.DELETE });
    scene.maker.scan({ subjects: [PALLET] });
    for (const uri of [ITEM, CASE]) {
      expect(story(scene, uri).spans).toMatchObject([{ to: unpacked, end: 'unpacked', uncertain: false }]);
      expect(indexes(story(scene, uri)).at(-1)).toBe(unpacked);
    }
  });

  it('stay when only others are taken out', () => {
    const scene = aScene();
    scene.maker.scan({ parent: PALLET, children: [ITEM, CASE] });
    scene.maker.scan({ parent: PALLET, children: [CASE], action: Action.DELETE });
    expect(story(scene).spans).toMatchObject([{ to: null }]);
  });

  it('leave a unit with the inner unit, and the outer unit with it', () => {
    const scene = aScene();
    const inPallet = scene.maker.scan({ parent: PALLET, children: [ITEM] });
    const inContainer = scene.maker.scan({ parent: CONTAINER, children: [PALLET] });
    const out = scene.maker.scan({ parent: PALLET, children: [ITEM], action: Action.DELETE });
    scene.maker.scan({ subjects: [CONTAINER] });
    const told = story(scene);
    expect(indexes(told)).toEqual([inPallet, inContainer, out]);
    expect(told.spans).toMatchObject([
      { from: inPallet, to: out, end: 'unpacked' },
      { from: inContainer, to: out, end: 'left with its content' },
    ]);
  });

  it('are not dragged into the story of a party that does not have them', () => {
    const scene = aScene();
    scene.maker.scan();
    const claimed = scene.stranger.scan({ parent: PALLET, children: [ITEM] });
    scene.stranger.scan({ subjects: [PALLET] });
    const told = story(scene);
    expect(indexes(told).at(-1)).toBe(claimed);
    expect(told.spans).toEqual([]);
    expect(told.steps.at(-1)!.packing).toMatchObject([{ outcome: 'not confirmed', parent: keyOf(PALLET) }]);
  });

  it('are not taken out by a party that does not have them', () => {
    const scene = aScene();
    scene.maker.scan({ parent: PALLET, children: [ITEM] });
    scene.stranger.scan({ parent: PALLET, children: [ITEM], action: Action.DELETE });
    const later = scene.maker.scan({ subjects: [PALLET] });
    const told = story(scene);
    expect(indexes(told).at(-1)).toBe(later);
    expect(told.spans).toMatchObject([{ to: null, uncertain: false }]);
  });

  it('may be packed and taken out by a party that takes over with that very scan', () => {
    const scene = aScene();
    scene.maker.scan({ parent: PALLET, children: [ITEM], to: scene.carrier.party });
    const out = scene.carrier.scan({ parent: PALLET, action: Action.DELETE });
    expect(story(scene).spans).toMatchObject([{ to: out, end: 'unpacked' }]);
  });

  it('are no longer in the unit when the custodian scans them without it, and nobody said since when', () => {
    const scene = aScene();
    scene.maker.scan({ parent: PALLET, children: [ITEM] });
    scene.stranger.scan();
    const alone = scene.maker.scan();
    scene.maker.scan({ subjects: [PALLET] });
    const told = story(scene);
    expect(told.spans).toMatchObject([{ to: alone, end: 'seen alone', uncertain: true }]);
    expect(indexes(told).at(-1)).toBe(alone);
  });

  it('stay in the unit when they are read together with it', () => {
    const scene = aScene();
    scene.maker.scan({ parent: PALLET, children: [ITEM] });
    scene.maker.scan({ subjects: [PALLET, ITEM] });
    expect(story(scene).spans).toMatchObject([{ to: null, uncertain: false }]);
  });

  it('are in the new unit when they are packed again without unpacking, and the old span is uncertain', () => {
    const scene = aScene();
    scene.maker.scan({ parent: PALLET, children: [ITEM] });
    const moved = scene.maker.scan({ parent: CONTAINER, children: [ITEM] });
    expect(story(scene).spans).toMatchObject([
      { parent: keyOf(PALLET), to: moved, end: 'packed elsewhere', uncertain: true },
      { parent: keyOf(CONTAINER), from: moved, to: null, uncertain: false },
    ]);
  });

  it('stay in their case when a gate reads case and goods into one container', () => {
    const scene = aScene();
    scene.maker.scan({ parent: CASE, children: [ITEM] });
    scene.maker.scan({ parent: CONTAINER, children: [ITEM, CASE] });
    expect(story(scene).steps.at(-1)).toMatchObject({
      units: [keyOf(CASE), keyOf(CONTAINER)],
      packing: [{ child: keyOf(CASE), outcome: 'confirmed' }],
    });
  });

  it('are never put into themselves', () => {
    const scene = aScene();
    scene.maker.scan({ parent: PALLET, children: [ITEM] });
    scene.maker.scan({ parent: CONTAINER, children: [PALLET] });
    scene.maker.scan({ parent: ITEM, children: [CONTAINER] });
    const told = story(scene);
    expect(told.steps.at(-1)).toMatchObject({
      packing: [{ outcome: 'cycle' }],
      units: [keyOf(PALLET), keyOf(CONTAINER)],
    });
  });

  it('that a late scan touches are in an uncertain span', () => {
    const scene = aScene();
    const late = scene.maker.sign({ parent: PALLET, children: [ITEM] });
    scene.maker.scan({ subjects: [CASE] });
    scene.maker.deliver(late);
    const told = story(scene);
    expect(told.steps[0]).toMatchObject({ late: true });
    expect(told.spans).toMatchObject([{ uncertain: true }]);
  });

  it('that are taken out of a unit they were not in are said so', () => {
    const scene = aScene();
    scene.maker.scan();
    scene.maker.scan({ parent: PALLET, children: [ITEM], action: Action.DELETE });
    expect(story(scene).steps.at(-1)!.packing).toMatchObject([{ act: 'unpacked', outcome: 'was not in it' }]);
  });

  describe('that are taken out of a unit', () => {
    const notesOf = (told: Story): string[] => told.steps.at(-1)!.packing.map(({ outcome }) => outcome);

    it('after they were seen alone were in it, for a time that is uncertain', () => {
      const scene = aScene();
      scene.maker.scan({ parent: PALLET, children: [ITEM] });
      scene.maker.scan();
      scene.maker.scan({ parent: PALLET, children: [ITEM], action: Action.DELETE });
      expect(notesOf(story(scene))).toEqual([]);
      expect(story(scene).spans).toMatchObject([{ end: 'seen alone', uncertain: true }]);
      scene.maker.scan({ parent: CONTAINER, children: [ITEM], action: Action.DELETE });
      expect(notesOf(story(scene))).toEqual(['was not in it']);
    });

    it('twice were not in it the second time', () => {
      const scene = aScene();
      scene.maker.scan({ parent: PALLET, children: [ITEM] });
      for (let times = 0; times < 2; times++)
        scene.maker.scan({ parent: PALLET, children: [ITEM], action: Action.DELETE });
      expect(notesOf(story(scene))).toEqual(['was not in it']);
    });

    it('around their own were in it', () => {
      const scene = aScene();
      scene.maker.scan({ parent: CASE, children: [ITEM] });
      scene.maker.scan({ parent: PALLET, children: [CASE] });
      scene.maker.scan({ parent: PALLET, children: [ITEM], action: Action.DELETE });
      expect(notesOf(story(scene))).toEqual([]);
      expect(story(scene).spans[0]).toMatchObject({ end: 'seen alone', uncertain: true });
    });

    it('that their own may have been in before they were put into it are not said to be wrong', () => {
      const scene = aScene();
      scene.maker.scan({ parent: PALLET, children: [CASE] });
      scene.maker.scan({ parent: CASE, children: [ITEM] });
      scene.maker.scan({ parent: PALLET, children: [CASE], action: Action.DELETE });
      expect(notesOf(story(scene))).toEqual([]);
      scene.maker.scan({ parent: PALLET, children: [CASE] });
      scene.maker.scan({ parent: CONTAINER, children: [CASE], action: Action.DELETE });
      expect(notesOf(story(scene))).toEqual(['was not in it']);
    });
  });
});
