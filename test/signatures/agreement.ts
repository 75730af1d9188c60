import type { SignatureVerifier } from '#libs/core/signatures';
import type { SignatureCase } from './case.js';

/** A verifier that is compared, with how many cases it gets: each, or one of so many where it is slow. */
export interface Compared {
  readonly name: string;
  readonly verifier: SignatureVerifier;
  readonly oneOf: number;
}

/** A case on which not all said what the profile says. */
export interface Disagreement {
  readonly place: number;
  readonly found: SignatureCase;
  readonly verdicts: Readonly<Record<string, boolean>>;
}

const BATCH = 2_048;

/** Has every verifier judge the cases from a place on, and yields how far it came, with what they did not agree on since the last time. */
export async function* compare(
  at: (place: number) => SignatureCase,
  { first, count }: { readonly first: number; readonly count: number },
  compared: readonly Compared[],
): AsyncGenerator<{ readonly done: number; readonly disagreements: readonly Disagreement[] }> {
  const end = first + count;
  let judging: Promise<Disagreement[]> | undefined;
  for (let from = first; from < end; from += BATCH) {
    // While the last ones are verified.
    const cases = Array.from({ length: Math.min(BATCH, end - from) }, (_, more) => at(from + more));
    const before = await judging;
    if (before) yield { done: from - first, disagreements: before };
    judging = judge(cases, from, compared);
  }
  yield { done: count, disagreements: (await judging) ?? [] };
}

async function judge(
  cases: readonly SignatureCase[],
  from: number,
  compared: readonly Compared[],
): Promise<Disagreement[]> {
  const verdicts = cases.map((): Record<string, boolean> => ({}));
  await Promise.all(
    compared.map(async ({ name, verifier, oneOf }) => {
      const places = [...cases.keys()].filter((at) => (from + at) % oneOf === 0);
      const given = await verifier.verifyAll(places.map((at) => cases[at]!.check));
      for (const [nth, at] of places.entries()) verdicts[at]![name] = given[nth]!;
    }),
  );
  return cases.flatMap((found, at) =>
    Object.values(verdicts[at]!).every((verdict) => verdict === found.isValid)
      ? []
      : [{ place: from + at, found, verdicts: verdicts[at]! }],
  );
}
