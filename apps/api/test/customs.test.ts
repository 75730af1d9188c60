import { createHash } from 'node:crypto';
import { appendFileSync, chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LedgerReader } from '#libs/log/ledger';
import { SearchReader } from '#libs/projections/search';
import { ensureCustomsToken, OfficerRegister } from '#libs/registry/access';
import { formatCheckpointBody, formatNote } from '#libs/core/tlog';
import { Problem, SearchResults } from '../openapi/schemas.js';
import { MemoryLedger } from '../../../test/kit/api/memory-ledger.js';
import { startApi, type RunningApi } from '../../../test/kit/api/api.js';

const ITEM = 'https://id.gs1.org/01/09506000134352/21/12345';
const SECRET = 'https://id.gs1.org/00/095060001343520005';
const LATER = 'https://id.gs1.org/01/09506000134352/21/later';
const SIZE = 100;

let api: RunningApi;
let ledger: MemoryLedger;
let token: string;

beforeEach(async () => {
  ledger = new MemoryLedger();
  api = await startApi({
    exchange: (builder) =>
      builder.overrideProvider(LedgerReader).useValue(ledger).overrideProvider(SearchReader).useValue(ledger),
  });
  token = ensureCustomsToken(api.dataFolder).token!;
  const body = formatCheckpointBody({ origin: 'example.org/log', size: SIZE, root: new Uint8Array(32).fill(1) });
  const signature = { name: 'example.org/log', keyId: new Uint8Array(4), signature: new Uint8Array(64) };
  writeFileSync(join(api.dataFolder, 'log/checkpoint'), formatNote(body, [signature]));
  ledger.add(ITEM, 3, 'po');
  ledger.add(LATER, SIZE, 'po');
});
afterEach(() => api.stop());

const search = (words: string, headers: Record<string, string> = {}, more = '') =>
  fetch(`${api.url}/api/v1/search?q=${encodeURIComponent(words)}${more}`, { headers });
const asOfficer = (words: string, more = '') => search(words, { authorization: `Bearer ${token}` }, more);
const objectsIn = async (response: Response) =>
  SearchResults.parse(await response.json()).results.map(({ object }) => object);

describe('without a token', () => {
  it.each([
    ['an element string', '(01)09506000134352(21)12345'],
    ['a Digital Link of any resolver', 'https://shop.example/x/01/09506000134352/21/12345?17=991231'],
    ['GTIN and serial', '09506000134352 12345'],
    ['the canonical URI', ITEM],
  ])('finds an object by %s', async (_what, words) => {
    const response = await search(words);
    expect(await objectsIn(response)).toEqual([ITEM]);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('cache-control')).toBe('public, max-age=2');
    expect(response.headers.get('vary')).toContain('Authorization');
  });

  it('says where trail and evidence of what it found are', async () => {
    const [result] = SearchResults.parse(await (await search(ITEM)).json()).results;
    expect(result).toEqual({
      object: ITEM,
      kind: 'sgtin',
      label: 'GTIN 09506000134352, serial 12345',
      matches: [{ kind: 'code', term: ITEM }],
      trail: '/api/v1/objects/01/09506000134352/21/12345/trail',
      evidence: '/api/v1/objects/01/09506000134352/21/12345/evidence',
    });
  });

  it('does not know an object before its entry is published', async () => {
    expect(await objectsIn(await search(LATER))).toEqual([]);
  });

  it('refuses document numbers without asking the ledger', async () => {
    const response = await search('PO-7');
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="customs"');
    expect(ledger.asked).toEqual([]);
  });

  it('records nothing', async () => {
    await search(ITEM);
    expect(api.lookups.all).toEqual([]);
  });

  it('names a wrong check digit', async () => {
    const response = await search('(01)09506000134353(21)1');
    const problem = Problem.parse(await response.json());
    expect(problem).toMatchObject({ type: '/problems/check-digit', status: 400, code: 'CHECK_DIGIT' });
    expect(problem.detail).toMatch(/check digit/u);
  });
});

describe('with a token', () => {
  it('finds objects by the number of a document too, as far as they are published', async () => {
    const response = await asOfficer('PO-7');
    const { results } = SearchResults.parse(await response.json());
    expect(results.map(({ object, matches }) => [object, matches])).toEqual([[ITEM, [{ kind: 'po', term: 'PO-7' }]]]);
  });

  it('keeps the answer out of every cache and every other page', async () => {
    const { headers } = await search('PO-7', { authorization: `Bearer ${token}`, origin: 'https://other.example' });
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('vary')).toContain('Authorization');
    const tag = headers.get('etag')!;
    const again = await search('PO-7', { authorization: `Bearer ${token}`, 'if-none-match': tag });
    expect(again.status).toBe(200);
  });

  it('gives pages that join without a gap', async () => {
    for (let n = 0; n < 5; n++) ledger.add(`https://id.gs1.org/01/09506000134352/21/p${n}`, 10 + n, 'po');
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: SearchResults = SearchResults.parse(
        await (await asOfficer('PO-7', `&limit=2${cursor === null ? '' : `&cursor=${cursor}`}`)).json(),
      );
      seen.push(...page.results.map(({ object }) => object));
      cursor = page.next;
    } while (cursor !== null);
    expect(seen).toEqual([ITEM, ...[0, 1, 2, 3, 4].map((n) => `https://id.gs1.org/01/09506000134352/21/p${n}`)]);
  });

  it('hands out no cursor that it would refuse, and says on the last page that there is more', async () => {
    for (let n = 0; n < 10_300; n++)
      ledger.hits.push({ kind: 'po', trailKey: new Uint8Array(32), logIndex: 3, uri: ITEM });
    let last: SearchResults | undefined;
    for (let cursor: string | null = 'c9700'; cursor !== null; cursor = last.next) {
      expect(last?.moreNotListed ?? false).toBe(false);
      const response = await asOfficer('PO-7', `&limit=200&cursor=${cursor}`);
      expect([cursor, response.status]).toEqual([cursor, 200]);
      last = SearchResults.parse(await response.json());
    }
    expect(last?.moreNotListed).toBe(true);
    const end = SearchResults.parse(await (await search(ITEM)).json());
    expect([end.next, end.moreNotListed]).toEqual([null, false]);
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=1e9', 'limit'],
    ['limit=-1', 'limit'],
    ['limit=99999999999999999999', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['cursor=5', 'cursor'],
    ['cursor=c99999999999', 'cursor'],
    ['cursor=', 'cursor'],
    ['page=3', 'page'],
    ['__proto__=1', '__proto__'],
  ])('names the parameter of absurd paging: %s', async (more, parameter) => {
    const response = await asOfficer('PO-7', `&${more}`);
    const problem = Problem.parse(await response.json());
    expect(problem).toMatchObject({ type: '/problems/validation', status: 400 });
    expect(problem.errors?.map((error) => error.parameter)).toEqual([parameter]);
  });

  it.each([
    ['nothing', ''],
    ['too much', 'x'.repeat(201)],
    ['control characters', 'a\u0000b'],
  ])('names the search text when it is %s', async (_what, words) => {
    const problem = Problem.parse(await (await asOfficer(words)).json());
    expect(problem.errors?.map((error) => error.parameter)).toEqual(['q']);
  });

  it('says 406 when the client takes no JSON', async () => {
    const response = await search(ITEM, { accept: 'text/html, application/*;q=0' });
    expect(response.status).toBe(406);
    expect((await search(ITEM, { accept: 'text/html, */*;q=0.1' })).status).toBe(200);
  });
});

describe('with a token that nobody holds', () => {
  it.each([
    ['unknown', 'Bearer AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['empty', 'Bearer '],
    ['of another scheme', 'Basic b2ZmaWNlcjp4'],
    ['not a token at all', 'Bearer \u00e9\u00e8'],
    ['far too long', `Bearer ${'a'.repeat(5_000)}`],
  ])('answers 401 and nothing else when it is %s', async (_what, authorization) => {
    const answers = await Promise.all(
      [ITEM, SECRET, 'PO-7', 'nonsense'].map(async (words) => {
        const response = await search(words, { authorization });
        expect(response.status).toBe(401);
        expect(response.headers.get('www-authenticate')).toBe('Bearer realm="customs", error="invalid_token"');
        expect(response.headers.get('access-control-allow-origin')).toBeNull();
        return response.text();
      }),
    );
    expect(new Set(answers).size).toBe(1);
    expect(ledger.asked).toEqual([]);
    expect(api.lookups.all).toEqual([]);
  });
});

describe('a token that no longer opens', () => {
  const problemOf = async (response: Response) => Problem.parse(await response.json());

  it('is refused from the next question on when it was ended, and as having ended', async () => {
    expect((await asOfficer('PO-7')).status).toBe(200);
    await new OfficerRegister(api.dataFolder).end('officer');
    const response = await asOfficer('PO-7');
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="customs", error="invalid_token"');
    expect(await problemOf(response)).toMatchObject({ status: 401, type: '/problems/token-ended' });
  });

  it('is refused as expired when its time is over', async () => {
    const past = `${createHash('sha256').update('past').digest('hex')} expires=2026-05-01T12:00:00.000Z`;
    appendFileSync(join(api.dataFolder, 'keys/officers'), `past:${past}\n`);
    const response = await search('PO-7', { authorization: 'Bearer past' });
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="customs", error="invalid_token"');
    expect(await problemOf(response)).toMatchObject({
      status: 401,
      type: '/problems/token-expired',
      detail: 'the token has expired: ask whoever gave it for a new one',
    });
  });

  it.each([
    ['damaged', (file: string) => appendFileSync(file, 'half a li'), 503, 'officers-unreadable'],
    ['open to others', (file: string) => chmodSync(file, 0o644), 503, 'officers-unreadable'],
    ['a folder', (file: string) => (rmSync(file), mkdirSync(file)), 503, 'officers-unreadable'],
    ['empty', (file: string) => writeFileSync(file, ''), 401, 'unauthorized'],
    ['missing', (file: string) => rmSync(file), 401, 'unauthorized'],
  ])('opens nothing while the list is %s, and the public tier goes on', async (_what, spoil, status, problem) => {
    spoil(join(api.dataFolder, 'keys/officers'));
    expect(await problemOf(await asOfficer('PO-7'))).toMatchObject({ status, type: `/problems/${problem}` });
    expect((await search('PO-7')).status).toBe(401);
    expect((await search(ITEM)).status).toBe(200);
    expect(api.lookups.all).toEqual([]);
  });
});

describe('every look-up', () => {
  it('is recorded with officer, question, status and the hash of exactly the bytes that went out', async () => {
    const before = Date.now();
    const response = await asOfficer('PO-7');
    const text = await response.text();
    const [lookup] = api.lookups.all;
    expect(lookup).toMatchObject({ who: 'officer', question: 'GET /api/v1/search?q=PO-7', status: 200 });
    expect(Buffer.from(lookup!.answerHash).toString('hex')).toBe(createHash('sha256').update(text).digest('hex'));
    expect(lookup!.timeMs).toBeGreaterThanOrEqual(before);
    expect(response.headers.get('cairn-lookup')!.replaceAll('-', '')).toBe(Buffer.from(lookup!.id).toString('hex'));
  });

  it('is recorded under the name of the officer who asked', async () => {
    token = await new OfficerRegister(api.dataFolder).add({ name: 'a.rossi', roles: ['officer'] });
    await asOfficer('PO-7');
    expect(api.lookups.all.map(({ who }) => who)).toEqual(['a.rossi']);
  });

  it.each([
    ['finds nothing', 'PO-8', 200],
    ['is mistyped', '09506000134353', 400],
  ])('is recorded when it %s', async (_what, words, status) => {
    const response = await asOfficer(words);
    expect(response.status).toBe(status);
    expect(api.lookups.all.map((lookup) => lookup.status)).toEqual([status]);
    const { answerHash } = api.lookups.all[0]!;
    expect(Buffer.from(answerHash).toString('hex')).toBe(
      createHash('sha256')
        .update(await response.text())
        .digest('hex'),
    );
  });

  it('is recorded when the database is away', async () => {
    ledger.failure = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const response = await asOfficer('PO-7');
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await response.json()).toMatchObject({ type: '/problems/ledger-unavailable' });
    expect(api.lookups.all.map(({ status }) => status)).toEqual([503]);
  });

  it('is durable before the answer goes out', async () => {
    let open = (): void => undefined;
    api.lookups.gate = new Promise((resolve) => (open = resolve));
    let answered = false;
    const response = asOfficer('PO-7').finally(() => (answered = true));
    // Another request comes and goes while the first one waits for its record.
    await fetch(`${api.url}/health/live`);
    await search(ITEM);
    expect([answered, api.lookups.all.length]).toEqual([false, 0]);
    open();
    expect((await response).status).toBe(200);
    expect(api.lookups.all).toHaveLength(1);
  });

  it('has no answer when it cannot be recorded', async () => {
    api.lookups.failure = new Error('the disk is full');
    const response = await asOfficer('PO-7');
    const text = await response.text();
    expect([response.status, response.headers.get('cairn-lookup')]).toEqual([503, null]);
    expect(Problem.parse(JSON.parse(text)).type).toBe('/problems/lookup-not-recorded');
    expect(text).not.toContain('12345');
  });

  it('goes to the stream together with those that came in meanwhile', async () => {
    let open = (): void => undefined;
    api.lookups.gate = new Promise((resolve) => (open = resolve));
    const asked = Array.from({ length: 20 }, async () => asOfficer('PO-7'));
    while (ledger.asked.filter((question) => question === 'searchTerms PO-7').length < 20)
      await fetch(`${api.url}/health/live`);
    open();
    const answers = await Promise.all(asked);
    expect(new Set(answers.map(({ headers }) => headers.get('cairn-lookup'))).size).toBe(20);
    expect(api.lookups.all).toHaveLength(20);
    expect(api.lookups.appends.length).toBeLessThan(5);
  });
});
