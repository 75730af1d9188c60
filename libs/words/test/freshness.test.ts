import { judgeEvidence, type Verdict } from '#libs/core/verdict';
import { NativeVerifier } from '#libs/host/keys';
import { findingText, headlineOf, LANGUAGES, loadTrailWords, timeText } from '#libs/words';
import { cosignedEvidence } from '../../../test/kit/core/cosigned.js';
import { Fleet } from '../../../test/kit/core/fleet.js';
import { aWitness } from '../../../test/kit/core/witness.js';

const AS_OF_MS = 1_709_280_000_000;
const HOUR_MS = 3_600_000;
const given = await cosignedEvidence(Fleet.withGoodTrail().log, [[aWitness('one'), AS_OF_MS / 1_000]], 1);
const judged = (ageMs?: number): Promise<Verdict> =>
  judgeEvidence({
    ...given,
    verifier: new NativeVerifier(),
    ...(ageMs !== undefined && { nowMs: AS_OF_MS + ageMs }),
  });
const moment = (timeMs: number): string => new Date(timeMs).toISOString();

describe.each(LANGUAGES)('the age of a record in %s', (language) => {
  it('is told with its time, and that it is stale with the limit', async () => {
    const words = await loadTrailWords(language);
    const way = { language, moment };
    const [fresh, stale, timeOnly] = [await judged(3 * HOUR_MS), await judged(72 * HOUR_MS), await judged()];
    expect(timeText(fresh, words, way)).toMatch(/^(?!.*[{}]).*2024-03-01T08:00:00\.000Z.*3/u);
    expect(timeText(timeOnly, words, way)).toMatch(/^(?!.*[{}]).*2024-03-01T08:00:00\.000Z/u);
    expect(findingText(stale.findings[0]!, stale, words, way)).toMatch(/^(?!.*[{}]).*2024-03-01T08:00:00\.000Z.*24/u);
    expect([headlineOf(fresh, words), headlineOf(stale, words)]).toEqual([
      words.headline.intact,
      words.headline.noticed,
    ]);
  });

  it('ahead of the clock is no mismatch of the record in its headline', async () => {
    const words = await loadTrailWords(language);
    expect(headlineOf(await judged(-HOUR_MS), words)).toBe(words.headline.clockOff);
    const changed = { ...given, evidence: given.evidence.replace('commissioning', 'commissionimg') };
    const verdict = await judgeEvidence({ ...changed, verifier: new NativeVerifier(), nowMs: AS_OF_MS - HOUR_MS });
    expect(headlineOf(verdict, words)).toBe(words.headline.mismatch);
    expect(timeText({ ...verdict, checkpoint: null }, words, { language, moment })).toBe(words.freshness.none);
  });
});
