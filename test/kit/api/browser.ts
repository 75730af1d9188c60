import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';

/** The pages and scripts as browsers get them, built from the sources of this moment. */
export class BuiltPages {
  private constructor(readonly folder: string) {}

  static build(): BuiltPages {
    const folder = mkdtempSync(join(tmpdir(), 'cairn-pages-'));
    execFileSync(process.execPath, ['tools/build-browser.js', folder, '--quick'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    return new BuiltPages(folder);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** @param executablePath a real Chromium. */
export const launch = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    headless: true,
    // A sandbox needs rights that a container's root has not.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });

/** A page and what it should not do: requests to other hosts, violations of its policy, errors. */
export interface WatchedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** URLs of all requests. */
  readonly requests: string[];
  /** What the console said: errors, among them every violation of the Content-Security-Policy. */
  readonly complaints: string[];
}

export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { page, context, requests, complaints };
}
