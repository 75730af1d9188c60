import { encodeEvidence, parseEvidence } from '../../../libs/core/evidence/bundle.js';
import { formatNote, parseNote } from '#libs/core/tlog';
import { aCosignature, aWitness } from '../core/witness.js';
import { anew, without } from './anew.js';
import { type Base, WITNESSES } from './base.js';
import type { Forgery, Lesser } from './forgery.js';
import type { Journey } from './journey.js';

// Less than there is, by someone who makes the proof anew. Until absence can be proven, nothing shows it.

export function entriesOfJourneysLeftOut(base: Journey): Lesser[] {
  const { told, afterSpan } = base;
  const less = (name: string, { evidence, policy }: Forgery): Lesser => ({
    name: `${base.name}: ${name}`,
    evidence,
    policy,
    notChecked: base.notChecked,
  });
  const left = (name: string, ...indexes: readonly number[]): Lesser =>
    less(name, anew(base, name, without(base, ...indexes)));
  const unchained = (name: string, indexes: readonly number[]): Lesser =>
    less(name, anew(base, name, indexes, { chains: [] }));
  return [
    left('the last entry of the object left out', told.seen),
    left('its first entry left out', told.made),
    left('its unpacking left out', told.unpacked),
    left('the unpacking of its unit left out', told.unloaded),
    left('both unpackings left out', told.unloaded, told.unpacked),
    left('an entry of a unit left out', told.received),
    left('the handing over left out', told.shipped),
    less(
      'both unpackings left out, and the unit followed on',
      anew(base, 'stretched', [...without(base, told.unloaded, told.unpacked), afterSpan]),
    ),
    left('a report of a key left out', told.compromised),
    left('the receipt key left out', 1),
    left('all since a reset left out', told.reset, told.compromised, told.seen),
    left(
      'a report, a reset, the rotation of the operator left out',
      told.operatorRotated,
      told.reset,
      told.compromised,
      told.seen,
    ),
    left(
      'the party left out that it was handed to, and all by it',
      4,
      5,
      told.received,
      told.unloaded,
      told.unpacked,
      told.reset,
      told.compromised,
      told.seen,
    ),
    unchained('a late scan left out, and its chain', without(base, told.late)),
    {
      ...unchained(
        'a rotation left out, and all that came after it',
        base.indexes.filter((index) => index < told.rotated && index !== 4 && index !== 5),
      ),
      notChecked: ['LATER_ENTRIES', 'LATER_KEY_EVENTS'],
    },
    {
      // The late scan needs no chain then: without the rotation nobody knows that it was late.
      ...unchained(
        'a rotation left out, and all that its key signed',
        base.indexes.filter((index) => index <= told.late && ![4, 5, told.rotated].includes(index)),
      ),
      notChecked: ['LATER_ENTRIES', 'LATER_KEY_EVENTS'],
    },
  ];
}

/** Nothing protects a line that no quorum needs: it may become one that the policy does not know. */
function linesThatSayNothing(base: Base): Lesser[] {
  const bundle = parseEvidence(base.evidence);
  const { text, signatures } = parseNote(bundle.checkpoint);
  const under = (
    name: string,
    more: readonly ReturnType<typeof aCosignature>[],
    notChecked: readonly string[],
  ): Lesser => ({
    name: `${base.name}: ${name}`,
    policy: base.policy,
    evidence: encodeEvidence({ ...bundle, checkpoint: formatNote(text, [...signatures, ...more]) }),
    notChecked: [...base.notChecked, ...notChecked],
  });
  const needless = aCosignature(WITNESSES[3]!, text);
  return [
    under('a cosignature more than the quorum needs', [needless], []),
    under(
      'that cosignature under another name',
      [{ ...needless, name: 'witness.example/fous' }],
      ['UNKNOWN_SIGNATURES'],
    ),
    under('a cosignature of a stranger more', [aCosignature(aWitness('stranger'), text)], ['UNKNOWN_SIGNATURES']),
  ];
}

/** What is open in the evidence, closed: the proof stays as it is. */
function claimsHidden(base: Base): Lesser {
  const bundle = parseEvidence(base.evidence);
  const entries = bundle.entries.map((entry) => ({ ...entry, disclosures: entry.disclosures.map(() => null) }));
  return {
    name: `${base.name}: all claims hidden`,
    policy: base.policy,
    evidence: encodeEvidence({ ...bundle, entries }),
    notChecked: [...base.notChecked, 'HIDDEN_CLAIMS'],
  };
}

export const merelyLess = (base: Base): Lesser[] => [...linesThatSayNothing(base), claimsHidden(base)];
