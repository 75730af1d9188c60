import { h, svg } from '#libs/web/ui';
import { fill } from './fill.js';
import { isOutside, type Sample, temperaturesOf, type Temperatures } from './samples.js';
import type { Speech } from './speech.js';
import type { TrailStep } from '#libs/core/story';

const WIDTH = 720;
const HEIGHT = 200;
const LEFT = 34;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 26;
const LABEL_HEIGHT = 14;
// A table that a person still scrolls through; the chart shows all.
const ROWS_MAX = 500;

/** The temperatures of a trail as a chart, in words, and as a table; nothing where there are none. */
export function temperatureChart(steps: readonly TrailStep[], speech: Speech): HTMLElement | undefined {
  const temperatures = temperaturesOf(steps);
  const { samples } = temperatures;
  if (samples.length === 0) return undefined;
  const { readings } = speech.words;
  const summary = summaryOf(temperatures, speech);
  return h(
    'section',
    { class: 'card readings', 'aria-labelledby': 'readings-heading' },
    h('h2', { id: 'readings-heading' }, readings.heading),
    h('p', {}, summary),
    drawing(temperatures, summary, speech),
    h('details', {}, h('summary', {}, readings.table), table(temperatures, speech)),
  );
}

const celsius = (value: number, { number }: Speech): string => `${number(value)} °C`;

function summaryOf(temperatures: Temperatures, speech: Speech): string {
  const { samples, min, max } = temperatures;
  const { readings } = speech.words;
  const values = samples.map((sample) => sample.celsius);
  const outside = samples.filter((sample) => isOutside(sample, temperatures)).length;
  const edge = (value: number | undefined): string => (value === undefined ? '…' : celsius(value, speech));
  return [
    fill(readings.summary, {
      n: speech.number(samples.length),
      min: celsius(lowest(values), speech),
      max: celsius(highest(values), speech),
    }),
    min !== undefined || max !== undefined ? fill(readings.band, { min: edge(min), max: edge(max) }) : '',
    outside > 0 ? fill(readings.outside, { n: speech.number(outside) }) : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function drawing(temperatures: Temperatures, summary: string, speech: Speech): SVGElement {
  const { samples, min, max } = temperatures;
  const values = [...samples.map((sample) => sample.celsius), ...[min, max].filter((value) => value !== undefined)];
  const low = Math.floor(lowest(values) - 1);
  const high = Math.ceil(highest(values) + 1);
  const first = samples[0]!.timeMs;
  const duration = Math.max(1, samples.at(-1)!.timeMs - first);
  const x = ({ timeMs }: Sample): number => LEFT + ((timeMs - first) / duration) * (WIDTH - LEFT - RIGHT);
  const y = (value: number): number => TOP + ((high - value) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const point = (sample: Sample): string => `${x(sample).toFixed(1)},${y(sample.celsius).toFixed(1)}`;
  const label = (at: number, text: string) =>
    svg('text', { x: LEFT - 6, y: at + 4, class: 'label', 'text-anchor': 'end' }, text);
  const end = HEIGHT - 8;
  return svg(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'chart', role: 'img', 'aria-label': summary },
    svg('rect', {
      x: LEFT,
      y: max === undefined ? TOP : y(max),
      width: WIDTH - LEFT - RIGHT,
      height: (min === undefined ? HEIGHT - BOTTOM : y(min)) - (max === undefined ? TOP : y(max)),
      class: 'band',
    }),
    ...axisValues({ low, high, min, max }, y).map((value) => label(y(value), speech.number(value))),
    svg('polyline', { points: samples.map(point).join(' '), class: 'line' }),
    ...samples
      .filter((sample) => isOutside(sample, temperatures))
      .map((sample) =>
        svg('circle', { cx: x(sample).toFixed(1), cy: y(sample.celsius).toFixed(1), r: 2.5, class: 'outside' }),
      ),
    svg('text', { x: LEFT, y: end, class: 'label' }, speech.moment(first)),
    svg(
      'text',
      { x: WIDTH - RIGHT, y: end, class: 'label', 'text-anchor': 'end' },
      speech.moment(samples.at(-1)!.timeMs),
    ),
  );
}

/** What stands at the axis: the band, and the ends of the drawing where they do not run into it. */
function axisValues(
  {
    low,
    high,
    min,
    max,
  }: { readonly low: number; readonly high: number; readonly min?: number; readonly max?: number },
  y: (value: number) => number,
): number[] {
  const band = [min, max].filter((value) => value !== undefined);
  const ends = [low, high].filter((end) => band.every((value) => Math.abs(y(end) - y(value)) > LABEL_HEIGHT));
  return [...band, ...ends];
}

function table(temperatures: Temperatures, speech: Speech): HTMLElement {
  const { readings } = speech.words;
  const rows = temperatures.samples
    .slice(0, ROWS_MAX)
    .map((sample) =>
      h(
        'tr',
        { class: isOutside(sample, temperatures) && 'outside' },
        h('td', {}, speech.moment(sample.timeMs)),
        h('td', {}, celsius(sample.celsius, speech)),
      ),
    );
  return h(
    'table',
    {},
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, readings.time), h('th', { scope: 'col' }, readings.value))),
    h('tbody', {}, ...rows),
  );
}

// Not Math.min(...values): a logger's thousands of readings are too many arguments.
const lowest = (values: readonly number[]): number => values.reduce((one, other) => Math.min(one, other));
const highest = (values: readonly number[]): number => values.reduce((one, other) => Math.max(one, other));
