import { type EvidenceBundle, parseEvidence } from '../../../libs/core/evidence/bundle.js';
import { sharedProof } from '../../../libs/core/evidence/shared-proof.js';
import { bundleOf } from '../core/evidence.js';
import { MemoryLog } from '../core/memory-log.js';
import { type Base, noteOf } from './base.js';
import type { Journey } from './journey.js';
import type { Forgery } from './forgery.js';

// Bundles by someone who has the whole log and makes every proof anew, as a server between a buyer and an honest log can.

/** Some entries of the log under its cosigned checkpoint. Shows all claims. */
export function anew(
  base: Base,
  name: string,
  indexes: readonly number[],
  more: Partial<EvidenceBundle> = {},
): Forgery {
  const { chains } = parseEvidence(base.evidence);
  const { log, policy } = base;
  const evidence = bundleOf(log, indexes, { chains, checkpoint: noteOf(log.checkpoint()), ...more });
  return { name: `${base.name}: with a new proof, ${name}`, policy, evidence };
}

export const without = ({ indexes }: Base, ...left: readonly number[]): number[] =>
  indexes.filter((index) => !left.includes(index));

/** Whose signatures, or whose place in the story, need it. */
function neededLeftOut(base: Journey): Forgery[] {
  const { told } = base;
  const needed = [
    ...[0, 2, 3, 4, 5].map((index) => [`entry ${index}`, index] as const),
    ...(['rotated', 'operatorRotated', 'reset', 'late', 'packed', 'loaded'] as const).map(
      (one) => [one, told[one]] as const,
    ),
  ];
  return [
    ...needed.map(([name, index]) => anew(base, `without ${name}`, without(base, index))),
    ...needed.slice(1).map(([name, index]) => anew(base, `without the operator and ${name}`, without(base, 0, index))),
    anew(base, 'without a chain', base.indexes, { chains: [] }),
    anew(base, 'without the rotation and all that its key signed, with the chain', without(base, ...ofSecondKey(base))),
    anew(
      base,
      'without any key event',
      base.indexes.filter(
        (index) => base.log.trail(base.log.operator).every((entry) => entry.logIndex !== index) && index > 5,
      ),
    ),
  ];
}

const ofSecondKey = ({ told, indexes }: Journey): number[] =>
  indexes.filter((index) => index === told.rotated || index > told.late);

function foreignAdded(base: Journey): Forgery[] {
  const { indexes, beforeSpan, afterSpan, ofAnother, strangers } = base;
  const added: [string, readonly number[]][] = [
    ['a scan of the pallet before the item was on it', [beforeSpan]],
    ['a scan of the pallet after the item was off it', [afterSpan]],
    ['both', [beforeSpan, afterSpan]],
    ['a scan of another object', [ofAnother]],
    ['a party that it never came to', [strangers[0]]],
    ['a device that never saw it', [strangers[1]]],
    ['party and device of a stranger', strangers],
  ];
  return added.map(([name, more]) => anew(base, `and ${name}`, [...indexes, ...more]));
}

function proofsOfOthers(base: Base): Forgery[] {
  const { log, indexes } = base;
  const { size } = log;
  const other = new MemoryLog(log.origin, { timeMs: 1 });
  other.fill(size - other.size);
  const of = (name: string, at: readonly number[], { hashAt }: MemoryLog = log, ofSize = size): Forgery =>
    anew(base, `but ${name}`, indexes, { proof: sharedProof({ size: ofSize, indexes: at }, hashAt) });
  return [
    of('of one entry less', indexes.slice(0, -1)),
    of('of one entry alone', indexes.slice(-1)),
    of(
      'of another entry',
      [...indexes.slice(0, -1), base.foreign[0]!].sort((one, other) => one - other),
    ),
    of(
      'of all entries one further',
      indexes.map((index) => index + 1),
    ),
    of('of one entry more', [...indexes, size - 1]),
    of('of another log', indexes, other),
  ];
}

export const allAnew = (base: Base): Forgery => anew(base, 'of all that there is', base.indexes);

/** Of a journey alone: what its story needs, and what does not belong to it. */
export const journeysAnew = (base: Journey): Forgery[] => [...neededLeftOut(base), ...foreignAdded(base)];

export const madeAnew = (base: Base): Forgery[] => [
  ...base.foreign.map((index) => anew(base, `and entry ${index}`, [...base.indexes, index])),
  ...proofsOfOthers(base),
];
