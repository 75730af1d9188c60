import { h } from '#libs/web/ui';
import type { Check, Verdict } from '#libs/core/verdict';
import { findingText, headlineOf, timeText } from '#libs/words';
import { fill } from './fill.js';
import { partyText, unitText } from './names.js';
import type { Speech } from './speech.js';

const TONES = { 0: 'good', 10: 'warn', 20: 'bad', 30: 'none' } as const;

/** The two questions: is the record intact, and what is the status of the thing. */
export function verdictView(verdict: Verdict, speech: Speech): HTMLElement {
  const { words, trail } = speech;
  const { findings } = verdict;
  const shown =
    verdict.state !== 'intact'
      ? []
      : findings.length === 0
        ? [h('p', {}, words.verdict.nothing)]
        : [
            h('h3', {}, words.verdict.findings),
            h(
              'ul',
              { class: 'findings' },
              ...findings.map((one) =>
                h(
                  'li',
                  {},
                  h('strong', {}, trail.status[one.kind] ?? one.kind),
                  `: ${findingText(one, verdict, trail, speech)} `,
                  one.entries.length > 0 &&
                    h('span', { class: 'quiet' }, fill(words.verdict.entries, { list: one.entries.join(', ') })),
                ),
              ),
            ),
          ];
  const failed = verdict.checks.filter(
    ({ result, code }) => (result === 'failed' || result === 'not-judged') && code !== 'FORM',
  );
  return h(
    'section',
    { class: 'card verdict', 'data-tone': TONES[verdict.exit], 'aria-labelledby': 'verdict-heading' },
    h('h2', { id: 'verdict-heading' }, words.verdict.heading),
    h('p', { class: 'headline', role: 'status' }, headlineOf(verdict, trail)),
    h('p', { class: 'quiet' }, words.verdict.here),
    verdict.checkpoint && h('p', {}, timeText(verdict, trail, speech)),
    ...(verdict.state === 'intact' ? [] : [reasons(failed.length > 0 ? failed : verdict.checks, speech)]),
    ...shown,
  );
}

const reasons = (checks: readonly Check[], { trail }: Speech): HTMLElement =>
  h(
    'ul',
    { class: 'findings' },
    ...checks
      .filter(({ result }) => result !== 'passed')
      .map(({ code, result, text }) =>
        h('li', {}, h('strong', {}, `${trail.checks[code]}: ${trail.result[result]}`), ` — ${text}`),
      ),
  );

/** Every check with its result and reason, what was not checked, and what no check can prove. */
export function checksView({ checks, notChecked }: Verdict, { words, trail }: Speech): HTMLElement {
  const rows = checks.map(({ code, result, text }) =>
    h(
      'tr',
      { 'data-result': result },
      h('th', { scope: 'row' }, trail.checks[code]),
      h('td', { class: 'result' }, trail.result[result]),
      h('td', { lang: 'en' }, text),
    ),
  );
  const head = [words.checks.code, words.checks.result, words.checks.reason].map((text) =>
    h('th', { scope: 'col' }, text),
  );
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'checks-heading' },
    h('h2', { id: 'checks-heading' }, trail.whatWasChecked),
    h(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-labelledby': 'checks-heading' },
      h('table', {}, h('thead', {}, h('tr', {}, ...head)), h('tbody', {}, ...rows)),
    ),
    h('h3', {}, trail.notChecked),
    h('ul', {}, ...notChecked.map(({ code, text }) => h('li', {}, trail.open[code] ?? text))),
    h('h3', {}, trail.doesNotProve),
    h('p', {}, trail.limits),
  );
}

/** Who has it now, and what it travelled in. */
export function factsView(verdict: Verdict, speech: Speech): HTMLElement {
  const { facts } = speech.words;
  const { custodian, openHandOver, spans, devices, checkpoint } = verdict;
  const span = ({ parent, from, to, uncertain }: Verdict['spans'][number]): string =>
    [
      unitText(parent),
      fill(facts.since, { from }),
      to === null ? facts.still : fill(facts.until, { to }),
      uncertain ? facts.uncertain : '',
    ]
      .filter((part) => part !== '')
      .join(', ');
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'facts-heading' },
    h('h2', { id: 'facts-heading' }, facts.heading),
    h(
      'dl',
      { class: 'facts' },
      h('dt', {}, facts.custodian),
      h('dd', {}, partyText(custodian, speech)),
      ...(openHandOver ? [h('dt', {}, facts.handOver), h('dd', {}, partyText(openHandOver, speech))] : []),
      ...(spans.length > 0
        ? [h('dt', {}, facts.units), h('dd', {}, ...spans.map((one) => h('div', {}, span(one))))]
        : []),
      ...(devices.length > 0
        ? [h('dt', {}, facts.deviceKeys), h('dd', { lang: 'en' }, ...devices.flatMap(keyFacts))]
        : []),
      ...(checkpoint
        ? [
            h('dt', {}, facts.checkpoint),
            h('dd', {}, `${checkpoint.origin}, ${fill(facts.entriesCount, { n: checkpoint.size })}`),
          ]
        : []),
    ),
  );
}

const keyFacts = ({ device, facts }: Verdict['devices'][number]): HTMLElement[] =>
  facts.map(({ text }) => h('div', {}, `${device.id ?? device.key.slice(0, 8)}: ${text}`));
