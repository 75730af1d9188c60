import { allAnew, madeAnew } from './anew.js';
import { type Base, theBases } from './base.js';
import { otherCheckpoints } from './checkpoints.js';
import { cosignaturesChanged } from './cosignatures.js';
import type { Forgery, Lesser } from './forgery.js';
import { merelyLess } from './less.js';
import { logAsItWas, logsMadeAnew } from './logs-anew.js';
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
  const forged = [...forgedFrom(good, noticed), ...forgedFrom(noticed, good)];
  return { bases, controls: bases.flatMap(controls), forged: onceEach(forged), lesser: bases.flatMap(merelyLess) };
}

const forgedFrom = (base: Base, other: Base): Forgery[] => [
  ...movedAbout(base, other),
  ...cosignaturesChanged(base),
  ...otherCheckpoints(base),
  ...madeAnew(base),
  ...logsMadeAnew(base),
];

/** The bases have their beginning in common, and so what is forged of it alone. */
const onceEach = (forgeries: readonly Forgery[]): Forgery[] => [
  ...new Map(forgeries.map((one) => [JSON.stringify([one.evidence, one.policy, one.object]), one])).values(),
];

/** Nothing is wrong with them: so what is wrong with the others is what their names say. */
const controls = (base: Base): Forgery[] => [
  { name: `${base.name}: as it is`, policy: base.policy, evidence: base.evidence },
  allAnew(base),
  logAsItWas(base),
];
