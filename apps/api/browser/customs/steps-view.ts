import { h, type Child } from '#libs/dom';
import type { Reading, TrailStep } from '#libs/provenance';
import { fill } from './fill.js';
import { deviceText, partyText, unitText, uriText } from './names.js';
import type { Speech } from './speech.js';

/** Claims that a step shows in places of their own. */
const SHOWN_ELSEWHERE = new Set([
  'bizStep',
  'readPoint',
  'readPointCountry',
  'bizLocation',
  'bizLocationCountry',
  'temperatureVerdict',
  'sensorElement',
  'demo',
  'simulated',
]);

/** All steps in log order: when, where, who, what it travelled in, what was read, what is missing. */
export function stepsView(steps: readonly TrailStep[], speech: Speech): HTMLElement {
  const { step: words } = speech.words;
  return h(
    'section',
    { 'aria-labelledby': 'steps-heading' },
    h('h2', { id: 'steps-heading' }, `${words.heading} (${steps.length})`),
    steps.length === 0
      ? h('p', {}, words.none)
      : h('ol', { class: 'steps' }, ...steps.map((step) => stepItem(step, speech))),
  );
}

function stepItem(step: TrailStep, speech: Speech): HTMLElement {
  const { trail, words } = speech;
  const name = step.bizStep === null ? trail.bizStep['other'] : (trail.bizStep[step.bizStep] ?? step.bizStep);
  const warnings = [
    step.missingBefore > 0 && fill(words.step.missing, { n: step.missingBefore }),
    step.standing === 'elsewhere' && trail.standing['elsewhere'],
    step.standing === 'unknown' && trail.standing['unknown'],
    (step.temperature === 'above' || step.temperature === 'below') && trail.temperature[step.temperature],
    ...step.packing.filter(({ outcome }) => outcome !== 'confirmed').map(() => words.step.notConfirmed),
  ].filter((warning): warning is string => typeof warning === 'string');
  return h(
    'li',
    { class: warnings.length > 0 ? 'step warned' : 'step' },
    h('h3', {}, name, ' ', h('span', { class: 'when' }, step.time.text)),
    h('p', { class: 'marks' }, ...marksOf(step, speech)),
    ...warnings.map((warning) => h('p', { class: 'caution' }, warning)),
    h('dl', { class: 'facts' }, ...factsOf(step, speech)),
    ...claimsOf(step, speech),
  );
}

function marksOf(step: TrailStep, { trail, words }: Speech): Child[] {
  const mark = (text: string | false) => text !== false && h('span', { class: 'mark' }, text);
  return [
    mark(step.simulated && trail.simulated),
    mark(step.demo && !step.simulated && trail.demo),
    mark(step.late && trail.late),
    mark(step.time.precision === 'day' && trail.dayOnly),
    mark(step.time.precision === 'minute' && words.step.minuteOnly),
  ];
}

function factsOf(step: TrailStep, speech: Speech): Node[] {
  const { words, trail } = speech;
  const { step: labels } = words;
  const place = [
    step.place === null ? undefined : uriText(step.place),
    step.country === null ? undefined : speech.country(step.country),
  ];
  const arrived = new Date(step.receivedTimeMs).toISOString().replace('T', ' ').replace('Z', ' UTC');
  return pairs([
    [labels.place, place.filter(Boolean).join(', ') || trail.unknownPlace],
    [labels.location, step.location === null ? undefined : uriText(step.location)],
    [labels.by, partyText(step.party, speech)],
    [labels.device, deviceText(step.device)],
    [labels.custody, trail.standing[step.standing]],
    [labels.handsTo, step.handsTo === null ? undefined : partyText(step.handsTo, speech)],
    [labels.via, step.via.length === 0 ? undefined : step.via.map(unitText).join(' → ')],
    ...step.packing.map(({ act, parent, outcome }): Pair => {
      const text = fill(labels[act], { unit: unitText(parent) });
      return ['', outcome === 'confirmed' ? text : `${text} — ${labels.notConfirmed}`];
    }),
    [words.readings.heading, readingsText(step, speech)],
    [labels.arrived, arrived],
    [labels.entry, String(step.logIndex)],
  ]);
}

type Pair = readonly [label: string, value: string | undefined];

const pairs = (all: readonly Pair[]): Node[] =>
  all.flatMap(([label, value]) => (value === undefined ? [] : [h('dt', {}, label), h('dd', {}, value)]));

function readingsText({ readings, temperature }: TrailStep, { trail, number }: Speech): string | undefined {
  const texts = readings.map((reading) => readingText(reading, number));
  if (temperature !== null) texts.unshift(trail.temperature[temperature] ?? temperature);
  return texts.length > 0 ? texts.join('; ') : undefined;
}

function readingText({ type, unit, count, min, max, alarm }: Reading, number: (value: number) => string): string {
  const sign = unit === 'CEL' ? ' °C' : unit === undefined ? '' : ` ${unit}`;
  const range =
    min === undefined ? '' : min === max ? ` ${number(min)}${sign}` : ` ${number(min)} … ${number(max!)}${sign}`;
  return `${type.replace(/^gs1:/u, '')}${range} (${count})${alarm ? ' !' : ''}`;
}

function claimsOf({ claims, hiddenClaims }: TrailStep, { words }: Speech): Node[] {
  const others = claims.filter(({ name }) => !SHOWN_ELSEWHERE.has(name));
  const hidden = hiddenClaims > 0 ? [h('p', { class: 'quiet' }, fill(words.step.hidden, { n: hiddenClaims }))] : [];
  if (others.length === 0) return hidden;
  const rows = others.map(({ name, value }): Pair => [
    words.claims[name] ?? name,
    /^(?:https?|urn):/u.test(value) ? uriText(value) : value,
  ]);
  return [
    h('details', {}, h('summary', {}, words.step.stated), h('dl', { class: 'facts' }, ...pairs(rows))),
    ...hidden,
  ];
}
