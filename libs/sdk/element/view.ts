import { h, replace } from '#libs/web/ui';
import { isOfOthers, type TrailStep } from '#libs/core/story';
import type { Check, Verdict } from '#libs/core/verdict';
import { findingText, headlineOf as headlineOfVerdict, type Language, timeText, type TrailWords } from '#libs/words';
import type { TraceState } from './trace-controller.js';

export interface TraceView {
  readonly state: TraceState;
  readonly words: TrailWords;
  /** Language of the words: for the names of countries. */
  readonly language: Language;
  /** Where the evidence that was judged can be downloaded. */
  readonly evidence: string | undefined;
}

/** `good` only for a check that ended, found nothing wrong and nothing missing. */
type Tone = 'none' | 'good' | 'warn' | 'bad';

/** Shows a state; everything that was there is gone, and the reader of a screen hears the new headline. */
export function renderTrace(root: ShadowRoot, view: TraceView): void {
  const { state, words } = view;
  const { headline, tone } = headlineOf(state, words);
  const kept = root.querySelector('.trace');
  const body = state.kind === 'complete' ? verdictParts(state.verdict, view) : [];
  const parts = [
    h('h2', {}, words.title),
    h('p', { class: 'headline', role: 'status', 'aria-live': 'polite' }, headline),
    ...body,
  ];
  if (kept) {
    // The live region must stay the same element to be read out.
    const spoken = kept.querySelector('.headline')!;
    spoken.textContent = headline;
    parts[1] = spoken as HTMLElement;
    kept.setAttribute('data-tone', tone);
    kept.setAttribute('aria-busy', String(state.kind === 'pending'));
    replace(kept, ...parts);
  } else {
    root.append(
      h(
        'section',
        { class: 'trace', 'data-tone': tone, 'aria-busy': state.kind === 'pending' ? 'true' : 'false' },
        ...parts,
      ),
    );
  }
}

function headlineOf(state: TraceState, words: TrailWords): { readonly headline: string; readonly tone: Tone } {
  switch (state.kind) {
    case 'initial':
      return { headline: words.initial, tone: 'none' };
    case 'pending':
      return { headline: words.checking, tone: 'none' };
    case 'error':
      return { headline: words.failure[state.reason], tone: 'none' };
    case 'complete':
      return verdictHeadline(state.verdict, words);
  }
}

const TONES = { 0: 'good', 10: 'warn', 20: 'bad', 30: 'none' } as const satisfies Record<Verdict['exit'], Tone>;

const verdictHeadline = (verdict: Verdict, words: TrailWords): { readonly headline: string; readonly tone: Tone } => ({
  headline: headlineOfVerdict(verdict, words),
  tone: TONES[verdict.exit],
});

/** A time as the readers of a language write it, in the zone of this machine, which it names. */
const momentIn =
  (language: Language) =>
  (timeMs: number): string =>
    new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'long' }).format(timeMs);

function verdictParts(verdict: Verdict, { words, language, evidence }: TraceView): (Node | string)[] {
  const { checks, notChecked } = verdict;
  // That others saw it stands among the findings; what they say of it stands nowhere here.
  const steps = verdict.steps.filter((step) => !isOfOthers(step));
  const way = { language, moment: momentIn(language) };
  const notable = verdict.findings.map((one) =>
    h('li', {}, `${words.status[one.kind] ?? one.kind}: ${findingText(one, verdict, words, way)}`),
  );
  const { checkpoint } = verdict;
  return [
    ...(verdict.demo ? [h('p', { class: 'mark' }, words.demo)] : []),
    ...(verdict.simulated ? [h('p', { class: 'mark' }, words.simulated)] : []),
    ...(notable.length > 0 ? [h('ul', { class: 'findings' }, ...notable)] : []),
    ...(checkpoint ? [h('p', { class: 'quiet' }, timeText(verdict, words, way))] : []),
    ...(steps.length > 0 ? [stepList(steps, words, language)] : []),
    h(
      'details',
      {},
      h('summary', {}, words.whatWasChecked),
      ...(checkpoint ? [h('p', { class: 'quiet' }, words.checkedAgainst.replace('{log}', checkpoint.origin))] : []),
      h('ul', {}, ...checks.map((check) => h('li', {}, checkText(check, words)))),
      h('h3', {}, words.notChecked),
      h('ul', {}, ...notChecked.map(({ code, text }) => h('li', {}, words.open[code] ?? text))),
      h('h3', {}, words.doesNotProve),
      h('p', {}, words.limits),
    ),
    ...(evidence ? [h('p', { class: 'quiet' }, h('a', { href: evidence, rel: 'noreferrer' }, words.evidence))] : []),
  ];
}

/** What was decided, and where it did not simply pass the reason, which libs/core/verdict gives in English. */
function checkText({ code, result, text }: Check, words: TrailWords): string {
  const told = `${words.result[result]}: ${words.checks[code]}`;
  return result === 'passed' ? told : `${told} — ${text}`;
}

function stepList(steps: readonly TrailStep[], words: TrailWords, language: Language): HTMLElement {
  const countryName = countryNames(language);
  const count = (steps.length === 1 ? words.steps.one : words.steps.many).replace('{n}', String(steps.length));
  const items = steps.map((step) =>
    h('li', { class: isNotable(step) ? 'warn' : undefined }, ...stepParts(step, words, countryName)),
  );
  return h('details', { open: steps.length <= 6 }, h('summary', {}, count), h('ol', {}, ...items));
}

function stepParts(step: TrailStep, words: TrailWords, countryName: (code: string) => string): (Node | string)[] {
  const name = words.bizStep[step.bizStep ?? 'other'] ?? words.bizStep['other']!;
  const temperature = step.counts.readings || step.standing === 'unconfirmed' ? step.temperature : null;
  const facts = [
    step.country === null ? words.unknownPlace : countryName(step.country),
    step.time.text,
    step.time.precision === 'day' && words.dayOnly,
    step.via.length > 0 && words.insideUnit,
    temperature !== null && words.temperature[temperature],
    REMARKABLE.has(step.standing) && words.standing[step.standing],
    step.late && words.late,
  ];
  return [h('span', { class: 'step' }, name), ' ', h('span', { class: 'quiet' }, facts.filter(Boolean).join(' · '))];
}

/** Standings that a reader is told beside the step. */
const REMARKABLE: ReadonlySet<string> = new Set(['elsewhere', 'unconfirmed', 'unknown', 'authority', 'logger']);

const isNotable = ({ temperature, standing, missingBefore }: TrailStep): boolean =>
  missingBefore > 0 ||
  standing === 'elsewhere' ||
  standing === 'unconfirmed' ||
  temperature === 'above' ||
  temperature === 'below';

/** Names of countries (ISO 3166-1 alpha-2) in a language; a code that the browser does not know stays as it is. */
function countryNames(language: Language): (code: string) => string {
  const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'code' });
  return (code) => (/^[A-Z]{2}$/u.test(code) ? (names.of(code) ?? code) : code);
}
