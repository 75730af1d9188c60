import type { TrailDescription } from '../../../verdict/describe.js';
import { describeTrail } from '../../../verdict/describe-trail.js';
import { STEP_RULES } from '../../../verdict/gap-rules.js';
import { readingsOf } from '../../readings.js';
import { FINDINGS, STATUS_NOT_YET } from '../../../verdict/status.js';
import { timeView } from '../../views.js';
import { formatCanonicalJson } from '../../../wire/canonical-json.js';
import { gatherTrail } from '../../../evidence/gather.js';
import { visibleEntries } from '../../../evidence/visible.js';
import { Action, Precision, type Tier } from '../../../wire/index.js';
import { MemoryTrailReader } from '../../../../../test/kit/core/evidence.js';
import { Fleet, ITEM, type ScanInput, type TestDevice } from '../../../../../test/kit/core/fleet.js';

const PALLET = 'https://id.gs1.org/00/095200010000000010';

async function described({ log }: Fleet, tier: Tier = 'customs'): Promise<TrailDescription> {
  const { origin, size } = log;
  const { entries } = await gatherTrail({ object: ITEM, origin, size, reader: new MemoryTrailReader(log) });
  return describeTrail({ object: ITEM, origin, entries: visibleEntries(entries, { tier, object: ITEM }) });
}
const codes = ({ findings }: TrailDescription): string[] => findings.map(({ code }) => code);

describe('a time', () => {
  it.each([
    [Precision.DAY, 0, '2024-03-01'],
    [Precision.DAY, 600, '2024-03-02'],
    [Precision.MINUTE, 330, '2024-03-01 23:34 +05:30'],
    [Precision.MINUTE, -210, '2024-03-01 14:34 -03:30'],
    [Precision.MILLISECOND, 0, '2024-03-01 18:04:05.250 +00:00'],
  ])('is told only as exactly as it is known, in local time (%i, %i)', (precision, zoneOffsetMinutes, text) => {
    expect(timeView({ ms: Date.UTC(2024, 2, 1, 18, 4, 5, 250), precision, zoneOffsetMinutes }).text).toBe(text);
  });
});

describe('steps that a trail implies and lacks', () => {
  const told = async (
    ...bizSteps: (readonly [party: 'maker' | 'other', bizStep: string, disposition?: string])[]
  ): Promise<string[]> => {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    const devices = { maker, other: fleet.partyWithDevice('Other') };
    for (const [party, bizStep, disposition] of bizSteps) {
      devices[party].scan({ bizStep, ...(disposition && { claims: { disposition } }) });
    }
    return (await described(fleet)).findings.filter(({ code }) => code === 'STEP_MISSING').map(({ text }) => text);
  };
  const text = (code: string): string => STEP_RULES.find((rule) => rule.code === code)!.text;

  it('are told by each rule', async () => {
    for (const { code, at } of STEP_RULES) {
      const step =
        'bizStep' in at ? (['maker', at.bizStep[0]!] as const) : (['maker', 'inspecting', at.disposition[0]!] as const);
      expect([code, await told(step)]).toEqual([code, [text(code)]]);
    }
  });

  it('are not told where any of the implied steps stands before', async () => {
    for (const { at, needs } of STEP_RULES) {
      const step =
        'bizStep' in at ? (['maker', at.bizStep[0]!] as const) : (['maker', 'inspecting', at.disposition[0]!] as const);
      for (const need of needs.filter((one) => one !== 'receiving'))
        expect(await told(['maker', need], step)).toEqual([]);
    }
  });

  it('are told for every hand that received without a shipping of the hand before', async () => {
    const handed = async (...bizSteps: readonly string[]): Promise<string[]> => {
      const fleet = new Fleet();
      const hands = [fleet.partyWithDevice('Maker'), fleet.partyWithDevice('Other')] as const;
      hands[0].scan({ bizStep: 'shipping', to: hands[1].party });
      for (const [place, bizStep] of bizSteps.entries())
        hands[1].scan({ bizStep, ...(place === bizSteps.length - 1 && { to: hands[0].party }) });
      hands[0].scan({ bizStep: 'receiving' });
      return (await described(fleet)).findings.map(({ text }) => text);
    };
    expect(await handed('receiving')).toEqual([text('RECEIVED_NOT_SHIPPED')]);
    expect(await handed('receiving', 'shipping')).toEqual([]);
  });

  const CASE = 'https://id.gs1.org/01/19520001000017/21/C1';
  const unpacking = (parent: string): ScanInput => ({ bizStep: 'unpacking', parent, action: Action.DELETE });

  it('are not told where one party unpacks the pallet and the next the case that was on it', async () => {
    const fleet = new Fleet();
    const [maker, depot, shop] = ['Maker', 'Depot', 'Shop'].map((name) => fleet.partyWithDevice(name)) as [
      TestDevice,
      TestDevice,
      TestDevice,
    ];
    maker.scan({ bizStep: 'packing', parent: CASE, children: [ITEM] });
    maker.scan({ bizStep: 'packing', parent: PALLET, children: [CASE] });
    maker.scan({ bizStep: 'shipping', subjects: [PALLET], to: depot.party });
    depot.scan({ bizStep: 'receiving', subjects: [PALLET] });
    depot.scan(unpacking(PALLET));
    depot.scan({ bizStep: 'shipping', subjects: [CASE], to: shop.party });
    shop.scan({ bizStep: 'receiving', subjects: [CASE] });
    shop.scan(unpacking(CASE));
    expect((await described(fleet)).findings).toEqual([]);
  });

  it('are told where a second party unpacks the very same thing', async () => {
    const fleet = new Fleet();
    const [maker, other] = [fleet.partyWithDevice('Maker'), fleet.partyWithDevice('Other')];
    maker.scan({ bizStep: 'packing' });
    maker.scan({ bizStep: 'shipping', to: other.party });
    other.scan({ bizStep: 'unpacking' });
    other.scan({ bizStep: 'shipping', to: maker.party });
    maker.scan({ bizStep: 'unpacking' });
    expect((await described(fleet)).findings.map(({ text }) => text)).toEqual([text('UNPACKED_NOT_PACKED')]);
  });

  it('are not told of a unit that was closed by a packing without its own business step', async () => {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    maker.scan({ bizStep: 'loading', parent: CASE, children: [ITEM] });
    maker.scan(unpacking(CASE));
    expect((await described(fleet)).findings).toEqual([]);
  });

  it('are not told again when the same party receives the same goods twice', async () => {
    expect(await told(['maker', 'shipping'], ['other', 'receiving'], ['other', 'receiving'])).toEqual([]);
  });
});

describe('counters', () => {
  it('that are missing are told at the entry before which they are', async () => {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    maker.scan();
    maker.loseScans(3);
    const after = maker.scan();
    const trail = await described(fleet);
    expect(trail.steps.map(({ missingBefore }) => missingBefore)).toEqual([0, 3]);
    expect(trail.findings).toMatchObject([{ code: 'COUNTER_HOLE', kind: 'gap', entries: [after] }]);
  });

  it('that came late fill the hole and are marked', async () => {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    const late = maker.sign();
    maker.scan();
    maker.deliver(late);
    const trail = await described(fleet);
    // By its counter: before the one that was logged before it.
    expect(trail.steps.map(({ missingBefore, late }) => [missingBefore, late])).toEqual([
      [0, true],
      [0, false],
    ]);
    expect(codes(trail)).toEqual([]);
  });

  it('that went to other goods are no hole', async () => {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    maker.scan();
    maker.scan({ subjects: [PALLET] });
    maker.scan();
    expect(codes(await described(fleet))).toEqual([]);
  });
});

describe('sensor readings', () => {
  const element = (...sensorReport: Record<string, string | number>[]): string => formatCanonicalJson({ sensorReport });

  it('are summed up by type and unit', () => {
    const claim = (value: string) => ({ index: 0, salt: new Uint8Array(16), name: 'sensorElement', value });
    const readings = readingsOf([
      claim(
        element(
          { type: 'Temperature', uom: 'CEL', value: 3.5 },
          { type: 'Temperature', uom: 'CEL', minValue: 2, maxValue: 5 },
        ),
      ),
      claim(
        element(
          { type: 'Temperature', uom: 'CEL', value: -1 },
          { type: 'Humidity', uom: 'P1', value: 60, exception: 'ALARM_CONDITION' },
        ),
      ),
      claim('no json'),
    ]);
    expect(readings).toEqual([
      { type: 'Temperature', unit: 'CEL', count: 3, min: -1, max: 5, alarm: false },
      { type: 'Humidity', unit: 'P1', count: 1, min: 60, max: 60, alarm: true },
    ]);
  });

  it('outside of the band are an excursion of who had custody then, also in a unit', async () => {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    const carrier = fleet.partyWithDevice('Carrier');
    maker.scan({ parent: PALLET, children: [ITEM], to: carrier.party });
    carrier.scan({ subjects: [PALLET], claims: { temperatureVerdict: 'above' } });
    const { findings } = await described(fleet);
    expect(findings).toMatchObject([
      { code: 'EXCURSION', kind: 'excursion', text: expect.stringContaining('Carrier') },
    ]);
  });

  it('that raise an alarm are an excursion, and those that contradict their own verdict are noticed', async () => {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    maker.scan({
      claims: { sensorElement: element({ type: 'Temperature', uom: 'CEL', value: 9, exception: 'ALARM_CONDITION' }) },
    });
    maker.scan({
      claims: {
        sensorElement: element({ type: 'Temperature', uom: 'CEL', value: 9 }),
        temperatureVerdict: 'within',
        temperatureMinC: '2',
        temperatureMaxC: '8',
      },
    });
    expect(codes(await described(fleet))).toEqual(['EXCURSION', 'CLAIMS_DISAGREE']);
  });
});

describe('what people are shown', () => {
  it('of parties, places and units follows the tier', async () => {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    maker.scan({
      parent: PALLET,
      children: [ITEM],
      claims: { readPoint: 'https://id.gs1.org/414/9520000000004', readPointCountry: 'IN' },
    });
    maker.scan({ subjects: [PALLET] });
    const [customs, everybody] = await Promise.all([described(fleet), described(fleet, 'public')]);
    expect(customs.steps[1]).toMatchObject({
      party: { name: 'Maker', country: 'IN' },
      via: [{ uri: PALLET }],
      hiddenClaims: 0,
    });
    expect(everybody.steps[1]).toMatchObject({ party: { country: 'IN' }, via: [{ uri: null }] });
    expect(everybody.steps[1]!.party).not.toHaveProperty('name');
    expect([customs.steps[0]!.place, everybody.steps[0]!.place]).toEqual([
      'https://id.gs1.org/414/9520000000004',
      null,
    ]);
    expect([customs.steps[0]!.country, everybody.steps[0]!.country]).toEqual(['IN', 'IN']);
    expect(everybody.steps[0]!.hiddenClaims).toBe(1);
  });

  it('marks demo data and simulated scans of a party that the operator enrolled as demo, and of nobody else', async () => {
    const claims = { demo: 'true', simulated: 'true' };
    for (const demo of [true, false]) {
      const fleet = new Fleet();
      fleet.partyWithDevice('Maker', { demo }).scan({ claims });
      expect(await described(fleet)).toMatchObject({ demo, simulated: demo, steps: [{ demo, simulated: demo }] });
    }
  });

  it('names a scan without custody, and a packing that was only claimed', async () => {
    const fleet = new Fleet();
    fleet.partyWithDevice('Maker').scan();
    fleet.partyWithDevice('Thief').scan({ parent: PALLET, children: [ITEM] });
    const { findings } = await described(fleet);
    expect(findings.map(({ code, text }) => [code, /Thief/.test(text)])).toEqual([
      ['SEEN_ELSEWHERE', true],
      ['PACKING_NOT_CONFIRMED', false],
    ]);
  });

  it('says when something is seen after its end', async () => {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    maker.scan({ bizStep: 'destroying' });
    expect(codes(await described(fleet))).toEqual([]);
    maker.scan({ bizStep: 'retail_selling' });
    expect(codes(await described(fleet))).toEqual(['SEEN_AFTER_ITS_END']);
  });

  it('is never a kind that this version cannot know', () => {
    for (const kind of Object.keys(STATUS_NOT_YET)) expect(Object.values(FINDINGS)).not.toContain(kind);
  });
});
