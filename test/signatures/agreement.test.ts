import { NobleVerifier, type SignatureCheck, SignatureVerifier } from '#libs/core/signatures';
import { NativeVerifier } from '#libs/host/keys';
import { compare, type Disagreement } from './agreement.js';
import { CaseMaker } from './case-maker.js';
import { describe as inWords } from './report.js';

// The command itself: that its cases are what they say, that a seed repeats them, and that a verifier which is wrong is noticed.

const SEED = 7;
const COUNT = 1_500;
const makes = new CaseMaker(SEED);
const native = new NativeVerifier();

async function disagreements(verifier: SignatureVerifier, { first = 0, count = COUNT } = {}): Promise<Disagreement[]> {
  const compared = [
    { name: 'node:crypto', verifier: native, oneOf: 1 },
    { name: 'other', verifier, oneOf: 1 },
  ];
  const found: Disagreement[] = [];
  for await (const step of compare((place) => makes.at(place), { first, count }, compared))
    found.push(...step.disagreements);
  return found;
}

/** Gives the verdicts of another one but where it was told. */
class WrongVerifier extends SignatureVerifier {
  constructor(private readonly judge: (check: SignatureCheck, verdict: boolean) => boolean) {
    super();
  }
  override async verifyAll(checks: readonly SignatureCheck[]): Promise<boolean[]> {
    const verdicts = await native.verifyAll(checks);
    return checks.map((check, at) => this.judge(check, verdicts[at]!));
  }
}

it('there are cases of every kind, and each gets the verdict that it was made for', async () => {
  const kinds = Array.from({ length: COUNT }, (_, place) => makes.at(place).kind);
  expect(new Set(kinds)).toEqual(new Set(makes.kindNames));
  expect(await disagreements(native)).toEqual([]);
});

it('@noble/curves gives the same verdicts', async () => {
  expect(await disagreements(new NobleVerifier(), { count: 150 })).toEqual([]);
});

it('a seed and a place are one case, and another seed makes others', () => {
  const again = new CaseMaker(SEED);
  expect([5, 0, 1_499].map((place) => again.at(place))).toEqual([5, 0, 1_499].map((place) => makes.at(place)));
  expect(new CaseMaker(SEED + 1).at(0)).not.toEqual(makes.at(0));
});

describe.each([
  ['takes every signature', () => true],
  ['takes none', () => false],
  ['takes S + L', ({ signature }: SignatureCheck, verdict: boolean) => verdict || signature[63]! > 0x1f],
  [
    'refuses s in the upper half',
    ({ algorithm, signature }: SignatureCheck, verdict: boolean) =>
      verdict && !(algorithm === 2 && signature[32]! > 0x7f),
  ],
])('a verifier that %s', (_what, judge) => {
  it('is noticed, and the case can be seen again', async () => {
    const found = await disagreements(new WrongVerifier(judge));
    expect(found.length).toBeGreaterThan(0);
    const { place } = found[0]!;
    expect(await disagreements(new WrongVerifier(judge), { first: place, count: 1 })).toEqual([found[0]]);
    expect(inWords(found[0]!, SEED)).toContain(`--seed ${SEED} --first ${place} --count 1`);
  });
});
