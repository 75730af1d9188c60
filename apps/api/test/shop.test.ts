import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { formatVkey } from '#libs/core/tlog';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { describeWithReal } from '../../../test/support/services.js';
import { startApi, type RunningApi } from '../../../test/kit/api/api.js';
import { BuiltPages, launch, openPage } from '../../../test/kit/api/browser.js';
import { Fleet, MemoryLog, publish } from '../../../test/kit/api/published-log.js';

const ITEM = 'https://id.gs1.org/01/09520001000010/21/A1';
const COMPLETE = 'https://id.gs1.org/01/09520001000010/21/B2';
const EVIDENCE = '**/api/v1/objects/**/evidence';

describeWithReal('chromium', 'the element on the page of a shop', (executablePath) => {
  let database: TestDatabase;
  let api: RunningApi;
  let pages: BuiltPages;
  let browser: Browser;
  let log: MemoryLog;

  beforeAll(async () => {
    pages = BuiltPages.build();
    database = await createTestDatabase();
    api = await startApi({ databaseUrl: database.url, publicFolder: pages.folder });
    log = goods();
    await publish(log, { databaseUrl: database.url, logFolder: join(api.dataFolder, 'log') });
    mkdirSync(join(api.dataFolder, 'demo'), { recursive: true });
    writeFileSync(join(api.dataFolder, 'policy.txt'), log.policy());
    writeFileSync(
      join(api.dataFolder, 'demo/shop.json'),
      JSON.stringify({ object: ITEM, name: 'Shrimp <1 kg>', facts: 'Farmed in India.' }),
    );
    browser = await launch(executablePath);
  });
  afterAll(async () => {
    await browser?.close();
    await api?.stop();
    await database?.drop();
    pages?.remove();
  });

  const shop = (object = ITEM): string => `${api.url}/demo/shop?object=${encodeURIComponent(object)}`;
  const stateOf = (page: Page): Promise<string> =>
    page.evaluate(() => (document.querySelector('cairn-trace') as never as { state: { kind: string } }).state.kind);
  const ended = (page: Page): Promise<unknown> =>
    page.waitForFunction(() =>
      ['complete', 'error'].includes(
        (document.querySelector('cairn-trace') as never as { state: { kind: string } })?.state?.kind,
      ),
    );
  const toneOf = (page: Page): Promise<string | null> => page.locator('cairn-trace .trace').getAttribute('data-tone');
  const headlineOf = (page: Page): Promise<string> => page.locator('cairn-trace .headline').innerText();

  it('shows true evidence as intact, with its steps and what was not checked', async () => {
    const { page, complaints } = await openPage(browser);
    await page.goto(shop(COMPLETE));
    await ended(page);
    expect([await stateOf(page), await toneOf(page), await headlineOf(page)]).toEqual([
      'complete',
      'good',
      'The record is intact.',
    ]);
    const text = await page.locator('cairn-trace .trace').innerText();
    expect(text).toContain('Produced');
    await page.locator('cairn-trace summary', { hasText: 'What was checked' }).click();
    const details = await page.locator('cairn-trace .trace').innerText();
    expect(details).toContain('What was not checked');
    expect(details).toContain('Whether entries were left out');
    expect(details).toContain('This does not prove that what the devices reported was true');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('does not call it good when the entries show an excursion', async () => {
    const { page } = await openPage(browser);
    await page.goto(`${api.url}/demo/shop`);
    await ended(page);
    expect([await toneOf(page), await headlineOf(page)]).toEqual([
      'warn',
      'The record is intact. There is something to know.',
    ]);
    expect(await page.locator('cairn-trace .trace').innerText()).toMatch(/outside its temperature range/iu);
    expect(await page.locator('h1').innerText()).toBe('Shrimp <1 kg>');
    await page.context().close();
  });

  it.each([
    ['a value', (text: string) => text.replace('"value":"IN"', '"value":"NO"')],
    [
      'the checkpoint',
      (text: string) => text.replace(/\\n(\d+)\\n/u, (_all, size: string) => `\\n${Number(size) + 1}\\n`),
    ],
    [
      'one character of the proof',
      (text: string) => text.replace(/"proof":"(.)/u, (_all, first: string) => `"proof":"${first === 'A' ? 'B' : 'A'}`),
    ],
    ['its spelling', (text: string) => text.replace('{', '{ ')],
  ])('refuses evidence in which %s was changed', async (_what, change) => {
    const { page } = await openPage(browser);
    await page.route(EVIDENCE, async (route) => {
      const response = await route.fetch();
      const text = await response.text();
      const changed = change(text);
      expect(changed).not.toBe(text);
      await route.fulfill({ response, body: changed });
    });
    await page.goto(shop(COMPLETE));
    await ended(page);
    expect([await toneOf(page), await headlineOf(page)]).toEqual(['bad', 'The record does not match what was signed.']);
    await page.context().close();
  });

  it('refuses true evidence of another product', async () => {
    const { page } = await openPage(browser);
    await page.route(EVIDENCE, async (route) => {
      await route.fulfill({ response: await route.fetch({ url: route.request().url().replace('A1', 'B2') }) });
    });
    await page.goto(shop(ITEM));
    await ended(page);
    expect(await toneOf(page)).toBe('bad');
    await page.context().close();
  });

  it('says that it cannot judge when the page pins the key of another log', async () => {
    const other = new MemoryLog('cairn.example/other');
    const { page } = await openPage(browser);
    await page.goto(shop(COMPLETE));
    await page.evaluate(
      (key) => document.querySelector('cairn-trace')!.setAttribute('log-key', key),
      formatVkey(other.vkey),
    );
    await page.locator('cairn-trace .headline', { hasText: 'could not be judged' }).waitFor();
    expect(await toneOf(page)).toBe('none');
    await page.context().close();
  });

  it.each([
    ['no key', 'log-key', '', 'This page brings no valid key of the log, so nothing can be checked.'],
    [
      'a mistyped key',
      'log-key',
      'cairn.example+00000000+AAAA',
      'This page brings no valid key of the log, so nothing can be checked.',
    ],
    ['a mistyped code', 'object', '(01)09520001000011(21)A1', 'This page names no product that can be looked up.'],
    [
      'a code that nobody scanned',
      'object',
      '(01)09520001000010(21)NEVER',
      'The log knows no such product. That is neither good nor bad.',
    ],
    ['an API that is not there', 'src', '/nowhere', 'The log knows no such product. That is neither good nor bad.'],
  ])('says so in words when the page brings %s', async (_what, attribute, value, words) => {
    const { page } = await openPage(browser);
    await page.goto(shop(COMPLETE));
    await ended(page);
    await page.evaluate(
      ([name, text]) => document.querySelector('cairn-trace')!.setAttribute(name!, text!),
      [attribute, value],
    );
    await page.locator('cairn-trace .headline', { hasText: words }).waitFor();
    expect(await toneOf(page)).toBe('none');
    await page.context().close();
  });

  it('calls an outage neither good nor bad', async () => {
    const { page } = await openPage(browser);
    await page.route(EVIDENCE, (route) => route.abort());
    await page.goto(shop(COMPLETE));
    await ended(page);
    expect([await toneOf(page), await headlineOf(page)]).toEqual([
      'none',
      'The record could not be loaded. This says nothing about the product. Try again later.',
    ]);
    await page.context().close();
  });

  it('is never green before the check has ended, also when the product changes', async () => {
    const { page } = await openPage(browser);
    let letThrough = (): void => undefined;
    const held = new Promise<void>((resolve) => (letThrough = resolve));
    await page.route(EVIDENCE, async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(shop(COMPLETE));
    await page.locator('cairn-trace .headline', { hasText: 'Checking' }).waitFor();
    expect([await stateOf(page), await toneOf(page)]).toEqual(['pending', 'none']);
    letThrough();
    await ended(page);
    expect(await toneOf(page)).toBe('good');
    const tones = await page.evaluate(async () => {
      const element = document.querySelector('cairn-trace')!;
      const seen: string[] = [];
      const look = (): void => void seen.push(element.shadowRoot!.querySelector('.trace')!.getAttribute('data-tone')!);
      element.addEventListener('cairn-trace', look);
      element.setAttribute('object', '(01)09520001000010(21)A1');
      await new Promise<void>((resolve) => {
        element.addEventListener('cairn-trace', (event) => {
          if (((event as CustomEvent).detail as { kind: string }).kind === 'complete') resolve();
        });
      });
      return seen;
    });
    expect(tones).toEqual(['none', 'none', 'warn']);
    await page.context().close();
  });

  it('works under the strict policy, asks no other host, sets no cookie and keeps nothing', async () => {
    const { page, context, requests, complaints } = await openPage(browser);
    const response = await page.goto(shop(COMPLETE));
    await ended(page);
    expect(response!.headers()['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'",
    );
    expect(complaints).toEqual([]);
    expect(new Set(requests.map((url) => new URL(url).origin))).toEqual(new Set([api.url]));
    expect(await context.cookies()).toEqual([]);
    expect(await context.storageState()).toEqual({ cookies: [], origins: [] });
    await context.close();
  });

  it('loads the curves only where the browser lacks Ed25519, and then judges the same', async () => {
    const curvesIn = (requests: readonly string[]): string[] =>
      requests.filter((url) => /\/(curves|noble)-\w+\.js$/u.test(url));
    const modern = await openPage(browser);
    await modern.page.goto(shop(COMPLETE));
    await ended(modern.page);
    expect(curvesIn(modern.requests)).toEqual([]);
    await modern.context.close();

    const older = await openPage(browser);
    await older.page.addInitScript(() => {
      const importKey = crypto.subtle.importKey.bind(crypto.subtle) as (...all: unknown[]) => Promise<CryptoKey>;
      crypto.subtle.importKey = ((format: unknown, bytes: unknown, algorithm: { name?: string }, ...rest: unknown[]) =>
        algorithm.name === 'Ed25519'
          ? Promise.reject(new DOMException('Algorithm: Unrecognized name', 'NotSupportedError'))
          : importKey(format, bytes, algorithm, ...rest)) as never;
    });
    await older.page.goto(shop(COMPLETE));
    await ended(older.page);
    expect(curvesIn(older.requests)).not.toEqual([]);
    expect([await toneOf(older.page), older.complaints]).toEqual(['good', []]);
    await older.context.close();
  });

  it.each([
    ['hi-IN', 'अभिलेख अक्षुण्ण है।'],
    ['es-MX', 'El registro está íntegro.'],
  ])('speaks the language of a browser in %s', async (locale, headline) => {
    const { page, context } = await openPage(browser, { locale });
    await page.goto(shop(COMPLETE));
    // The page itself is in English and says so; the element follows the nearest lang, here its own.
    await page.evaluate((lang) => document.querySelector('cairn-trace')!.setAttribute('lang', lang), locale);
    await page.locator('cairn-trace .headline', { hasText: headline }).waitFor();
    await context.close();
  });

  it('can be used with the keyboard alone and reads its result out', async () => {
    const { page, context } = await openPage(browser);
    await page.goto(shop(COMPLETE));
    await ended(page);
    await page.locator('cairn-trace .headline[role=status][aria-live=polite]').waitFor();
    await page.evaluate(() =>
      (document.querySelector('cairn-trace')!.shadowRoot!.querySelector('summary') as HTMLElement).focus(),
    );
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.locator('cairn-trace details').nth(1).getAttribute('open')).toBe('');
    await context.close();
  });

  const pictures = process.env['CAIRN_TEST_PICTURES'];
  if (pictures) {
    it('is drawn for the README', async () => {
      for (const [name, object] of [['shop', ITEM]] as const) {
        const { page, context } = await openPage(browser, { viewport: { width: 1000, height: 720 } });
        await page.goto(shop(object));
        await ended(page);
        await page.screenshot({ path: join(pictures, `${name}.png`) });
        await context.close();
      }
    });
  }

  it.each([360, 1280])('does not overflow a screen %i pixels wide', async (width) => {
    const { page, context } = await openPage(browser, { viewport: { width, height: 800 } });
    await page.goto(shop(ITEM));
    await ended(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await context.close();
  });
});

/** Two items: one whose trail shows nothing amiss, one that got too warm. */
function goods(): MemoryLog {
  const fleet = new Fleet(new MemoryLog('cairn.example/shop'));
  const farm = fleet.party('Farm');
  const store = fleet.party('Store', { partyCountry: 'US' });
  const hand = fleet.device('hand-1', farm);
  const till = fleet.device('till-1', store);
  const demo = { demo: 'true', simulated: 'true' };
  for (const item of [ITEM, COMPLETE]) {
    const temperatureVerdict = item === ITEM ? 'above' : 'within';
    hand.scan({
      subjects: [item],
      bizStep: 'creating_class_instance',
      claims: { readPointCountry: 'IN', productName: 'Shrimp', ...demo },
    });
    hand.scan({
      subjects: [item],
      bizStep: 'storing',
      claims: { readPointCountry: 'IN', temperatureVerdict, ...demo },
    });
    hand.scan({ subjects: [item], bizStep: 'shipping', claims: { readPointCountry: 'IN', ...demo }, to: store });
    till.scan({ subjects: [item], bizStep: 'receiving', claims: { readPointCountry: 'US', ...demo } });
  }
  return fleet.log;
}
