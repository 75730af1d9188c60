import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { launch, openPage } from '../kit/api/browser.js';
import type { ByteChange } from '../kit/forgery/bytes.js';
import type { GivenEvidence, judgeAll, judgeBytes, PageVerdict, PageVerifier } from './evidence-page.js';

interface InPage {
  readonly judgeAll: typeof judgeAll;
  readonly judgeBytes: typeof judgeBytes;
}

/** The empty page of the own machine, so that it has WebCrypto. No such host is asked: the test answers. */
const ADDRESS = 'http://localhost/';

/** A real browser with the page of evidence-page.ts in it. Nothing in it reaches over the network. */
export class EvidenceBrowser {
  private constructor(
    private readonly browser: Browser,
    private readonly page: Page,
  ) {}

  static async launch(executablePath: string): Promise<EvidenceBrowser> {
    const script = await bundle();
    const browser = await launch(executablePath);
    const { page } = await openPage(browser);
    await page.route(ADDRESS, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
    await page.goto(ADDRESS);
    await page.addScriptTag({ content: script });
    return new EvidenceBrowser(browser, page);
  }

  close(): Promise<void> {
    return this.browser.close();
  }

  judgeAll(given: readonly GivenEvidence[], which: PageVerifier): Promise<PageVerdict[]> {
    const plain = given.map(plainOf);
    return this.page.evaluate(
      ([all, by]) => (globalThis as unknown as { evidence: InPage }).evidence.judgeAll(all, by),
      [plain, which] as const,
    );
  }

  judgeBytes(given: GivenEvidence, changes: readonly ByteChange[], which: PageVerifier): Promise<PageVerdict[]> {
    return this.page.evaluate(
      ([one, all, by]) => (globalThis as unknown as { evidence: InPage }).evidence.judgeBytes(one, all, by),
      [plainOf(given), changes, which] as const,
    );
  }
}

/** Without whatever else a test knows of it, which may be no JSON. */
const plainOf = ({ evidence, policy, object }: GivenEvidence): GivenEvidence => ({
  evidence,
  policy,
  ...(object !== undefined && { object }),
});

/** As tools/build-browser.js bundles for browsers, in memory and as one script. */
async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'evidence-page.ts')],
    bundle: true,
    format: 'iife',
    globalName: 'evidence',
    platform: 'browser',
    conditions: ['source', 'browser'],
    write: false,
    logLevel: 'warning',
  });
  return outputFiles[0]!.text;
}
