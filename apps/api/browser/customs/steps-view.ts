import { h, type Child } from '#libs/web/ui';
import { isOfOthers, type Reading, type TrailStep } from '#libs/core/story';
import { printable } from '#libs/words';
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

/**
 * All steps by their times: when, where, who, what it travelled in, what was read, what is missing. What others say who did not hold
 * it stands apart, closed.
 */
export function stepsView(all: readonly TrailStep[], speech: Speech): HTMLElement {
  const { step: words } = speech.words;
  const steps = all.filter((step) => !isOfOthers(step));
  const others = all.filter(isOfOthers);
  // Where all steps are of one kind the page says so once.
  const mixed = { demo: steps.some(({ demo }) => !demo), simulated: steps.some(({ simulated }) => !simulated) };
  const items = steps.map((step) =>
    stepItem({ ...step, demo: step.demo && mixed.demo, simulated: step.simulated && mixed.simulated }, speech),
  );
  return h(
    'section',
    { 'aria-labelledby': 'steps-heading' },
    h('h2', { id: 'steps-heading' }, `${words.heading} (${steps.length})`),
    steps.length === 0 ? h('p', {}, words.none) : h('ol', { class: 'steps' }, ...items),
    others.length > 0 &&
      h(
        'details',
        { class: 'others' },
        h('summary', {}, `${words.others} (${others.length})`),
        h('ol', { class: 'steps' }, ...others.map((step) => stepItem(step, speech))),
      ),
  );
}

function stepItem(step: TrailStep, speech: Speech): HTMLElement {
  const { trail, words } = speech;
  const name = trail.bizStep[step.bizStep ?? 'other'] ?? trail.bizStep['other'];
  const warnings = warningsOf(step, speech);
  const readings = readingsText(step, speech);
  return h(
    'li',
    { class: warnings.length > 0 ? 'step warned' : 'step' },
    h('h3', {}, name, ' ', h('span', { class: 'when' }, step.time.text)),
    h('p', { class: 'marks' }, ...marksOf(step, speech)),
    ...warnings.map((warning) => h('p', { class: 'caution' }, warning)),
    h('p', {}, `${placeText(step, speech)} · ${partyText(step.party, speech)}`),
    ...packingTexts(step, speech).map((text) => h('p', {}, text)),
    step.handsTo && h('p', {}, `${words.step.handsTo}: ${partyText(step.handsTo, speech)}`),
    step.counts.readings && readings !== undefined && h('p', {}, readings),
    h(
      'details',
      {},
      h('summary', {}, words.step.details),
      h('dl', { class: 'facts' }, ...factsOf(step, speech)),
      !step.counts.readings && readings !== undefined && h('p', {}, `${readings} — ${words.step.notCounted}`),
      ...claimsOf(step, speech),
    ),
  );
}

function warningsOf(step: TrailStep, { trail, words }: Speech): string[] {
  const warnings = [
    step.missingBefore > 0 && fill(words.step.missing, { n: step.missingBefore }),
    step.standing === 'elsewhere' && trail.standing['elsewhere'],
    step.standing === 'unknown' && trail.standing['unknown'],
    step.standing === 'unconfirmed' && trail.standing['unconfirmed'],
    (step.counts.readings || step.standing === 'unconfirmed') &&
      (step.temperature === 'above' || step.temperature === 'below') &&
      trail.temperature[step.temperature],
  ];
  return warnings.filter((warning): warning is string => typeof warning === 'string');
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

function placeText({ place, country }: TrailStep, { trail, country: countryName }: Speech): string {
  const parts = [place === null ? '' : uriText(place), country === null ? '' : countryName(country)];
  return parts.filter((part) => part !== '').join(', ') || trail.unknownPlace;
}

const packingTexts = ({ packing }: TrailStep, { words }: Speech): string[] =>
  packing.map(({ act, parent, outcome }) => {
    const text = fill(words.step[act], { unit: unitText(parent) });
    return outcome === 'confirmed' ? text : `${text} — ${words.step.notConfirmed}`;
  });

function factsOf(step: TrailStep, speech: Speech): Node[] {
  const { words, trail } = speech;
  const { step: labels } = words;
  const arrived = new Date(step.receivedTimeMs).toISOString().replace('T', ' ').replace('Z', ' UTC');
  return pairs([
    [labels.place, placeText(step, speech)],
    [labels.location, step.location === null ? undefined : uriText(step.location)],
    [labels.by, partyText(step.party, speech)],
    [labels.device, deviceText(step.device)],
    [labels.custody, trail.standing[step.standing]],
    [labels.via, step.via.length === 0 ? undefined : step.via.map(unitText).join(' → ')],
    [labels.time, step.time.text],
    [labels.arrived, arrived],
    [labels.entry, String(step.logIndex)],
  ]);
}

type Pair = readonly [label: string, value: string | undefined];

const pairs = (all: readonly Pair[]): Node[] =>
  all.flatMap(([label, value]) =>
    value === undefined ? [] : [h('dt', {}, label), h('dd', {}, h('bdi', {}, printable(value)))],
  );

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
  const rows = others.map(({ name, value }): Pair => [
    words.claims[name] ?? name,
    /^(?:https?|urn):/u.test(value) ? uriText(value) : value,
  ]);
  return [
    ...(rows.length > 0 ? [h('h4', {}, words.step.stated), h('dl', { class: 'facts' }, ...pairs(rows))] : []),
    ...(hiddenClaims > 0 ? [h('p', { class: 'quiet' }, fill(words.step.hidden, { n: hiddenClaims }))] : []),
  ];
}
