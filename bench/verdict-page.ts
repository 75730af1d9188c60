import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { RunLimits, TimedVerdict } from './verdict-times.js';

const CHROMIUM = process.env['CAIRN_TEST_CHROMIUM'] ?? '/usr/bin/chromium';
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface VerdictPageOptions {
  readonly apiUrl: string;
  /** False: WebCrypto is taken away from the page, as from one without TLS, and all is left to @noble/curves. */
  readonly hasWebCrypto: boolean;
}

// With WebCrypto the fallback is refused: a browser that lacks Ed25519 must not give its figures under the other name.
const IN_THE_PAGE = `
import { judgeEvidence } from '#libs/core/verdict';
import { WebCryptoVerifier } from '#libs/core/signatures';
const refuse = () => Promise.reject(new Error('this Chromium verifies no Ed25519 by WebCrypto'));
const newVerifier = () => crypto.subtle ? new WebCryptoVerifier(crypto.subtle, refuse) : new WebCryptoVerifier();
globalThis.measure = async ({ evidence, policy }, { runsMin, runsMax, forMs }) => {
  const times = [];
  const begun = performance.now();
  while (times.length < runsMin || (times.length < runsMax && performance.now() - begun < forMs)) {
    const start = performance.now();
    const { exit } = await judgeEvidence({ evidence, policy, verifier: newVerifier() });
    times.push(performance.now() - start);
    if (exit !== 0 && exit !== 10) throw new Error('the evidence of the node itself gets exit ' + exit);
  }
  return times;
};`;

type Measure = (verdict: TimedVerdict, limits: RunLimits) => Promise<number[]>;

/** A page of the node in Chromium that judges evidence. */
export class VerdictPage {
  private constructor(
    private readonly browser: Browser,
    private readonly page: Page,
  ) {}

  static async open({ apiUrl, hasWebCrypto }: VerdictPageOptions): Promise<VerdictPage> {
    const content = await bundle();
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
    try {
      const page = await (await browser.newContext({ bypassCSP: true })).newPage();
      if (!hasWebCrypto) await page.addInitScript('delete Crypto.prototype.subtle;');
      await page.goto(`${apiUrl}/demo/shop`);
      if ((await page.evaluate('crypto.subtle !== undefined')) !== hasWebCrypto)
        throw new Error(hasWebCrypto ? 'the page has no WebCrypto' : 'WebCrypto could not be taken away from the page');
      await page.addScriptTag({ content });
      return new VerdictPage(browser, page);
    } catch (error) {
      await browser.close();
      throw error;
    }
  }

  /** Milliseconds of each verdict, the first one first. */
  times(verdict: TimedVerdict, limits: RunLimits): Promise<number[]> {
    return this.page.evaluate(
      ([what, until]) => (globalThis as unknown as { readonly measure: Measure }).measure(what, until),
      [verdict, limits] as const,
    );
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}

async function bundle(): Promise<string> {
  const built = await build({
    stdin: { contents: IN_THE_PAGE, resolveDir: ROOT },
    bundle: true,
    write: false,
    format: 'iife',
    conditions: ['source', 'browser'],
    minify: true,
  });
  return built.outputFiles[0]!.text;
}
