import { join } from 'node:path';
import { build, type OutputFile } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import type { SignatureCheck } from '#libs/core/signatures';
import { launch, openPage } from '../kit/api/browser.js';
import { REPOSITORY } from '../kit/repository.js';
import type { PageVerdicts, PlainCheck, Way } from './profile-page.js';

/** Where a page comes from decides what its platform has. No such host is asked: the test answers. */
export const ADDRESSES = { tls: 'https://profile.cairn.test/', plain: 'http://profile.cairn.test/' } as const;

type Judge = (checks: readonly PlainCheck[], way: Way) => Promise<PageVerdicts>;

/** A real browser with the page of profile-page.ts in it. */
export class ProfileBrowser {
  private constructor(
    private readonly browser: Browser,
    private readonly scripts: readonly OutputFile[],
  ) {}

  static async launch(executablePath: string): Promise<ProfileBrowser> {
    const scripts = await bundle();
    return new ProfileBrowser(await launch(executablePath), scripts);
  }

  close(): Promise<void> {
    return this.browser.close();
  }

  /** @throws {Error} for anything that the page complained of. */
  async judge(address: string, way: Way, checks: readonly SignatureCheck[]): Promise<PageVerdicts> {
    const cases = checks.map(plain);
    return this.with(address, (page) =>
      page.evaluate(([given, how]) => (globalThis as unknown as { judgeAll: Judge }).judgeAll(given, how), [
        cases,
        way,
      ] as [PlainCheck[], Way]),
    );
  }

  hasWebCrypto(address: string): Promise<boolean> {
    return this.with(address, (page) => page.evaluate(() => (globalThis.crypto.subtle as unknown) !== undefined));
  }

  private async with<Result>(address: string, use: (page: Page) => Promise<Result>): Promise<Result> {
    const { page, complaints } = await openPage(this.browser);
    try {
      await page.route(`${address}**`, (route) => {
        const name = new URL(route.request().url()).pathname.slice(1);
        if (name === '') return route.fulfill({ contentType: 'text/html', body: PAGE });
        const script = this.scripts.find(({ path }) => path.endsWith(`/${name}`));
        return script ? route.fulfill({ contentType: 'text/javascript', body: script.text }) : route.abort();
      });
      await page.goto(address);
      await page.waitForFunction(() => 'judgeAll' in globalThis);
      const result = await use(page);
      if (complaints.length > 0) throw new Error(`the page complains: ${complaints.join('; ')}`);
      return result;
    } finally {
      await page.context().close();
    }
  }
}

const PAGE = `<!doctype html><title>profile</title><link rel="icon" href="data:,">
<script type="module">import { judgeAll } from './page.js'; globalThis.judgeAll = judgeAll;</script>`;

const plain = ({ algorithm, publicKey, message, signature }: SignatureCheck): PlainCheck => ({
  algorithm,
  publicKey: [...publicKey],
  message: [...message],
  signature: [...signature],
});

/** As tools/build-browser.js bundles for browsers, in memory. */
async function bundle(): Promise<readonly OutputFile[]> {
  const { outputFiles } = await build({
    absWorkingDir: REPOSITORY,
    entryPoints: { page: join(import.meta.dirname, 'profile-page.ts') },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['source', 'browser'],
    target: ['chrome100', 'firefox101', 'safari16.4'],
    outdir: '/bundle',
    write: false,
    logLevel: 'warning',
  });
  return outputFiles;
}
