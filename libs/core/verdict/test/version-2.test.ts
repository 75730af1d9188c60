import { encodeEvidence, type EvidenceBundle, parseEvidence, sharedProof } from '#libs/core/evidence';
import { leafHash } from '#libs/core/tlog';
import { bundleOf, judge, resultsOf } from '../../../../test/kit/core/evidence.js';
import { Action, objectKey } from '../../wire/index.js';
import { Fleet, ITEM, type TestDevice } from '../../../../test/kit/core/fleet.js';
import type { MemoryLog } from '../../../../test/kit/core/memory-log.js';

const CASE = 'https://id.gs1.org/01/19520001000017/21/C1';

/** Of entries, without the leaves that only fill the log. */
const indexesOf = (log: MemoryLog): number[] =>
  Array.from({ length: log.size }, (_, index) => index).filter((index) => (log.entry(index) as unknown) !== undefined);

/** A bundle of everything in the log, with some entries of the item left out, and what stands behind those alone. */
function evidence(
  log: MemoryLog,
  leftOut: readonly number[] = [],
  { without = [], ...changes }: Partial<EvidenceBundle> & { readonly without?: readonly number[] } = {},
): string {
  const all = indexesOf(log).filter((index) => !without.includes(index));
  return bundleOf(
    log,
    all.filter((index) => !leftOut.includes(index)),
    {
      version: 2,
      omitted: leftOut.map((logIndex) => ({ logIndex, leaf: leafHash(log.entry(logIndex).entry) })),
      proof: sharedProof({ size: log.size, indexes: all }, log.hashAt),
      ...changes,
    },
  );
}
const judged = (log: MemoryLog, text: string) => judge(log, { evidence: text });
const codesOf = async (log: MemoryLog, text: string): Promise<string[]> =>
  (await judged(log, text)).findings.map(({ code }) => code);

/** A maker that ships, and a carrier whose receipt is logged first: both tell their times as they were. */
function receivedBeforeShipped(): { readonly fleet: Fleet; readonly maker: TestDevice; readonly carrier: TestDevice } {
  const fleet = new Fleet();
  const [maker, carrier] = [fleet.partyWithDevice('Maker'), fleet.partyWithDevice('Carrier')];
  maker.scan({ bizStep: 'commissioning' });
  const shipped = maker.sign({ bizStep: 'shipping', to: carrier.party });
  carrier.scan({ bizStep: 'receiving', eventTimeMs: shipped.receivedTimeMs + 600_000 });
  maker.deliver(shipped);
  return { fleet, maker, carrier };
}

it('is told by its own times, and version 1 in log order as before', async () => {
  const { fleet, carrier } = receivedBeforeShipped();
  const [second, first] = [
    await judged(fleet.log, evidence(fleet.log)),
    await judged(fleet.log, bundleOf(fleet.log, indexesOf(fleet.log))),
  ];
  expect([second.exit, second.custodian?.name, second.openHandOver]).toEqual([0, carrier.party.name, null]);
  expect([first.exit, first.custodian?.name, first.openHandOver?.name]).toEqual([10, 'Maker', carrier.party.name]);
});

it('reads back what it leaves out, counts it into the trail, and says how much that is', async () => {
  const { fleet, log, made, shipped, received } = Fleet.withGoodTrail();
  const strangers = Array.from({ length: 3 }, () => fleet.partyWithDevice(`Stranger ${fleet.log.size}`).scan());
  const without = strangers.flatMap((scan) => [scan - 2, scan - 1]); // who they are
  const [whole, cut] = [evidence(log), evidence(log, strangers, { without })];
  expect(encodeEvidence(parseEvidence(cut))).toBe(cut);
  const [ofWhole, ofCut] = [await judged(log, whole), await judged(log, cut)];
  expect(ofCut.trail).toEqual(ofWhole.trail);
  expect(ofCut.steps.map(({ logIndex }) => logIndex)).toEqual([made, shipped, received]);
  expect([ofCut.exit, ofCut.findings.map(({ code }) => code)]).toEqual([10, ['CUT']]);
  expect(ofCut.findings[0]!.text).toContain('3 entries');
});

it.each<[string, (bundle: EvidenceBundle) => Partial<EvidenceBundle>]>([
  ['a leaf of another entry', ({ omitted }) => ({ omitted: [{ ...omitted[0]!, leaf: new Uint8Array(32).fill(7) }] })],
  ['another place', ({ omitted }) => ({ omitted: [{ ...omitted[0]!, logIndex: 1_000 }] })],
  ['no word of it', () => ({ omitted: [] })],
])('does not match with %s for what is left out', async (_, change) => {
  const { log, received } = Fleet.withGoodTrail();
  const bundle = parseEvidence(evidence(log, [received]));
  const verdict = await judged(log, encodeEvidence({ ...bundle, ...change(bundle) }));
  expect([verdict.exit, resultsOf(verdict, 'INCLUSION')]).toEqual([20, ['failed']]);
});

it('does not match with an entry that is here and left out at once', async () => {
  const { log, received } = Fleet.withGoodTrail();
  const leaf = leafHash(log.entry(received).entry);
  expect((await judged(log, evidence(log, [], { omitted: [{ logIndex: received, leaf }] }))).exit).toBe(20);
});

it('does not match with a scan of something that the object was never in', async () => {
  const { fleet, log } = Fleet.withGoodTrail();
  fleet.partyWithDevice('Stranger').scan({ subjects: ['https://id.gs1.org/00/095200010000000010'] });
  const verdict = await judged(log, evidence(log));
  expect([verdict.exit, resultsOf(verdict, 'TRAILS')]).toEqual([20, ['failed']]);
});

it('takes nothing that somebody who did not hold it says or lacks for a mark on it', async () => {
  const { fleet, log } = Fleet.withGoodTrail();
  const before = await judged(log, evidence(log));
  const stranger = fleet.partyWithDevice('Stranger');
  stranger.loseScans(4);
  stranger.scan({
    bizStep: 'inspecting',
    claims: { temperatureVerdict: 'above', disposition: 'stolen', demo: 'true', simulated: 'true', note: 'RECALLED' },
  });
  const after = await judged(log, evidence(log));
  expect(after.findings.map(({ code }) => code)).toEqual([
    ...before.findings.map(({ code }) => code),
    'SEEN_ELSEWHERE',
  ]);
  expect([after.custodian, after.demo, after.simulated]).toEqual([before.custodian, false, false]);
  stranger.scan({ bizStep: 'receiving' });
  expect(await codesOf(log, evidence(log))).toContain('HOLDER_UNCONFIRMED');
});

it('keeps an alarm of a unit that a late scan takes the thing out of before', async () => {
  const fleet = new Fleet();
  const maker = fleet.partyWithDevice('Maker');
  maker.scan({ bizStep: 'commissioning' });
  const [out, gate] = ['Maker-2', 'Maker-3'].map((id) => fleet.device(id, maker.party)) as [TestDevice, TestDevice];
  out.scan({ bizStep: 'storing' });
  maker.scan({ parent: CASE, children: [ITEM] });
  const late = out.sign({ parent: CASE, action: Action.DELETE });
  const warm = gate.sign({
    subjects: [CASE],
    claims: { temperatureVerdict: 'above' },
    eventTimeMs: late.receivedTimeMs + 3 * 3_600_000,
  });
  const at = gate.deliver({ ...warm, receivedTimeMs: late.receivedTimeMs + 3 * 3_600_000 });
  const excursions = async () => {
    const { findings, steps } = await judged(fleet.log, evidence(fleet.log));
    const texts = findings.flatMap(({ code, text, entries }) => (code === 'EXCURSION' ? [[text, entries]] : []));
    return [texts, steps.some(({ logIndex }) => logIndex === at)];
  };
  const text = 'The temperature was above the allowed band';
  expect(await excursions()).toEqual([[[`${text} while Maker (IN) had custody.`, [at]]], true]);
  out.deliver(late);
  expect(await excursions()).toEqual([[[`${text} says Maker (IN), which held it, which is uncertain.`, [at]]], false]);
});

it('takes a scan that names a logger alone, where a holder has put it with the thing, and no other', async () => {
  const logger = 'https://id.gs1.org/8004/9520001LOG1';
  const verdictOf = async (children: readonly string[]) => {
    const fleet = new Fleet();
    const maker = fleet.partyWithDevice('Maker');
    maker.scan({ bizStep: 'commissioning' });
    maker.scan({ parent: CASE, children });
    const device = fleet.device('Logger', maker.party, { object: objectKey(logger) });
    device.scan({ subjects: [logger], claims: { temperatureVerdict: 'above' } });
    return judged(fleet.log, evidence(fleet.log));
  };
  const put = await verdictOf([ITEM, logger]);
  expect([put.exit, put.findings.map(({ code }) => code)]).toEqual([10, ['EXCURSION']]);
  expect(resultsOf(await verdictOf([ITEM]), 'TRAILS')).toEqual(['failed']);
});

it('a lot that was received lacks its shipping as one thing does, and one shipping may be of what many receive', async () => {
  const lot = 'https://id.gs1.org/01/09520001000010/10/L7';
  const told = async (...bizSteps: readonly (readonly [place: 0 | 1 | 2, bizStep: string])[]): Promise<string[]> => {
    const fleet = new Fleet();
    const hands = ['Maker', 'Shop', 'Market'].map((name) => fleet.partyWithDevice(name));
    const to = (place: number) => (place === 0 ? { to: hands[1]!.party } : {});
    for (const [place, bizStep] of bizSteps) hands[place]!.scan({ subjects: [lot], bizStep, ...to(place) });
    return (await judge(fleet.log, { object: lot })).findings.map(({ code }) => code);
  };
  expect(await told([1, 'receiving'], [1, 'accepting'])).toContain('STEP_MISSING');
  expect(await told([0, 'commissioning'], [0, 'shipping'], [1, 'receiving'], [1, 'receiving'])).not.toContain(
    'STEP_MISSING',
  );
});
