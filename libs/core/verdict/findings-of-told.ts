import {
  type CounterHole,
  partyText,
  readingsOf,
  type ToldStep,
  type ToldStory,
  type TrailStep,
} from '#libs/core/story';
import type { KeyText, ReadEntry, ReadScan } from '#libs/core/entries';
import type { KeyState } from '#libs/core/keys';
import type { Claim } from '#libs/core/wire';
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

/** A told story, and what it was told from. */
export interface Told {
  readonly story: ToldStory;
  readonly counted: readonly CountedTold[];
  readonly entries: readonly ReadEntry[];
  readonly keys: KeyState;
  readonly names: Names;
}

/**
 * What a told story shows beside itself. Only what counts makes a finding: whoever did not hold the thing raises SEEN_ELSEWHERE and
 * CODE_SEEN_TWICE, and nothing that he says or lacks marks it.
 */
export function findingsOfTold(input: Told): Finding[] {
  const { story, counted, entries, keys, names } = input;
  const acting = counted.filter(({ step }) => step.counts.steps);
  const heard = counted.filter(({ step }) => step.counts.steps || step.counts.readings || step.counts.marks);
  const devices = new Set(heard.map(({ entry }) => entry.device));
  const theirs = entries.filter((entry) => entry.kind !== 'scan' || devices.has(entry.device));
  return [
    ...acting.flatMap(holesOf),
    ...missingSteps(acting, story.isClass).map(({ rule, at }) => finding('STEP_MISSING', rule.text, [at.logIndex])),
    ...toldFindings(story.findings, names),
    ...excursions(input),
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

/** Every reading outside that stands: also one of a scan that is not told any more, or never was, for nothing silences it. */
function excursions({
  story,
  counted,
  entries,
  names,
}: Pick<Told, 'story' | 'counted' | 'entries' | 'names'>): Finding[] {
  const custodians = new Map(counted.map(({ step }) => [step.logIndex, step.custodian]));
  const claims = new Map(entries.map((entry) => [entry.logIndex, entry.claims]));
  return story.alarms.flatMap(({ entry, alarm, party, by, uncertain }) => {
    if (alarm !== 'reading outside') return [];
    const signer = partyText(party === null ? null : names.party(party, entry));
    const custodian = custodians.get(entry);
    const where =
      by === 'unconfirmed'
        ? `says ${signer}, which no holder had named`
        : custodian === undefined
          ? `says ${signer}, which held it`
          : `while ${partyText(custodian)} had custody`;
    const doubt = uncertain ? ', which is uncertain' : '';
    return [finding('EXCURSION', `${whatWasOutside(claims.get(entry)!)} ${where}${doubt}.`, [entry])];
  });
}

function whatWasOutside(claims: readonly Claim[]): string {
  const verdict = claims.find(({ name }) => name === 'temperatureVerdict')?.value;
  if (verdict === 'above' || verdict === 'below') return `The temperature was ${verdict} the allowed band`;
  const kinds = readingsOf(claims).filter(({ alarm }) => alarm);
  return `A sensor raised an alarm (${kinds.map(({ type }) => type).join(', ')})`;
}
