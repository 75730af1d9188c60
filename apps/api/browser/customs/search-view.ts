import { h, replace } from '#libs/web/ui';
import type { SearchPage, SearchResult } from './api-client.js';
import { fill } from './fill.js';
import type { Speech } from './speech.js';

export interface SearchActions {
  /** A new search. */
  readonly search: (words: string) => void;
  /** The next page of the last search. */
  readonly more: () => void;
  readonly open: (result: SearchResult) => void;
}

/** What the search shows. */
export type SearchState =
  | { readonly kind: 'empty' }
  | { readonly kind: 'searching' }
  | {
      readonly kind: 'found';
      readonly words: string;
      readonly results: readonly SearchResult[];
      readonly next: string | null;
      readonly moreNotListed: boolean;
    }
  | { readonly kind: 'failed'; readonly text: string };

/** The field of the search and its results. */
export class SearchView {
  readonly element = h('div');
  private readonly input = h('input', {
    id: 'search-words',
    name: 'q',
    type: 'search',
    maxlength: 200,
    autocomplete: 'off',
    spellcheck: 'false',
    required: true,
    'aria-describedby': 'search-help',
  });
  private readonly status = h('p', { role: 'status', 'aria-live': 'polite' });
  private readonly list = h('div');

  constructor(private readonly actions: SearchActions) {}

  focus(): void {
    this.input.focus();
  }

  render(speech: Speech): void {
    const { words } = speech;
    replace(
      this.element,
      h(
        'form',
        { class: 'search no-print', role: 'search', onsubmit: (event) => this.submit(event) },
        h('label', { for: 'search-words' }, words.searchLabel),
        h('div', { class: 'row' }, this.input, h('button', { type: 'submit' }, words.search)),
        h('p', { id: 'search-help', class: 'quiet' }, words.searchHelp),
      ),
      this.status,
      this.list,
    );
  }

  show(state: SearchState, speech: Speech): void {
    const { words } = speech;
    switch (state.kind) {
      case 'empty':
        this.status.textContent = '';
        return replace(this.list);
      case 'searching':
        this.status.textContent = words.searching;
        return replace(this.list);
      case 'failed':
        this.status.textContent = state.text;
        return replace(this.list);
      case 'found':
        this.status.textContent =
          state.results.length === 0
            ? fill(words.noResults, { words: state.words })
            : `${words.results}: ${state.results.length}${state.next === null && !state.moreNotListed ? '' : '+'}`;
        return replace(
          this.list,
          h('ul', { class: 'results' }, ...state.results.map((result) => this.item(result, speech))),
          state.next !== null &&
            h('button', { type: 'button', class: 'quiet-button', onclick: this.actions.more }, words.more),
          state.moreNotListed && h('p', { class: 'quiet' }, words.moreNotListed),
        );
    }
  }

  private item(result: SearchResult, { words }: Speech): HTMLElement {
    const why = result.matches
      .filter(({ kind }) => kind !== 'code')
      .map(({ kind, term }) => `${words.match[kind] ?? kind} ${term}`);
    return h(
      'li',
      {},
      h(
        'button',
        { type: 'button', class: 'result', onclick: () => this.actions.open(result) },
        h('span', { class: 'kind' }, words.kind[result.kind] ?? words.kind['other']),
        h('span', { class: 'label' }, result.label),
        why.length > 0 && h('span', { class: 'quiet' }, why.join(', ')),
      ),
    );
  }

  private submit(event: Event): void {
    event.preventDefault();
    const words = this.input.value.trim();
    if (words !== '') this.actions.search(words);
  }
}

/** Joins a further page to what is shown already. */
export const joined = (state: SearchState, words: string, page: SearchPage): SearchState => ({
  kind: 'found',
  words,
  results: [...(state.kind === 'found' ? state.results : []), ...page.results],
  next: page.next,
  moreNotListed: page.moreNotListed,
});
