import { type CounterHole, partyText, type SpanView, type TrailStep, unitText } from '#libs/core/story';
import { missingSteps, type StepOfUnit } from './gap-rules.js';
import { type Finding, finding } from './status.js';

/** Business steps after which nothing more should be seen of a thing. */
const ENDS = ['destroying', 'decommissioning', 'killing'];

/** A step, what it is about, and the hole below its counter. */
export interface CountedStep extends StepOfUnit {
  readonly hole: CounterHole;
}

/** What the steps of one object show beside themselves, in the order of the rules. */
export function findingsOf(counted: readonly CountedStep[], spans: readonly SpanView[]): Finding[] {
  const steps = counted.map(({ step }) => step);
  return [
    ...counted.flatMap(holesOf),
    ...missingSteps(counted).map(({ rule, at }) => finding('STEP_MISSING', rule.text, [at.logIndex])),
    ...steps.flatMap(packingFindings),
    ...elsewhere(steps),
    ...steps.flatMap(excursions),
    ...steps.flatMap(disagreements),
    ...uncertainSpans(spans),
    ...afterTheEnd(steps),
  ];
}

/** Counters below a step that are not accounted for, or were refused. */
export function holesOf({ step, hole }: Pick<CountedStep, 'step' | 'hole'>): Finding[] {
  const counters = hole.first === hole.last ? `counter ${hole.first}` : `counters ${hole.first} to ${hole.last}`;
  if (hole.missing > 0) {
    const text = `When entry ${step.logIndex} was logged, ${counters} of its device were missing; ${hole.missing} of them are still unknown here.`;
    return [finding('COUNTER_HOLE', text, [step.logIndex])];
  }
  if (hole.refused === 0) return [];
  return [
    finding(
      'COUNTER_REFUSED',
      `Of ${counters}, before entry ${step.logIndex}, ${hole.refused} were refused when they came in.`,
      [step.logIndex],
    ),
  ];
}

function packingFindings({ packing, party, logIndex }: TrailStep): Finding[] {
  return packing.flatMap(({ act, child, parent, outcome }) => {
    const what = `${unitText(child)} ${act === 'packed' ? 'in' : 'out of'} ${unitText(parent)}`;
    switch (outcome) {
      case 'confirmed':
        return [];
      case 'not confirmed':
        return [
          finding(
            'PACKING_NOT_CONFIRMED',
            `${what}: claimed by ${partyText(party)}, not confirmed, for it did not have custody.`,
            [logIndex],
          ),
        ];
      case 'cycle':
        return [finding('PACKING_IMPOSSIBLE', `${what}: it would lie in itself.`, [logIndex])];
      case 'too deep':
        return [
          finding(
            'DEPTH',
            `${what}: deeper than eight units in each other; what happened to the outer unit is not checked.`,
            [logIndex],
          ),
        ];
      case 'was not in it':
        return [finding('UNPACKED_NOT_PACKED', `${what}: nothing says that it was put in.`, [logIndex])];
    }
  });
}

function elsewhere(steps: readonly TrailStep[]): Finding[] {
  const byParty = new Map<string, TrailStep[]>();
  for (const step of steps.filter(({ standing }) => standing === 'elsewhere')) {
    const key = step.party!.key;
    byParty.set(key, [...(byParty.get(key) ?? []), step]);
  }
  return [...byParty.values()].map((seen) =>
    finding(
      'SEEN_ELSEWHERE',
      `Seen elsewhere by ${partyText(seen[0]!.party)}, which did not have custody.`,
      seen.map(({ logIndex }) => logIndex),
    ),
  );
}

function excursions({ temperature, readings, custodian, logIndex }: TrailStep): Finding[] {
  const alarms = readings.filter(({ alarm }) => alarm).map(({ type }) => type);
  const outside = temperature === 'above' || temperature === 'below';
  if (!outside && alarms.length === 0) return [];
  const what = outside
    ? `The temperature was ${temperature} the allowed band`
    : `A sensor raised an alarm (${alarms.join(', ')})`;
  return [finding('EXCURSION', `${what} while ${partyText(custodian)} had custody.`, [logIndex])];
}

/** The verdict on the temperature against the band and the readings that stand in the same scan, as far as all are open. */
export function disagreements({ temperature, readings, claims, logIndex }: TrailStep): Finding[] {
  const bound = (name: string): number | undefined => {
    const claim = claims.find((one) => one.name === name);
    return claim && Number(claim.value);
  };
  const min = bound('temperatureMinC');
  const max = bound('temperatureMaxC');
  const measured = readings.filter(
    ({ type, unit, count }) => /^(gs1:)?Temperature$/.test(type) && unit === 'CEL' && count > 0,
  );
  const isOutside = measured.some(
    (reading) => (min !== undefined && reading.min! < min) || (max !== undefined && reading.max! > max),
  );
  if (temperature !== 'within' || !isOutside) return [];
  return [
    finding(
      'CLAIMS_DISAGREE',
      `Entry ${logIndex} says that the temperature was within the band, and its own readings are outside of it.`,
      [logIndex],
    ),
  ];
}

function uncertainSpans(spans: readonly SpanView[]): Finding[] {
  return spans
    .filter(({ uncertain }) => uncertain)
    .map(({ child, parent, from, to, end }) => {
      const ended =
        end === 'seen alone'
          ? 'it was then seen without it'
          : end === 'packed elsewhere'
            ? 'it was then packed into another'
            : 'a late entry touches that time';
      const text = `How long ${unitText(child)} was in ${unitText(parent)} is uncertain: ${ended}.`;
      return finding('SPAN_UNCERTAIN', text, to === null ? [from] : [from, to]);
    });
}

/** Steps behind one after which nothing more should be seen. */
export function afterTheEnd(steps: readonly TrailStep[]): Finding[] {
  const end = steps.findIndex(({ bizStep, via }) => bizStep !== null && ENDS.includes(bizStep) && via.length === 0);
  const later = end < 0 ? [] : steps.slice(end + 1).map(({ logIndex }) => logIndex);
  if (later.length === 0) return [];
  return [
    finding('SEEN_AFTER_ITS_END', `It was seen again after its end (${steps[end]!.bizStep}).`, [
      steps[end]!.logIndex,
      ...later,
    ]),
  ];
}
