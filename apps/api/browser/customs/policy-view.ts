import { h, replace } from '#libs/web/ui';
import { parsePolicy, TlogError } from '#libs/core/tlog';
import { policyOfServer } from './api-client.js';
import { fill } from './fill.js';
import { fingerprintOf, type PinnedPolicy, type PolicyStore } from './policy-store.js';
import type { Speech } from './speech.js';

/** Shows what everything is checked against and where it came from, and lets the officer pin something better. */
export class PolicyView {
  readonly element = h('section', { class: 'card policy', 'aria-labelledby': 'policy-heading' });
  private pinned: PinnedPolicy | null;
  private changed = false;
  private problem = '';

  constructor(
    private readonly store: PolicyStore,
    private speech: Speech,
  ) {
    this.pinned = store.read();
  }

  /** Text of the pinned policy; empty when there is none, which judges nothing. */
  get policy(): string {
    return this.pinned?.text ?? '';
  }

  /** Asks the server once: at the first visit its policy is kept, later a difference is shown. */
  async compareWithServer(): Promise<void> {
    const shown = await policyOfServer().catch(() => null);
    if (shown !== null && this.pinned === null) this.pin(shown, 'first-use');
    this.changed =
      shown !== null && this.pinned !== null && this.pinned.text !== shown && this.pinned.source !== 'file';
    this.render(this.speech);
  }

  render(speech: Speech): void {
    this.speech = speech;
    const { policy } = speech.words;
    const file = h('input', { type: 'file', accept: '.txt,text/plain', id: 'policy-file', class: 'file' });
    file.addEventListener('change', () => void this.load(file.files?.[0]));
    replace(
      this.element,
      h('h2', { id: 'policy-heading' }, policy.heading),
      ...(this.pinned ? this.facts(this.pinned) : [h('p', { role: 'alert' }, policy.none)]),
      this.changed && h('p', { class: 'alert', role: 'alert' }, policy.changed),
      this.problem !== '' && h('p', { class: 'alert', role: 'alert' }, this.problem),
      h(
        'p',
        { class: 'actions no-print' },
        h('label', { class: 'button', for: 'policy-file' }, policy.load),
        file,
        this.pinned?.source === 'first-use' &&
          h('button', { type: 'button', class: 'quiet-button', onclick: () => this.confirm() }, policy.confirm),
      ),
    );
  }

  private facts({ text, source, since }: PinnedPolicy): Node[] {
    const { policy } = this.speech.words;
    const logs = new Set(parsePolicy(text).logs.map(({ vkey }) => vkey.name)); // one log may have had several keys
    return [
      h(
        'dl',
        { class: 'facts' },
        h('dt', {}, policy.log),
        h('dd', {}, [...logs].join(', ')),
        h('dt', {}, policy.fingerprint),
        h('dd', { class: 'code' }, fingerprintOf(text)),
      ),
      h(
        'p',
        { class: source === 'first-use' ? 'caution' : 'quiet' },
        fill(policy[source], { since: this.speech.moment(Date.parse(since)) }),
      ),
    ];
  }

  private confirm(): void {
    if (this.pinned) this.pin(this.pinned.text, 'compared');
    this.render(this.speech);
  }

  private async load(file: File | undefined): Promise<void> {
    if (!file) return;
    this.pin(await file.text(), 'file');
    this.changed = false;
    this.render(this.speech);
  }

  private pin(text: string, source: PinnedPolicy['source']): void {
    try {
      this.pinned = this.store.pin(text, source);
      // What was said about the officer's own file stands until another choice of theirs: the server may answer later.
      if (source !== 'first-use') this.problem = '';
    } catch (error) {
      if (!(error instanceof TlogError)) throw error;
      this.problem = fill(this.speech.words.policy.malformed, { detail: error.message });
    }
  }
}
