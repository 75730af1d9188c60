import { jest } from '@jest/globals';
import { describeWithReal } from '../../test/support/services.js';
import { type Case, compare, requireCryptography } from '../../test/kit/python.js';
import { yardCase } from './support/random-yards.js';
import { worldCase } from './support/told-worlds.js';

// Stories by their own times, told by both verifiers: worlds of test/worlds, honest and hostile, in signed evidence of version 2.
// More of them: VERIFY_PYTHON_ROUNDS=10 VERIFY_PYTHON_SEED=1 npm test -- tools/test/verify-python-worlds

const ROUNDS = Number(process.env['VERIFY_PYTHON_ROUNDS'] ?? 1);
const FIRST_SEED = Number(process.env['VERIFY_PYTHON_SEED'] ?? 1);
jest.setTimeout(60_000 * ROUNDS);
/** Cases that are judged at once: a batch of them is written to one file. */
const BATCH = 40;

describeWithReal('python', 'stories by their own times, in tools/verify.py', (python) => {
  beforeAll(async () => requireCryptography(python));

  async function agree(count: number, caseOf: (seed: number) => Case | undefined) {
    const total: Record<string, number> = {};
    for (let from = FIRST_SEED; from < FIRST_SEED + count; from += BATCH) {
      const seeds = Array.from({ length: Math.min(BATCH, FIRST_SEED + count - from) }, (_, at) => from + at);
      const { differences, exits } = await compare(
        python,
        seeds.flatMap((seed) => caseOf(seed) ?? []),
      );
      expect(differences.slice(0, 3)).toEqual([]);
      for (const [exit, times] of Object.entries(exits)) total[exit] = (total[exit] ?? 0) + times;
    }
    return total;
  }

  it('agrees on worlds, honest and hostile', async () => {
    const exits = await agree(30 * ROUNDS, worldCase);
    expect(Object.keys(exits)).toEqual(expect.arrayContaining(['0', '10']));
    expect(exits['20']).toBeUndefined();
  });

  it('agrees on yards where everybody scans anything', async () => {
    const exits = await agree(40 * ROUNDS, yardCase);
    expect([exits['20'], exits['30']]).toEqual([undefined, undefined]);
  });
});
