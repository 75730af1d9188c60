import { build } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import { jest } from '@jest/globals';
import { describeWithReal } from '../../../../test/support/services.js';
import { byteChanges } from './bytes.js';
import type { Base } from './base.js';
import type { Forgery } from './forgery.js';
import { theForgeries } from './list.js';

// The forgeries of forgeries.test.ts, judged by what runs in a buyer's browser.

jest.setTimeout(180_000);

/** Gives the page `judgeAll(forgeries, verifier)` and `judgeBytes(base, changes, verifier)`, which answer with exit codes and more. */
const PROGRAM = `
  import { judgeEvidence } from '#libs/provenance';
  import { NobleVerifier, WebCryptoVerifier } from '#libs/signatures';
  import { withByte } from './bytes.js';
  import { RememberingVerifier } from './remembering-verifier.js';
  const verifiers = {
    webcrypto: new RememberingVerifier(new WebCryptoVerifier(crypto.subtle)),
    noble: new RememberingVerifier(new NobleVerifier()),
  };
  const judged = ({ policy, object }, evidence, which) =>
    judgeEvidence({ evidence, policy, verifier: verifiers[which], ...(object !== undefined && { object }) });
  globalThis.judgeAll = async (forgeries, which) => {
    const verdicts = [];
    for (const forgery of forgeries) {
      const verdict = await judged(forgery, forgery.evidence, which);
      const notChecked = verdict.notChecked.map(({ code }) => code);
      verdicts.push({ exit: verdict.exit, notChecked, saysWhole: /\\b(complete|whole)/i.test(JSON.stringify(verdict)) });
    }
    return verdicts;
  };
  globalThis.judgeBytes = async (base, changes, which) => {
    const bytes = new TextEncoder().encode(base.evidence);
    const taken = [];
    for (const change of changes) {
      const { exit } = await judged(base, withByte(bytes, change), which);
      if (exit !== 20 && exit !== 30) taken.push({ ...change, exit });
    }
    return taken;
  };`;

interface InPage {
  judgeAll(
    forgeries: readonly Forgery[],
    which: string,
  ): Promise<{ exit: number; notChecked: string[]; saysWhole: boolean }[]>;
  judgeBytes(base: Pick<Base, 'evidence' | 'policy'>, changes: unknown, which: string): Promise<unknown[]>;
}

/** Nothing in the page reaches over the network: it is empty, of the own machine, so that it has WebCrypto. */
async function aPage(browser: Browser, script: string): Promise<Page> {
  const page = await browser.newPage();
  await page.route('http://localhost/', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }),
  );
  await page.goto('http://localhost/');
  await page.addScriptTag({ content: script });
  return page;
}

const { bases, controls, forged, lesser } = await theForgeries();

describeWithReal('chromium', 'forgeries in Chromium', (executablePath) => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const { outputFiles } = await build({
      stdin: { contents: PROGRAM, resolveDir: import.meta.dirname },
      bundle: true,
      format: 'iife',
      platform: 'browser',
      conditions: ['source'],
      write: false,
      logLevel: 'silent',
    });
    browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
    page = await aPage(browser, outputFiles[0]!.text);
  });
  afterAll(() => browser.close());

  const judgeAll = (forgeries: readonly Forgery[], verifier: string) =>
    page.evaluate(([all, which]) => (globalThis as never as InPage).judgeAll(all, which), [
      forgeries,
      verifier,
    ] as const);

  it.each(['webcrypto', 'noble'])('none is intact, by %s', async (verifier) => {
    const exits = (await judgeAll([...controls, ...forged], verifier)).map(({ exit }) => exit);
    expect(exits.slice(0, controls.length)).toEqual(controls.map(({ name }) => (name.startsWith('good') ? 0 : 10)));
    const taken = forged.filter((_, at) => ![20, 30].includes(exits[controls.length + at]!));
    expect(taken.map(({ name }) => name)).toEqual([]);
  });

  // Every byte where the browser verifies; by the fallback every 31st, from another on each time.
  it.each([
    ['webcrypto', {}],
    ['noble', { stride: 31, seed: Date.now() % 1_000 }],
  ] as const)('no byte may be another, by %s', async (verifier, which) => {
    const { evidence, policy } = bases[0];
    const changes = byteChanges(new TextEncoder().encode(evidence), which);
    const taken = await page.evaluate(
      ([base, all, which]) => (globalThis as never as InPage).judgeBytes(base, all, which),
      [{ evidence, policy }, changes, verifier] as const,
    );
    expect([which, taken]).toEqual([which, []]);
  });

  it('where something is left out, the verdict says what it does not know', async () => {
    const verdicts = await judgeAll(lesser, 'webcrypto');
    for (const [at, { exit, notChecked, saysWhole }] of verdicts.entries()) {
      const { name, notChecked: must } = lesser[at]!;
      expect([name, [0, 10].includes(exit), must.filter((code) => !notChecked.includes(code)), saysWhole]).toEqual([
        name,
        true,
        [],
        false,
      ]);
    }
  });
});
