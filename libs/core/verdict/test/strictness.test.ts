import { sha256 } from '#libs/core/tlog';
import { EventKind } from '../../wire/index.js';
import { bundleOf, evidenceOf, judge, resultsOf } from '../../../../test/kit/core/evidence.js';
import { type ClaimValues, Fleet, ITEM, type ScanInput } from '../../../../test/kit/core/fleet.js';

// What docs/formats/evidence.md decides and a lenient reader would forgive; tools/verify.py found each of these.

const scanned = (input: ScanInput): Fleet => {
  const fleet = new Fleet();
  fleet.partyWithDevice('Maker').scan(input);
  return fleet;
};

describe('what a log holds and this version does not know', () => {
  it.each<[string, ClaimValues]>([
    ['a value that has not its form', { expiryDate: '2026-02-30' }],
    ['a step that is no word', { bizStep: 'teleporting' }],
    ['a claim twice that stands once', { productName: ['shrimp', 'prawn'] }],
  ])('is not judged: %s', async (_, claims) => {
    const verdict = await judge(scanned({ claims }).log);
    expect(verdict).toMatchObject({ exit: 30, steps: [] });
    expect(resultsOf(verdict, 'ENTRIES')).toEqual(['not-judged']);
  });

  it('is left unchecked, and said to be: claims of names that are not in the table', async () => {
    const known = { bizStep: 'commissioning', demo: 'true' };
    const verdict = await judge(scanned({ claims: { ...known, colour: ['red', ' '] } }).log);
    expect(verdict).toMatchObject({
      exit: 0,
      state: 'intact',
      steps: [{ bizStep: 'commissioning', claims: expect.arrayContaining([{ name: 'demo', value: 'true' }]) }],
    });
    expect(resultsOf(verdict, 'ENTRIES')).toEqual(['passed']);
    expect(verdict.notChecked).toContainEqual({ code: 'UNKNOWN_CLAIMS', text: expect.stringMatching(/^2 claims/) });
  });

  it('is not judged: a URI that is not canonical', async () => {
    const spelled = 'https://shop.example/01/09520001000010/21/A1';
    const { log } = scanned({ subjects: [ITEM, spelled] });
    expect(resultsOf(await judge(log), 'ENTRIES')).toEqual(['not-judged']);
    expect(resultsOf(await judge(log, { tier: 'public' }), 'ENTRIES')).toEqual(['passed']);
  });

  it('is judged where it stays closed', async () => {
    const { log } = scanned({ claims: { colour: 'red' } });
    expect(await judge(log, { tier: 'public' })).toMatchObject({ exit: 0 });
  });
});

it('an object that is no canonical URI fails, even where the log has a trail of it', async () => {
  const spelled = 'https://shop.example/01/09520001000010/21/A1';
  const { log } = scanned({ subjects: [spelled] });
  const verdict = await judge(log, { evidence: await evidenceOf(log, { object: spelled, tier: 'public' }) });
  expect(verdict.exit).toBe(20);
  expect(resultsOf(verdict, 'OBJECT')).toEqual(['failed']);
});

it('a number above 2^53 - 1 fails', async () => {
  const { log } = scanned({});
  const until = `"until":"${log.size}"`;
  const evidence = await evidenceOf(log);
  expect(evidence).toContain(until);
  for (const number of ['9007199254740992', '18446744073709551616', '99999999999999999999999'])
    expect((await judge(log, { evidence: evidence.replace(until, `"until":"${number}"`) })).exit).toBe(20);
});

it('a counter that was logged late and refused in a second use is no refused one', async () => {
  const fleet = new Fleet();
  const maker = fleet.partyWithDevice('Maker');
  const late = maker.sign();
  maker.scan();
  maker.deliver(late);
  const { header, signature, device, keyId, boot, counter, previous } = late;
  fleet.log.appendEvent(
    EventKind.REFUSED,
    {
      statement: { device, keyId, boot, counter, previous, headerHash: sha256(header), signature },
      reason: 'COUNTER_REUSED',
      timeMs: 1_750_000_000_000,
    },
    fleet.log.receiptSigner,
  );
  expect(await judge(fleet.log)).toMatchObject({ exit: 0, findings: [] });
  const withoutLate = [0, 1, 2, 3, 4, 6];
  const verdict = await judge(fleet.log, { evidence: bundleOf(fleet.log, withoutLate) });
  expect(verdict.findings.map(({ code }) => code)).toEqual(['COUNTER_REFUSED']);
});

it('a late scan by someone without custody makes no span uncertain', async () => {
  const pallet = 'https://id.gs1.org/00/095200010000000010';
  const fleet = new Fleet();
  const maker = fleet.partyWithDevice('Maker');
  const stranger = fleet.partyWithDevice('Stranger');
  maker.scan({ parent: pallet, children: [ITEM] });
  const late = stranger.sign();
  stranger.scan();
  stranger.deliver(late);
  const verdict = await judge(fleet.log);
  expect(verdict.steps.filter(({ late }) => late)).toMatchObject([{ standing: 'elsewhere' }]);
  expect(verdict.findings.map(({ code }) => code)).toEqual(['SEEN_ELSEWHERE']);
});
