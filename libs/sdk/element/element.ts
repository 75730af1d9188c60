import { chooseLanguage, englishTrailWords, type Language, loadTrailWords, type TrailWords } from '#libs/words';
import { STYLE } from './style.js';
import { evidenceUrl, trace, type TraceState } from './trace-controller.js';
import { renderTrace } from './view.js';

/** Origin of this script: where the API is, unless the page says otherwise. */
const HOME = new URL(import.meta.url).origin;

let sheet: CSSStyleSheet | undefined;

/**
 * `<cairn-trace object log-key [src] [lang]>`: fetches the public evidence of a product, judges it in the reader's browser against the
 * log key of the page, and says what it found. Sets no cookie, keeps nothing, asks no other host than `src`.
 */
export class CairnTrace extends HTMLElement {
  static readonly observedAttributes = ['object', 'log-key', 'src', 'lang'];

  /** `initial`, `pending`, `complete` or `error`; the event `cairn-trace` tells of each change. */
  state: TraceState = { kind: 'initial' };

  private words: TrailWords = englishTrailWords;
  private language: Language = 'en';
  private running: AbortController | undefined;
  private queued = false;

  constructor() {
    super();
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
    }
    this.attachShadow({ mode: 'open' }).adoptedStyleSheets = [sheet];
  }

  connectedCallback(): void {
    this.queue();
  }

  disconnectedCallback(): void {
    this.running?.abort();
  }

  attributeChangedCallback(): void {
    this.queue();
  }

  /** Several attributes that are set one after the other are one question. */
  private queue(): void {
    if (this.queued || !this.isConnected) return;
    this.queued = true;
    queueMicrotask(() => {
      this.queued = false;
      if (this.isConnected) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    // Whatever stood here before was about another question.
    this.show({ kind: 'pending' });
    const own = this.closest('[lang]')?.getAttribute('lang');
    const language = chooseLanguage(own ? [own] : navigator.languages);
    const words = await loadTrailWords(language);
    if (running.signal.aborted) return;
    Object.assign(this, { words, language });
    this.show({ kind: 'pending' });
    const state = await trace(this.question(), running.signal);
    if (!running.signal.aborted) this.show(state);
  }

  private question() {
    return {
      object: this.getAttribute('object') ?? '',
      logKey: this.getAttribute('log-key') ?? '',
      source: new URL(this.getAttribute('src') ?? HOME, document.baseURI).href,
    };
  }

  private show(state: TraceState): void {
    this.state = state;
    const { source } = this.question();
    renderTrace(this.shadowRoot!, {
      state,
      words: this.words,
      language: this.language,
      evidence:
        state.kind === 'complete' && state.verdict.object ? evidenceUrl(source, state.verdict.object) : undefined,
    });
    this.dispatchEvent(new CustomEvent('cairn-trace', { detail: state, bubbles: true, composed: true }));
  }
}
