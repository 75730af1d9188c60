import { agedKeys } from './aged.js';
import { allAnew, journeysAnew, madeAnew } from './anew.js';
import type { Base } from './base.js';
import { chainsChanged } from './chains.js';
import { otherCheckpoints } from './checkpoints.js';
import { contradictedDevice } from './contradicted.js';
import { cosignaturesChanged } from './cosignatures.js';
import { eventsForged, eventsLeftOut } from './events.js';
import type { Forgery, Lesser } from './forgery.js';
import { type Journey, theJourneys } from './journey.js';
import { entriesOfJourneysLeftOut, merelyLess } from './less.js';
import { logAsItWas, logsMadeAnew } from './logs-anew.js';
import { movedAbout } from './moved.js';

/** What nothing was done to, or the same made anew. */
export interface Control extends Forgery {
  readonly exit: Base['exit'];
}

/** What every verifier is shown: Node, Chromium and Python alike. */
export interface Forgeries {
  readonly bases: readonly Base[];
  readonly controls: readonly Control[];
  /** Neither 0 nor 10, ever. */
  readonly forged: readonly Forgery[];
  /** 0 or 10, or worse; then with what is not checked. */
  readonly lesser: readonly Lesser[];
}

export async function theForgeries(): Promise<Forgeries> {
  const [good, noticed] = await theJourneys();
  const [aged, contradicted] = await Promise.all([agedKeys(), contradictedDevice()]);
  const bases = [good, noticed, aged, contradicted];
  const forged = [
    ...[good, noticed].flatMap(ofJourney),
    ...bases.flatMap((base) => forgedFrom(base, base === good ? noticed : good)),
  ];
  return {
    bases,
    controls: bases.flatMap(controls),
    forged: onceEach(forged),
    lesser: [
      ...[good, noticed].flatMap(entriesOfJourneysLeftOut),
      ...bases.flatMap((base) => [...merelyLess(base), ...eventsLeftOut(base)]),
    ],
  };
}

const ofJourney = (base: Journey): Forgery[] => [...chainsChanged(base), ...journeysAnew(base)];

const forgedFrom = (base: Base, other: Base): Forgery[] => [
  ...movedAbout(base, other),
  ...cosignaturesChanged(base),
  ...otherCheckpoints(base),
  ...madeAnew(base),
  ...logsMadeAnew(base),
  ...eventsForged(base),
];

/** Bases have their beginning in common, and so what is forged of it alone. */
const onceEach = (forgeries: readonly Forgery[]): Forgery[] => [
  ...new Map(forgeries.map((one) => [JSON.stringify([one.evidence, one.policy, one.object]), one])).values(),
];

/** Nothing is wrong with them: so what is wrong with the others is what their names say. */
const controls = (base: Base): Control[] =>
  [
    { name: `${base.name}: as it is`, policy: base.policy, evidence: base.evidence },
    allAnew(base),
    logAsItWas(base),
  ].map((one) => ({ ...one, exit: base.exit }));
