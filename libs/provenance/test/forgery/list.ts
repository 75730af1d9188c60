import { madeAnew } from './anew.js';
import { type Base, theBases } from './base.js';
import { otherCheckpoints } from './checkpoints.js';
import type { Forgery, Lesser } from './forgery.js';
import { controls } from './anew.js';
import { merelyLess } from './less.js';
import { movedAbout } from './moved.js';

/** What every verifier is shown: Node, Chromium and Python alike. */
export interface Forgeries {
  readonly bases: readonly [Base, Base];
  /** Intact: exit 0 of the first base, 10 of the second. */
  readonly controls: readonly Forgery[];
  /** Neither 0 nor 10, ever. */
  readonly forged: readonly Forgery[];
  /** 0 or 10, or worse; then with what is not checked. */
  readonly lesser: readonly Lesser[];
}

export async function theForgeries(): Promise<Forgeries> {
  const bases = await theBases();
  const [good, noticed] = bases;
  const forgedFrom = (base: Base, other: Base): Forgery[] => [
    ...movedAbout(base, other),
    ...otherCheckpoints(base),
    ...madeAnew(base),
  ];
  return {
    bases,
    controls: bases.flatMap(controls),
    forged: [...forgedFrom(good, noticed), ...forgedFrom(noticed, good)],
    lesser: bases.flatMap(merelyLess),
  };
}
