import { h, replace, type Child } from '#libs/web/ui';
import type { Verdict } from '#libs/core/verdict';
import type { DownloadedEvidence, SearchResult } from './api-client.js';
import { temperatureChart } from './chart.js';
import { fill } from './fill.js';
import type { Speech } from './speech.js';
import { stepsView } from './steps-view.js';
import { checksView, factsView, verdictView } from './verdict-view.js';

/** What the view of one object shows. */
export type ObjectState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'loading'; readonly result: SearchResult }
  | { readonly kind: 'failed'; readonly result: SearchResult; readonly text: string }
  | {
      readonly kind: 'judged';
      readonly result: SearchResult;
      readonly evidence: DownloadedEvidence;
      readonly verdict: Verdict;
    };

/** The trail of one object with its verdict. Everything it shows comes out of the evidence that was judged. */
export class ObjectView {
  readonly element = h('section', { class: 'object' });

  constructor(private readonly back: () => void) {}

  show(state: ObjectState, speech: Speech): void {
    if (state.kind === 'closed') return replace(this.element);
    const heading = h('h1', { tabindex: -1 }, state.result.label);
    replace(this.element, this.bar(state, speech), heading, ...partsOf(state, speech));
    heading.focus();
  }

  private bar(state: ObjectState, { words }: Speech): HTMLElement {
    const button = (text: string, onclick: () => void) =>
      h('button', { type: 'button', class: 'quiet-button', onclick }, text);
    return h(
      'p',
      { class: 'actions no-print' },
      button(`← ${words.back}`, this.back),
      state.kind === 'judged' && button(words.download, () => save(state)),
      state.kind === 'judged' && button(words.print, () => print()),
    );
  }
}

function partsOf(state: Exclude<ObjectState, { kind: 'closed' }>, speech: Speech): Child[] {
  const { words, trail } = speech;
  const kind = h(
    'p',
    { class: 'quiet' },
    `${words.kind[state.result.kind] ?? words.kind['other']} · `,
    h('span', { class: 'code' }, state.result.object),
  );
  switch (state.kind) {
    case 'loading':
      return [kind, h('p', { role: 'status', 'aria-busy': 'true' }, words.loading)];
    case 'failed':
      return [kind, h('p', { class: 'alert', role: 'alert' }, state.text)];
    case 'judged': {
      const { verdict, evidence } = state;
      return [
        kind,
        verdict.simulated && h('p', { class: 'mark' }, trail.simulated),
        verdict.demo && h('p', { class: 'mark' }, trail.demo),
        verdictView(verdict, speech),
        ...(verdict.state === 'intact'
          ? [factsView(verdict, speech), temperatureChart(verdict.steps, speech), stepsView(verdict.steps, speech)]
          : []),
        checksView(verdict, speech),
        h('p', { class: 'quiet' }, fill(words.lookup, { id: evidence.lookup })),
      ];
    }
  }
}

/** Hands over exactly the text that was judged. */
function save({ result, evidence }: Extract<ObjectState, { kind: 'judged' }>): void {
  const url = URL.createObjectURL(new Blob([evidence.text], { type: 'application/vnd.cairn.evidence+json' }));
  const name = result.evidence.replace(/^\/api\/v1\/objects\//u, '').replaceAll(/[^A-Za-z0-9]+/gu, '-');
  h('a', { href: url, download: `evidence-${name.replace(/-evidence$/u, '')}.json` }).click();
  // The download reads the address after this turn.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
