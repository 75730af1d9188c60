import { h, replace } from '#libs/web/ui';
import type { Speech } from './speech.js';

/** Asks for the token. Whether it is known shows with the first question: asking for nothing would be a look-up as well. */
export class SignInView {
  readonly element = h('section', { class: 'card sign-in', 'aria-labelledby': 'sign-in-heading' });
  /** Why the last token did not do; empty at the beginning. */
  problem = '';
  private readonly input = h('input', {
    id: 'token',
    type: 'password',
    autocomplete: 'off',
    spellcheck: 'false',
    required: true,
    'aria-describedby': 'token-help',
  });

  constructor(private readonly signIn: (token: string) => void) {}

  focus(): void {
    this.input.focus();
  }

  render({ words }: Speech): void {
    replace(
      this.element,
      h('h1', { id: 'sign-in-heading' }, words.signIn),
      this.problem !== '' && h('p', { class: 'alert', role: 'alert' }, this.problem),
      h(
        'form',
        { onsubmit: (event) => this.submit(event) },
        h('label', { for: 'token' }, words.token),
        h('div', { class: 'row' }, this.input, h('button', { type: 'submit' }, words.signIn)),
        h('p', { id: 'token-help', class: 'quiet' }, `${words.tokenHelp} ${words.recorded}`),
      ),
    );
  }

  private submit(event: Event): void {
    event.preventDefault();
    const token = this.input.value.trim();
    this.input.value = '';
    this.problem = '';
    if (token !== '') this.signIn(token);
  }
}
