import { h, replace } from '#libs/web/ui';
import { judgeEvidence } from '#libs/core/verdict';
import { WebCryptoVerifier } from '#libs/core/signatures';
import { LANGUAGE_NAMES, LANGUAGES } from '#libs/words';
import { ApiClient, ClientError, type SearchResult } from './api-client.js';
import { fill } from './fill.js';
import { ObjectView, type ObjectState } from './object-view.js';
import { PolicyStore } from './policy-store.js';
import { PolicyView } from './policy-view.js';
import { joined, SearchView, type SearchState } from './search-view.js';
import { SignInView } from './sign-in-view.js';
import { loadSpeech, type Speech } from './speech.js';

/** The page of a customs officer: sign in, search, see a trail judged in this browser, take the evidence away. */
class CustomsPage {
  private readonly main = h('main', { id: 'main', tabindex: -1 });
  private readonly policy: PolicyView;
  private readonly signIn = new SignInView((token) => this.start(token));
  private readonly search = new SearchView({
    search: (words) => void this.find(words, null),
    more: () => void this.findMore(),
    open: (result) => void this.open(result),
  });
  private readonly object = new ObjectView(() => this.close());
  private readonly verifier = new WebCryptoVerifier();
  private client: ApiClient | null = null;
  private running = new AbortController();
  private found: SearchState = { kind: 'empty' };
  private opened: ObjectState = { kind: 'closed' };

  constructor(
    private readonly root: HTMLElement,
    private speech: Speech,
  ) {
    this.policy = new PolicyView(new PolicyStore(localStorage), speech);
  }

  async begin(): Promise<void> {
    this.render();
    this.signIn.focus();
    await this.policy.compareWithServer();
  }

  private render(): void {
    const { words, language } = this.speech;
    document.documentElement.lang = language;
    document.title = `${words.title} · Cairn`;
    for (const view of [this.policy, this.signIn, this.search]) view.render(this.speech);
    this.search.show(this.found, this.speech);
    this.object.show(this.opened, this.speech);
    replace(
      this.root,
      h('a', { class: 'skip', href: '#main' }, words.skip),
      h('div', { class: 'frame' }, this.header(), this.main),
    );
    this.arrange();
  }

  private header(): HTMLElement {
    const { words, language } = this.speech;
    const options = LANGUAGES.map((name) =>
      h('option', { value: name, selected: name === language, lang: name }, LANGUAGE_NAMES[name]),
    );
    const select = h('select', { id: 'language' }, ...options);
    select.addEventListener('change', () => void this.speak(select.value));
    return h(
      'header',
      { class: 'top' },
      h('a', { class: 'name', href: '/' }, 'Cairn'),
      h('span', {}, words.title),
      h(
        'span',
        { class: 'tools no-print' },
        h('label', { for: 'language', class: 'hidden' }, words.language),
        select,
        this.client !== null &&
          h('button', { type: 'button', class: 'quiet-button', onclick: () => this.stop('') }, words.signOut),
      ),
    );
  }

  /** Which of the views are there. */
  private arrange(): void {
    if (this.client === null) return replace(this.main, this.signIn.element, this.policy.element);
    if (this.opened.kind !== 'closed') return replace(this.main, this.object.element, this.policy.element);
    return replace(this.main, this.search.element, this.policy.element);
  }

  private start(token: string): void {
    this.client = new ApiClient(token);
    this.render();
    this.search.focus();
  }

  /** Forgets the token and everything that was shown with it. */
  private stop(why: string): void {
    this.running.abort();
    this.client = null;
    this.found = { kind: 'empty' };
    this.opened = { kind: 'closed' };
    this.signIn.problem = why;
    this.render();
    this.signIn.focus();
  }

  private async find(words: string, cursor: string | null): Promise<void> {
    if (cursor === null) this.showFound({ kind: 'searching' });
    await this.ask(
      async (client, signal) => {
        const page = await client.search(words, cursor, signal);
        this.showFound(joined(this.found, words, page));
      },
      (text) => this.showFound({ kind: 'failed', text }),
    );
  }

  private async findMore(): Promise<void> {
    if (this.found.kind === 'found') await this.find(this.found.words, this.found.next);
  }

  private async open(result: SearchResult): Promise<void> {
    this.showObject({ kind: 'loading', result });
    await this.ask(
      async (client, signal) => {
        const evidence = await client.evidence(result.evidence, signal);
        const verdict = await judgeEvidence({
          evidence: evidence.text,
          policy: this.policy.policy,
          object: result.object,
          verifier: this.verifier,
          nowMs: Date.now(),
        });
        if (!signal.aborted) this.showObject({ kind: 'judged', result, evidence, verdict });
      },
      (text) => this.showObject({ kind: 'failed', result, text }),
    );
  }

  private close(): void {
    this.running.abort();
    this.showObject({ kind: 'closed' });
    this.search.focus();
  }

  /** One question at a time: a new one drops the answer of the old one. */
  private async ask(
    question: (client: ApiClient, signal: AbortSignal) => Promise<void>,
    failed: (text: string) => void,
  ): Promise<void> {
    const { client } = this;
    if (client === null) return;
    this.running.abort();
    const running = new AbortController();
    this.running = running;
    try {
      await question(client, running.signal);
    } catch (error) {
      if (running.signal.aborted) return;
      const { error: words, tokenRefused } = this.speech.words;
      if (error instanceof ClientError && error.kind === 'unauthorized') return this.stop(tokenRefused);
      if (!(error instanceof ClientError)) console.error('customs page:', error);
      const kind = error instanceof ClientError ? error.kind : 'failed';
      failed(fill(words[kind], { detail: error instanceof Error ? error.message : '' }));
    }
  }

  private showFound(state: SearchState): void {
    this.found = state;
    this.search.show(state, this.speech);
  }

  private showObject(state: ObjectState): void {
    this.opened = state;
    this.arrange();
    this.object.show(state, this.speech);
  }

  private async speak(language: string): Promise<void> {
    this.speech = await loadSpeech([language]);
    this.render();
    document.getElementById('language')?.focus();
  }
}

// On paper everything is open.
addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details')) details.open = true;
});

void new CustomsPage(document.getElementById('customs')!, await loadSpeech(navigator.languages)).begin();
