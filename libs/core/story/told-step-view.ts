import type { KeyText, ReadScan } from '#libs/core/entries';
import { parentOf } from './packing.js';
import type { DescribedStep, StepStanding } from './step.js';
import type { ToldStanding, ToldStep } from './told/index.js';

/** Those of both ways of telling have one word. */
const STANDINGS: Readonly<Record<ToldStanding, StepStanding>> = {
  began: 'first',
  holder: 'custodian',
  'took over': 'took over',
  'previous holder': 'previous holder',
  logger: 'logger',
  owner: 'owner',
  authority: 'authority',
  unconfirmed: 'unconfirmed',
  outsider: 'elsewhere',
  unknown: 'unknown',
};

/** A step that was told by its own time, as `trailStep` describes it. */
export function describedStep(step: ToldStep, entry: ReadScan, object: KeyText): DescribedStep {
  const { words, via, units } = step;
  const named = [object, ...via, ...units].find((key) => entry.objects.includes(key)) ?? object;
  return {
    entry,
    party: step.party,
    via,
    about: parentOf(entry) ?? named,
    standing: STANDINGS[step.standing],
    counts: { steps: words.steps, readings: words.readings, marks: words.marks },
    custodian: step.holder,
    handsTo: step.handsTo,
    packing: step.packing,
    units,
    late: step.late,
    hasNoEffect: step.hasNoEffect,
    isUncertain: step.isUncertain,
  };
}
