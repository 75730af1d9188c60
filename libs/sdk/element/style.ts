/**
 * The element's own style. A constructed sheet needs no permission from the page's Content-Security-Policy, which a <style> or a
 * style attribute would. Colours follow the page's colour scheme; the page may set the custom properties.
 */
export const STYLE = `
:host {
  display: block;
  color-scheme: light dark;
  --cairn-text: CanvasText;
  --cairn-ground: Canvas;
  --cairn-quiet: #565c52;
  --cairn-line: color-mix(in srgb, CanvasText 22%, transparent);
  --cairn-good: #1d6b3a;
  --cairn-warn: #7a4b00;
  --cairn-bad: #9d1c1c;
  font: 0.95rem/1.45 system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif;
  color: var(--cairn-text);
}
:host([hidden]) { display: none; }
@media (prefers-color-scheme: dark) {
  :host { --cairn-good: #8fd6a3; --cairn-warn: #f0c674; --cairn-bad: #ff9d92; --cairn-quiet: #a9b0a3; }
}
* { box-sizing: border-box; }
.trace {
  border: 1px solid var(--cairn-line);
  border-inline-start: 0.35rem solid var(--cairn-line);
  border-radius: 0.5rem;
  padding: 0.8rem 1rem;
  background: var(--cairn-ground);
  overflow-wrap: anywhere;
}
.trace[data-tone='good'] { border-inline-start-color: var(--cairn-good); }
.trace[data-tone='warn'] { border-inline-start-color: var(--cairn-warn); }
.trace[data-tone='bad'] { border-inline-start-color: var(--cairn-bad); }
h2, h3, p, ul, ol { margin: 0; padding: 0; }
h2 { font-size: 0.8rem; font-weight: 600; letter-spacing: 0.03em; color: var(--cairn-quiet); text-transform: uppercase; }
h3 { font-size: 0.85rem; margin-top: 0.7rem; }
.headline { font-size: 1.05rem; font-weight: 650; margin-top: 0.15rem; }
.headline::before { content: '\\25CB\\00A0'; }
[data-tone='good'] .headline { color: var(--cairn-good); }
[data-tone='good'] .headline::before { content: '\\2713\\00A0'; }
[data-tone='warn'] .headline { color: var(--cairn-warn); }
[data-tone='warn'] .headline::before { content: '\\2713\\00A0!\\00A0'; }
[data-tone='bad'] .headline { color: var(--cairn-bad); }
[data-tone='bad'] .headline::before { content: '\\2715\\00A0'; }
.quiet { color: var(--cairn-quiet); font-size: 0.85rem; }
.mark { display: inline-block; border: 1px dashed currentColor; border-radius: 0.3rem; padding: 0 0.4em; margin-top: 0.35rem; font-size: 0.82rem; }
details { margin-top: 0.6rem; }
summary { cursor: pointer; font-weight: 600; }
:focus-visible { outline: 3px solid Highlight; outline-offset: 2px; border-radius: 0.2rem; }
ol, ul { list-style: none; }
ol { margin-top: 0.4rem; }
li { padding: 0.25rem 0 0.25rem 1.1rem; border-inline-start: 2px solid var(--cairn-line); position: relative; margin-inline-start: 0.3rem; }
li::before { content: ''; position: absolute; inset-inline-start: -0.36rem; top: 0.7rem; width: 0.6rem; height: 0.6rem; border-radius: 50%; background: var(--cairn-line); }
li.warn::before { background: var(--cairn-warn); }
ul li { border: 0; padding-inline-start: 0; margin-inline-start: 0; }
.findings { margin-top: 0.4rem; }
.findings li::first-letter { text-transform: uppercase; }
ul li::before { display: none; }
.step { font-weight: 600; }
a { color: inherit; }
@media print { details > * { display: block; } }
`;
