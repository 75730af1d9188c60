import { cosignedEvidence } from '../../test/kit/core/cosigned.js';
import { Fleet } from '../../test/kit/core/fleet.js';
import { aWitness, witnessNamed } from '../../test/kit/core/witness.js';
import { compare, requireCryptography } from '../../test/kit/python.js';
import { describeWithReal } from '../../test/support/services.js';

const AS_OF_S = 1_709_280_000;
const AGES_MS = [undefined, 0, -300_000, -300_001, 86_400_000, 86_400_001, 3_600_001];

describeWithReal('python', 'the time of a checkpoint, in tools/verify.py', (python) => {
  beforeAll(async () => requireCryptography(python));

  it('is held against the clock of the asker alike', async () => {
    const { log } = Fleet.withGoodTrail();
    const [one, two, three] = ['one', 'two', 'three'].map(aWitness);
    const own = witnessNamed(`${log.origin}/witness/north`);
    const bundles = await Promise.all([
      cosignedEvidence(log, [[one!, AS_OF_S - 500], [two!, AS_OF_S], [three!, AS_OF_S + 300]], 2), // prettier-ignore
      cosignedEvidence(log, [[own, AS_OF_S]], 1),
      cosignedEvidence(log, [[own, AS_OF_S + 900], [one!, AS_OF_S]], 2), // prettier-ignore
      cosignedEvidence(log, [[one!, AS_OF_S]], 0),
    ]);
    const cases = bundles.flatMap((bundle, at) =>
      AGES_MS.map((ageMs) => ({
        ...bundle,
        name: `${at} ${ageMs}`,
        ...(ageMs !== undefined && { nowMs: AS_OF_S * 1_000 + ageMs }),
        ...(ageMs === 3_600_001 && { freshMs: 3_600_000 }),
      })),
    );
    const { differences, exits } = await compare(python, cases);
    expect(differences).toEqual([]);
    expect(exits).toEqual({ 0: 19, 10: 6, 20: 3 });
  });
});
