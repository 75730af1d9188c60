import type { CounterHole, ToldAlarm, ToldStep, ToldStory, TrailStep } from '#libs/core/story';
import { partyText } from '#libs/core/story';
import type { KeyText, ReadEntry, ReadScan } from '#libs/core/entries';
import type { KeyState } from '#libs/core/keys';
import { afterTheEnd, disagreements, holesOf } from './findings.js';
import { missingSteps } from './gap-rules.js';
import { compromisedKeys, equivocations, unnamedEquivocations } from './key-findings.js';
import { statedOtherwise } from './stated-twice.js';
import { type Finding, finding } from './status.js';
import { type Names, toldFindings } from './told-texts.js';

/** A step of a told story, its entry, and the hole below its counter. */
export interface CountedTold {
  readonly told: ToldStep;
  readonly entry: ReadScan;
  readonly step: TrailStep;
  readonly hole: CounterHole;
  /** What the step is about. */
  readonly unit: KeyText;
}

/**
 * What a told story shows beside itself. Only what counts makes a finding: whoever did not hold the thing raises SEEN_ELSEWHERE and
 * CODE_SEEN_TWICE, and nothing that he says or lacks marks it.
 */
export function findingsOfTold(input: {
  readonly story: ToldStory;
  readonly counted: readonly CountedTold[];
  readonly entries: readonly ReadEntry[];
  readonly keys: KeyState;
  readonly names: Names;
}): Finding[] {
  const { story, counted, entries, keys, names } = input;
  const acting = counted.filter(({ step }) => step.counts.steps);
  const heard = counted.filter(({ step }) => step.counts.steps || step.counts.readings || step.counts.marks);
  const devices = new Set(heard.map(({ entry }) => entry.device));
  const theirs = entries.filter((entry) => entry.kind !== 'scan' || devices.has(entry.device));
  return [
    ...acting.flatMap(holesOf),
    ...(story.isClass
      ? []
      : missingSteps(acting).map(({ rule, at }) => finding('STEP_MISSING', rule.text, [at.logIndex]))),
    ...toldFindings(story.findings, names),
    ...excursions(story.alarms, counted, names),
    ...heard.filter(({ step }) => step.counts.readings).flatMap(({ step }) => disagreements(step)),
    ...(story.isClass ? [] : afterTheEnd(acting.map(({ step }) => step))),
    ...equivocations(
      entries,
      heard.map(({ step }) => step),
    ),
    ...unnamedEquivocations(theirs),
    ...compromisedKeys(
      heard.map(({ entry }) => entry),
      keys,
    ),
    ...counted
      .filter(({ step: { counts } }) => counts.steps || counts.marks)
      .flatMap(({ entry }) => statedOtherwise(entry, keys)),
  ];
}

function excursions(alarms: readonly ToldAlarm[], counted: readonly CountedTold[], names: Names): Finding[] {
  const stepOf = new Map(counted.map(({ step }) => [step.logIndex, step]));
  return alarms.flatMap(({ entry, alarm, party, by, uncertain }) => {
    const step = stepOf.get(entry);
    if (alarm !== 'reading outside' || !step) return [];
    const { temperature, readings, custodian } = step;
    const kinds = readings.filter((reading) => reading.alarm).map(({ type }) => type);
    const what =
      temperature === 'above' || temperature === 'below'
        ? `The temperature was ${temperature} the allowed band`
        : `A sensor raised an alarm (${kinds.join(', ')})`;
    const signer = party === null ? null : names.party(party, entry);
    const where =
      by === 'unconfirmed'
        ? `says ${partyText(signer)}, which no holder had named`
        : `while ${partyText(custodian)} had custody`;
    const doubt = uncertain ? ', which is uncertain' : '';
    return [finding('EXCURSION', `${what} ${where}${doubt}.`, [entry])];
  });
}
