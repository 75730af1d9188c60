import { NativeVerifier } from '#libs/host/keys';
import { cosignedEvidence } from '../../../../test/kit/core/cosigned.js';
import { resultsOf } from '../../../../test/kit/core/evidence.js';
import { Fleet } from '../../../../test/kit/core/fleet.js';
import { aWitness, witnessNamed } from '../../../../test/kit/core/witness.js';
import { FRESH_MS, isOnlyClockOff } from '../check-freshness.js';
import { type Judgement, judgeEvidence } from '../judge.js';

const AS_OF_S = 1_709_280_000;
const AS_OF_MS = AS_OF_S * 1_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const { log } = Fleet.withGoodTrail();
const verifier = new NativeVerifier();
const [one, two, three] = ['one', 'two', 'three'].map(aWitness);
const own = witnessNamed(`${log.origin}/witness/north`);
// Of two of three the newest pair speaks of the time of its older one.
const foreign = await cosignedEvidence(log, [[one!, AS_OF_S - 500], [two!, AS_OF_S], [three!, AS_OF_S + 300]], 2); // prettier-ignore
const byItself = await cosignedEvidence(log, [[own, AS_OF_S]], 1);
const byNobody = await cosignedEvidence(log, [[one!, AS_OF_S]], 0);

type Given = Pick<Judgement, 'evidence' | 'policy' | 'nowMs' | 'freshMs'>;
async function told(given: Given) {
  const verdict = await judgeEvidence({ ...given, verifier });
  const open = verdict.notChecked.filter(({ code }) => code === 'FRESHNESS');
  return { exit: verdict.exit, results: resultsOf(verdict, 'FRESHNESS'), open: open.length, verdict };
}

describe('the time of a checkpoint', () => {
  it.each<[string, number, number, string[], number]>([
    ['at once', 0, 0, ['passed'], 0],
    ['just within the limit', HOUR_MS, 0, ['passed'], 0],
    ['a millisecond beyond the limit', HOUR_MS + 1, 10, ['notice'], 0],
    ['ahead as far as clocks differ', -5 * MINUTE_MS, 0, ['passed'], 0],
    ['a millisecond further ahead', -5 * MINUTE_MS - 1, 20, ['failed'], 0],
    ['years later', 10 * 365 * 24 * HOUR_MS, 10, ['notice'], 0],
  ])('is held against the clock of the asker: %s', async (_, ageMs, exit, results, open) => {
    const found = await told({ ...foreign, nowMs: AS_OF_MS + ageMs, freshMs: HOUR_MS });
    expect(found).toMatchObject({ exit, results, open });
    expect(found.verdict.freshness).toMatchObject({ asOfMs: AS_OF_MS, ageMs, freshMs: HOUR_MS });
  });

  it('says the age in words, and that the clock of the asker may be wrong', async () => {
    const textOf = async (ageMs: number): Promise<string> => {
      const { verdict } = await told({ ...foreign, nowMs: AS_OF_MS + ageMs });
      return verdict.checks.find(({ code }) => code === 'FRESHNESS')!.text;
    };
    expect(await textOf(3 * MINUTE_MS)).toBe(
      'As of 2024-03-01T08:00:00Z, 3 minutes before the clock of the asker, 2024-03-01T08:03:00Z; up to 24 hours were allowed.',
    );
    expect(await textOf(0)).toContain('less than a second before');
    expect(await textOf(-2_000)).toContain('2 seconds after');
    expect(await textOf(FRESH_MS + MINUTE_MS)).toContain('25 hours before');
    expect(await textOf(-6 * MINUTE_MS)).toMatch(/6 minutes after.*Set the clock of this device first/u);
  });

  it('is no older than a day where nobody asks for more', async () => {
    expect(await told({ ...foreign, nowMs: AS_OF_MS + FRESH_MS })).toMatchObject({ exit: 0 });
    const late = await told({ ...foreign, nowMs: AS_OF_MS + FRESH_MS + 1 });
    expect([late.exit, late.verdict.status, late.verdict.findings.map(({ code }) => code)]).toEqual([
      10,
      ['stale'],
      ['STALE'],
    ]);
    expect(late.verdict.steps).toHaveLength(3);
  });

  it.each<[string, Partial<Given>]>([
    ['without a clock', {}],
    ['with a clock that says nothing', { nowMs: NaN }],
    ['with a clock beyond all days', { nowMs: Infinity }],
  ])('is not checked %s, and the verdict says so', async (_, clock) => {
    expect(await told({ ...foreign, ...clock })).toMatchObject({ exit: 0, results: [], open: 1 });
  });

  it('lets nothing pass by a limit that is none', async () => {
    expect(await told({ ...foreign, nowMs: AS_OF_MS, freshMs: NaN })).toMatchObject({ exit: 10, results: ['notice'] });
  });

  it('is not known where no quorum is asked for', async () => {
    const found = await told({ ...byNobody, nowMs: AS_OF_MS + HOUR_MS });
    expect(found).toMatchObject({ exit: 0, results: [], open: 1 });
    expect(found.verdict.freshness).toBeNull();
  });

  it("is never fresh by the word of the operator's own witnesses, and may be stale or ahead by it", async () => {
    expect(await told({ ...byItself, nowMs: AS_OF_MS })).toMatchObject({ exit: 0, results: [], open: 1 });
    expect(await told({ ...byItself, nowMs: AS_OF_MS + FRESH_MS + 1 })).toMatchObject({ exit: 10, open: 0 });
    expect(await told({ ...byItself, nowMs: AS_OF_MS - HOUR_MS })).toMatchObject({ exit: 20, results: ['failed'] });
  });

  it('ends nothing where it fails: all else is judged, and it is told that it is the clock alone', async () => {
    const { verdict } = await told({ ...foreign, nowMs: AS_OF_MS - HOUR_MS });
    expect(verdict.checks.filter(({ result }) => result !== 'passed').map(({ code }) => code)).toEqual(['FRESHNESS']);
    expect([isOnlyClockOff(verdict), verdict.steps]).toEqual([true, []]);
    const evidence = foreign.evidence.replace('commissioning', 'commissionimg');
    const changed = await told({ ...foreign, evidence, nowMs: AS_OF_MS - HOUR_MS });
    expect([changed.exit, isOnlyClockOff(changed.verdict)]).toEqual([20, false]);
  });

  it('that no calendar has is told, and breaks nothing', async () => {
    const far = await cosignedEvidence(log, [[one!, 9_000_000_000_000]], 1);
    expect(await told({ ...far, nowMs: AS_OF_MS })).toMatchObject({ exit: 20, results: ['failed'] });
    expect(await told(far)).toMatchObject({ exit: 0, open: 1 });
  });
});
