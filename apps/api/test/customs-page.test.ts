import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { ensureCustomsToken } from '#libs/registry/access';
import { judgeEvidence } from '#libs/core/verdict';
import { NativeVerifier } from '#libs/host/keys';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { describeWithReal } from '../../../test/support/services.js';
import { startApi, type RunningApi } from '../../../test/kit/api/api.js';
import { BuiltPages, launch, openPage, type WatchedPage } from '../../../test/kit/api/browser.js';
import { Fleet, MemoryLog, publish } from '../../../test/kit/api/published-log.js';

const ITEM = 'https://id.gs1.org/01/09520001000010/21/A1';
const PALLET = 'https://id.gs1.org/00/095200010000000010';
const LABEL = 'GTIN 09520001000010, serial A1';
const EVIDENCE = '**/api/v1/objects/**/evidence';

describeWithReal('chromium', 'the customs page', (executablePath) => {
  let database: TestDatabase;
  let api: RunningApi;
  let pages: BuiltPages;
  let browser: Browser;
  let log: MemoryLog;
  let token: string;

  beforeAll(async () => {
    pages = BuiltPages.build();
    database = await createTestDatabase();
    api = await startApi({ databaseUrl: database.url, publicFolder: pages.folder });
    token = ensureCustomsToken(api.dataFolder).token!;
    log = goods();
    await publish(log, { databaseUrl: database.url, logFolder: join(api.dataFolder, 'log') });
    browser = await launch(executablePath);
  });
  beforeEach(() => writeFileSync(join(api.dataFolder, 'policy.txt'), log.policy()));
  afterAll(async () => {
    await browser?.close();
    await api?.stop();
    await database?.drop();
    pages?.remove();
  });

  async function open(options: BrowserContextOptions = {}): Promise<WatchedPage> {
    const watched = await openPage(browser, options);
    await watched.page.goto(`${api.url}/customs`);
    return watched;
  }
  async function signIn(page: Page, text = token): Promise<void> {
    await page.getByLabel('Customs token').fill(text);
    await page.getByRole('button', { name: 'Sign in' }).click();
  }
  async function search(page: Page, words: string): Promise<void> {
    await page.getByLabel('Code or document number').fill(words);
    await page.getByRole('button', { name: 'Search' }).click();
  }
  async function openItem(page: Page): Promise<void> {
    await signIn(page);
    await search(page, 'PO-77');
    await page.getByRole('button', { name: LABEL }).click();
    await page.getByRole('heading', { name: 'Verdict' }).waitFor();
  }
  const toneOf = (page: Page) => page.locator('.verdict').getAttribute('data-tone');
  const headlineOf = (page: Page) => page.locator('.verdict .headline').innerText();

  it('signs in, searches a purchase order, and shows the trail judged in the browser', async () => {
    const { page, context, complaints, requests } = await open();
    await openItem(page);
    expect([await toneOf(page), await headlineOf(page)]).toEqual([
      'warn',
      'The record is intact. There is something to know.',
    ]);
    const text = await page.locator('main').innerText();
    for (const shown of [
      'Maker',
      'Carrier',
      'SSCC 095200010000000010',
      '2024-03-01',
      '+05:30',
      'outside its temperature range',
      'Recorded as look-up',
      'Whether entries were left out',
      'cairn.example/customs',
    ]) {
      expect(text).toContain(shown);
    }
    expect(await page.locator('.step').count()).toBe(7);
    expect(complaints).toEqual([]);
    expect(new Set(requests.map((url) => new URL(url).origin))).toEqual(new Set([api.url]));
    await context.close();
  });

  it('shows readings as a chart that is told in words, with the band and what lies outside', async () => {
    const { page, context } = await open();
    await openItem(page);
    const chart = page.locator('svg[role=img].chart');
    expect(await chart.getAttribute('aria-label')).toBe(
      '24 readings, lowest 2.1 °C, highest 9.4 °C. Allowed: 2 °C to 8 °C. 3 outside the allowed range.',
    );
    expect(await chart.locator('circle.outside').count()).toBe(3);
    await context.close();
  });

  it('hands over exactly the evidence that was judged', async () => {
    const { page, context } = await open();
    await openItem(page);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download evidence' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('evidence-01-09520001000010-21-A1.json');
    const evidence = readFileSync(await download.path(), 'utf8');
    const verdict = await judgeEvidence({
      evidence,
      policy: log.policy(),
      object: ITEM,
      verifier: new NativeVerifier(),
    });
    expect([verdict.exit, verdict.steps.length]).toEqual([10, 7]);
    await context.close();
  });

  it('does not believe evidence that was changed on its way', async () => {
    const { page, context } = await open();
    await page.route(EVIDENCE, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace('"value":"Shrimp"', '"value":"Prawns"') });
    });
    await openItem(page);
    expect([await toneOf(page), await headlineOf(page)]).toEqual(['bad', 'The record does not match what was signed.']);
    expect(await page.locator('.step').count()).toBe(0);
    await context.close();
  });

  it('refuses a wrong token without looking anything up', async () => {
    const before = api.lookups.all.length;
    const { page, context } = await open();
    await signIn(page, 'wrong');
    await search(page, 'PO-77');
    await page.getByText('This token is not known here. Nothing was looked up.').waitFor();
    expect(api.lookups.all.length).toBe(before);
    await context.close();
  });

  it('keeps the token in memory only: not in cookies, storage or addresses, and not after a reload', async () => {
    const { page, context, requests } = await open();
    await openItem(page);
    expect(await context.cookies()).toEqual([]);
    expect(JSON.stringify(await context.storageState())).not.toContain(token);
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).toBe('{}');
    expect(requests.join('\n')).not.toContain(token);
    expect(await page.content()).not.toContain(token);
    await page.reload();
    await page.getByLabel('Customs token').waitFor();
    await context.close();
  });

  it('forgets everything that was shown when the officer signs out', async () => {
    const { page, context } = await open();
    await openItem(page);
    await page.getByRole('button', { name: 'Sign out' }).click();
    expect(await page.locator('body').innerText()).not.toMatch(/PO-77|Maker|A1/u);
    await context.close();
  });

  it('says where the key came from, keeps it, and shows when the server changes it', async () => {
    const { page, context } = await open();
    await page.getByText('Taken from this same server').waitFor();
    await page.getByRole('button', { name: 'I have compared the fingerprint' }).click();
    await page.getByText('you confirmed that you compared its fingerprint').waitFor();
    writeFileSync(join(api.dataFolder, 'policy.txt'), new MemoryLog('cairn.example/other').policy());
    await page.reload();
    await page.getByText('This server now shows another policy').waitFor();
    await openItem(page);
    expect(await toneOf(page)).toBe('warn'); // judged against the one that was kept
    await context.close();
  });

  it('judges nothing by a key that is not that of the log', async () => {
    const { page, context } = await open();
    await page.getByLabel('Load a policy file').setInputFiles({
      name: 'policy.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from(new MemoryLog('cairn.example/other').policy()),
    });
    await page.getByText('Loaded by you from a file').waitFor();
    await openItem(page);
    expect([await toneOf(page), await headlineOf(page)]).toEqual(['none', 'The record could not be judged.']);
    await context.close();
  });

  it('refuses a file that is no policy and keeps the one it has', async () => {
    const { page, context } = await open();
    await page
      .getByLabel('Load a policy file')
      .setInputFiles({ name: 'x.txt', mimeType: 'text/plain', buffer: Buffer.from('log nonsense') });
    await page.getByText('This file is no policy').waitFor();
    await page.getByText('Taken from this same server').waitFor();
    await context.close();
  });

  it('goes on saying that a file was refused when the policy of the server comes later', async () => {
    const { page, context } = await openPage(browser);
    let answer = (): void => undefined;
    const refused = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/api/v1/policy', async (route) => {
      await refused;
      await route.continue();
    });
    await page.goto(`${api.url}/customs`);
    await page
      .getByLabel('Load a policy file')
      .setInputFiles({ name: 'x.txt', mimeType: 'text/plain', buffer: Buffer.from('log nonsense') });
    await page.getByText('This file is no policy').waitFor();
    answer();
    await page.getByText('Taken from this same server').waitFor();
    expect(await page.getByText('This file is no policy').count()).toBe(1);
    await context.close();
  });

  it('tells nothing found, a mistyped code and an outage apart', async () => {
    const { page, context } = await open();
    await signIn(page);
    await search(page, 'PO-NONE');
    await page.getByText('Nothing was found for «PO-NONE». That is no proof that it does not exist').waitFor();
    await search(page, '09520001000011');
    await page.getByText(/The question was refused: .*check digit/u).waitFor();
    await page.route('**/api/v1/search**', (route) => route.abort());
    await search(page, 'PO-77');
    await page.getByText('The node cannot be reached. This says nothing about the goods.').waitFor();
    await context.close();
  });

  it('finds a pallet by its code and shows what it is', async () => {
    const { page, context } = await open();
    await signIn(page);
    await search(page, '0952 0001 0000 0000 10');
    await page.getByRole('button', { name: 'SSCC 095200010000000010' }).click();
    await page.getByRole('heading', { name: 'Verdict' }).waitFor();
    expect(await page.locator('main').innerText()).toContain(PALLET);
    await context.close();
  });

  it('can be used with the keyboard alone', async () => {
    const { page, context } = await open();
    await page.keyboard.type(token);
    await page.keyboard.press('Enter');
    await page.keyboard.type('PO-77');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: LABEL }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Verdict' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await context.close();
  });

  it('speaks another language when asked to', async () => {
    const { page, context } = await open({ locale: 'hi-IN' });
    await page.getByRole('heading', { name: 'साइन इन करें' }).waitFor();
    await page.locator('#language').selectOption('fr');
    await page.getByRole('heading', { name: 'Se connecter' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('fr');
    await context.close();
  });

  it.each([
    [360, 'light'],
    [360, 'dark'],
    [1280, 'light'],
  ] as const)('does not overflow a screen %i pixels wide (%s)', async (width, colorScheme) => {
    const { page, context } = await open({ viewport: { width, height: 800 }, colorScheme });
    await openItem(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await context.close();
  });

  it('opens everything and hides its tools on paper', async () => {
    const { page, context } = await open();
    await openItem(page);
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate(() => [...document.querySelectorAll('details')].every(({ open }) => open))).toBe(true);
    expect(await page.getByRole('button', { name: 'Download evidence' }).isVisible()).toBe(false);
    await context.close();
  });

  const pictures = process.env['CAIRN_TEST_PICTURES'];
  if (pictures) {
    it('is drawn for the README', async () => {
      const { page, context } = await open({ viewport: { width: 1000, height: 900 } });
      await openItem(page);
      await page.screenshot({ path: join(pictures, 'customs.png'), fullPage: true });
      await context.close();
      const narrow = await open({ viewport: { width: 360, height: 800 }, colorScheme: 'dark' });
      await openItem(narrow.page);
      await narrow.page.screenshot({ path: join(pictures, 'customs-narrow.png') });
      await narrow.context.close();
    });
  }
});

/** One item on a pallet, with a logger that saw it get too warm. */
function goods(): MemoryLog {
  const fleet = new Fleet(new MemoryLog('cairn.example/customs'));
  const maker = fleet.party('Maker');
  const carrier = fleet.party('Carrier', { partyCountry: 'US' });
  const hand = fleet.device('hand-1', maker);
  const gate = fleet.device('gate-1', carrier);
  const po = { 'bizTransaction.po': 'urn:epcglobal:cbv:bt:9520001000003:PO-77' };
  const demo = { demo: 'true' };
  hand.scan({
    subjects: [ITEM],
    bizStep: 'commissioning',
    claims: { readPointCountry: 'IN', productName: 'Shrimp', ...po, ...demo },
  });
  hand.scan({ parent: PALLET, children: [ITEM], bizStep: 'packing', claims: { grossWeightKg: '412', ...demo } });
  hand.scan({ subjects: [PALLET], bizStep: 'shipping', to: carrier, precision: 3, claims: demo });
  gate.scan({ subjects: [PALLET], bizStep: 'receiving', claims: { readPointCountry: 'US', ...demo } });
  gate.scan({
    subjects: [PALLET],
    bizStep: 'sensor_reporting',
    claims: {
      sensorElement: readings(),
      temperatureVerdict: 'above',
      temperatureMinC: '2',
      temperatureMaxC: '8',
      ...demo,
    },
  });
  gate.scan({ parent: PALLET, children: [ITEM], action: 3, bizStep: 'unpacking', claims: demo });
  gate.scan({ subjects: [ITEM], bizStep: 'stocking', claims: demo });
  return fleet.log;
}

/** A day of hourly readings, three of them too warm. RFC 8785: members in order. */
function readings(): string {
  const reports = Array.from({ length: 24 }, (_, hour) => {
    const value = hour >= 10 && hour < 13 ? 9.4 - (hour - 10) / 10 : 2.1 + (hour % 8) / 2;
    const time = new Date(Date.UTC(2024, 2, 1, hour)).toISOString();
    return `{"time":"${time}","type":"Temperature","uom":"CEL","value":${Number(value.toFixed(1))}}`;
  });
  return `{"sensorReport":[${reports.join(',')}]}`;
}
