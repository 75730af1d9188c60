import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { describeWithReal } from '../../../test/support/services.js';
import { fillTemplate } from '../pages/template.js';
import { Problem } from '../openapi/schemas.js';
import { PROBLEMS } from '../http/problems.js';
import { startApi, type RunningApi } from '../../../test/kit/api/api.js';
import { BuiltPages, launch, openPage } from '../../../test/kit/api/browser.js';

describe('a page with values', () => {
  it('shows them as text, whatever they hold', () => {
    expect(fillTemplate('<a title="{{name}}">{{name}}</a>', { name: `"><script>'&` })).toBe(
      '<a title="&quot;&gt;&lt;script&gt;&#39;&amp;">&quot;&gt;&lt;script&gt;&#39;&amp;</a>',
    );
  });

  it('puts no value into a value', () => {
    expect(fillTemplate('{{one}} {{two}}', { one: '{{two}}', two: 'x' })).toBe('{{two}} x');
  });

  it('repeats a part for each item of a list, whatever the items hold', () => {
    const items = [{ what: '<a>' }, { what: '{{name}}' }];
    expect(fillTemplate('{{name}}:{{#all}} <li>{{what}}</li>{{/all}}', { name: 'x' }, { all: items })).toBe(
      'x: <li>&lt;a&gt;</li> <li>{{name}}</li>',
    );
    expect(fillTemplate('{{#all}}{{what}}{{/all}}', {}, { all: [] })).toBe('');
  });

  it('is a mistake of ours when a value is missing', () => {
    expect(() => fillTemplate('{{name}}', {})).toThrow('the page wants a value for name');
  });
});

describeWithReal('chromium', 'pages and files', (executablePath) => {
  let api: RunningApi;
  let pages: BuiltPages;
  let browser: Browser;
  beforeAll(async () => {
    pages = BuiltPages.build();
    writeFileSync(join(pages.folder, 'assets/big.txt'), 'x'.repeat(2_000));
    writeFileSync(join(pages.folder, 'assets/big.txt.br'), 'compressed');
    api = await startApi({ publicFolder: pages.folder });
    browser = await launch(executablePath);
  });
  afterAll(async () => {
    await browser?.close();
    await api?.stop();
    pages?.remove();
  });

  it.each([
    ['/', 'Cairn'],
    ['/docs', 'Objects by what is printed on them'],
    ['/customs', 'Sign in'],
    ['/demo/shop', 'No product yet'],
    ['/problems/check-digit', 'The check digit is wrong'],
  ])('%s opens without another host, a violation of its policy or an error', async (path, text) => {
    const { page, context, requests, complaints } = await openPage(browser);
    const response = await page.goto(`${api.url}${path}`);
    await page.getByText(text).first().waitFor();
    expect(response!.headers()['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'/u);
    expect(complaints.filter((line) => !/404|503/u.test(line))).toEqual([]);
    expect(new Set(requests.filter((url) => !url.startsWith('data:')).map((url) => new URL(url).origin))).toEqual(
      new Set([api.url]),
    );
    expect(await context.cookies()).toEqual([]);
    await context.close();
  });

  it('leads from the home page to the objects of the demo, and to any code', async () => {
    const uri = 'https://id.gs1.org/01/09520001000010/10/A%26B';
    mkdirSync(join(api.dataFolder, 'demo'), { recursive: true });
    writeFileSync(join(api.dataFolder, 'demo/summary.json'), JSON.stringify({ links: [{ what: 'a lot', uri }] }));
    const { page, context, complaints } = await openPage(browser);
    await page.goto(api.url);
    await page.getByRole('link', { name: 'a lot' }).click();
    await page.getByRole('heading', { name: 'GTIN 09520001000010, lot A&B' }).waitFor();
    expect(await page.locator('cairn-trace').getAttribute('object')).toBe(uri);
    expect(await page.getByText('Add to basket').isVisible()).toBe(false);
    await page.goto(api.url);
    await page.getByLabel('Any code').fill('(01)09520001000010(21)A1');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByRole('heading', { name: 'GTIN 09520001000010, serial A1' }).waitFor();
    expect(complaints.filter((line) => !/404|503/u.test(line))).toEqual([]);
    await context.close();
  });

  it.each([
    ['a wrong check digit', 'https://id.gs1.org/01/09520001000011/21/A1', 'check-digit'],
    ['something that names no object', 'hello', 'digital-link'],
    ['a script', 'javascript:alert(1)', 'digital-link'],
  ])('says what is wrong with %s: a page to people, a problem document to programs', async (_what, object, name) => {
    const url = `${api.url}/demo/shop?object=${encodeURIComponent(object)}`;
    const answer = await fetch(url);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'application/problem+json']);
    const { type, detail } = Problem.parse(await answer.json());
    expect(type).toBe(`/problems/${name}`);
    const { page, context } = await openPage(browser);
    expect((await page.goto(url))!.status()).toBe(400);
    expect(await page.locator('main .detail').innerText()).toBe(detail);
    await context.close();
  });

  it('wants one object for the page of the shop', async () => {
    const answer = await fetch(`${api.url}/demo/shop?object=a:b&object=c:d`);
    expect([answer.status, Problem.parse(await answer.json()).type]).toEqual([400, '/problems/validation']);
  });

  it('explains every problem at the address of its type', async () => {
    for (const [name, { title }] of Object.entries(PROBLEMS)) {
      const response = await fetch(`${api.url}/problems/${name}`);
      expect([response.status, (await response.text()).includes(title)]).toEqual([200, true]);
    }
    expect((await fetch(`${api.url}/problems/constructor`)).status).toBe(404);
  });

  it('gives the script of the shop element to every origin, and its parts for ever', async () => {
    const script = await fetch(`${api.url}/widget/v1/cairn-trace.js`);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('access-control-allow-origin')).toBe('*');
    expect(script.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(script.headers.get('cache-control')).toBe('public, max-age=300');
    const [, part] = /"\.\/(?<part>[\w-]+-[0-9A-Z]{8}\.js)"/u.exec(await script.text())!;
    const chunk = await fetch(`${api.url}/widget/v1/${part}`);
    expect(chunk.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  it('sends what was compressed ahead of time to clients that take it, and names the plain bytes by their hash', async () => {
    const plain = await fetch(`${api.url}/assets/big.txt`, { headers: { 'accept-encoding': 'identity' } });
    const tag = plain.headers.get('etag')!;
    expect(plain.headers.get('vary')).toContain('Accept-Encoding');
    const raw = await fetch(`${api.url}/assets/big.txt`, {
      method: 'HEAD',
      headers: { 'accept-encoding': 'br;q=1, gzip;q=0.5' },
    });
    expect([raw.headers.get('content-encoding'), raw.headers.get('content-length'), raw.headers.get('etag')]).toEqual([
      'br',
      '10',
      `W/${tag}`,
    ]);
  });

  it.each([
    '/assets/../pages/home.html',
    '/assets/%2e%2e/pages/home.html',
    '/assets/nothing.js',
    '/widget/v1/..',
    '/pages/home.html',
  ])('has no file at %s', async (path) => {
    expect((await fetch(`${api.url}${path}`)).status).toBe(404);
  });
});
