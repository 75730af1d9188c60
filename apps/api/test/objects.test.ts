import { createHash } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { ensureCustomsToken } from '#libs/registry/access';
import { EVIDENCE_ENTRIES_MAX, EVIDENCE_MEDIA_TYPE } from '#libs/core/evidence';
import { judgeEvidence, type Verdict } from '#libs/core/verdict';
import { NativeVerifier } from '#libs/host/keys';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { LEDGER_SETTINGS, SESSION_SETTINGS, withSettings } from '../ledger/read-only-ledger.js';
import { Problem } from '../openapi/schemas.js';
import { Trail } from '../openapi/trail-schema.js';
import { startApi, type RunningApi } from '../../../test/kit/api/api.js';
import { Fleet, MemoryLog, publish } from '../../../test/kit/api/published-log.js';

const ITEM = 'https://id.gs1.org/01/09520001000010/21/A1';
const PALLET = 'https://id.gs1.org/00/095200010000000010';
const CONTAINER = 'urn:epc:id:bic:CSQU3054383';
const PATH = '/api/v1/objects/01/09520001000010/21/A1';

let database: TestDatabase;
let api: RunningApi;
let log: MemoryLog;
let token: string;

/** One item, packed on a pallet, the pallet in a container, unpacked by the one who took over. */
function story(): MemoryLog {
  const fleet = new Fleet(new MemoryLog('cairn.example/api'));
  const maker = fleet.party('Maker');
  const carrier = fleet.party('Carrier', { partyCountry: 'US' });
  const hand = fleet.device('hand-1', maker);
  const gate = fleet.device('gate-1', carrier);
  const po = { 'bizTransaction.po': 'urn:epcglobal:cbv:bt:9520001000003:PO-77' };
  hand.scan({
    subjects: [ITEM],
    bizStep: 'commissioning',
    claims: { readPointCountry: 'IN', productName: 'Shrimp', ...po },
  });
  hand.scan({ parent: PALLET, children: [ITEM], bizStep: 'packing', claims: { grossWeightKg: '412' } });
  hand.scan({ subjects: [PALLET], bizStep: 'shipping', to: carrier });
  gate.scan({ subjects: [PALLET], bizStep: 'receiving', claims: { readPointCountry: 'US' } });
  gate.scan({ parent: CONTAINER, children: [PALLET], bizStep: 'loading' });
  gate.scan({ subjects: [CONTAINER], bizStep: 'departing', claims: { temperatureVerdict: 'above' } });
  gate.scan({ parent: PALLET, children: [ITEM], action: 3, bizStep: 'unpacking' });
  gate.scan({ subjects: [ITEM], bizStep: 'stocking' });
  fleet.log.fill(0);
  return fleet.log;
}

beforeAll(async () => {
  database = await createTestDatabase();
  log = story();
  api = await startApi({ databaseUrl: database.url });
  await publish(log, { databaseUrl: database.url, logFolder: join(api.dataFolder, 'log') });
  token = ensureCustomsToken(api.dataFolder).token!;
});
afterAll(async () => {
  await api.stop();
  await database.drop();
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${api.url}${path}`, { headers });
const asOfficer = (path: string) => get(path, { authorization: `Bearer ${token}` });
const trailIn = async (response: Response): Promise<Trail> => Trail.parse(await response.json());
const stepsOf = ({ steps }: Trail): (string | null)[] => steps.map(({ bizStep }) => bizStep);
const judge = (evidence: string, object?: string): Promise<Verdict> =>
  judgeEvidence({ evidence, policy: log.policy(), ...(object && { object }), verifier: new NativeVerifier() });

const ALL_STEPS = [
  'commissioning',
  'packing',
  'shipping',
  'receiving',
  'loading',
  'departing',
  'unpacking',
  'stocking',
];

describe('the trail of an object', () => {
  it('holds the entries of the units in which it travelled, between packing and unpacking, to any depth', async () => {
    expect(stepsOf(await trailIn(await get(`${PATH}/trail`)))).toEqual(ALL_STEPS);
  });

  it('shows to the public country, step and temperature, and neither units nor papers nor names', async () => {
    const response = await get(`${PATH}/trail`);
    const text = await response.text();
    const trail = Trail.parse(JSON.parse(text));
    expect(trail.tier).toBe('public');
    expect(trail.steps[0]).toMatchObject({ country: 'IN', party: { country: 'IN' }, hiddenClaims: 1 });
    expect(trail.findings.map(({ kind }) => kind)).toContain('excursion');
    for (const secret of ['PO-77', PALLET, CONTAINER, '412', 'Maker', 'Carrier', 'hand-1'])
      expect(text).not.toContain(secret);
  });

  it('shows everything to customs', async () => {
    const text = await (await asOfficer(`${PATH}/trail`)).text();
    const trail = Trail.parse(JSON.parse(text));
    expect(trail.tier).toBe('customs');
    for (const shown of ['PO-77', PALLET, CONTAINER, '412', 'Maker', 'Carrier', 'hand-1'])
      expect(text).toContain(shown);
    expect(trail.steps.every(({ hiddenClaims }) => hiddenClaims === 0)).toBe(true);
    expect(trail.spans.map(({ parent, end }) => [parent.uri, end])).toEqual(
      expect.arrayContaining([[PALLET, 'unpacked']]),
    );
  });

  it('comes in pages that join without a gap', async () => {
    const seen: (string | null)[] = [];
    let cursor: string | null = null;
    do {
      const page: Trail = await trailIn(
        await get(`${PATH}/trail?limit=3${cursor === null ? '' : `&cursor=${cursor}`}`),
      );
      expect(page.stepsTotal).toBe(ALL_STEPS.length);
      seen.push(...stepsOf(page));
      cursor = page.next;
    } while (cursor !== null);
    expect(seen).toEqual(ALL_STEPS);
  });

  it.each([
    ['its Digital Link path', `${PATH}/trail`],
    ['a path with variant and lot beside the serial', '/api/v1/objects/01/09520001000010/22/x/10/L1/21/A1/trail'],
    ['its canonical URI', `/api/v1/objects/trail?uri=${encodeURIComponent(ITEM)}`],
    ['an element string', `/api/v1/objects/trail?uri=${encodeURIComponent('(01)09520001000010(21)A1')}`],
    [
      'a Digital Link of another resolver',
      `/api/v1/objects/trail?uri=${encodeURIComponent('https://x.example/01/09520001000010/21/A1?10=L')}`,
    ],
    ['a percent-encoded serial', '/api/v1/objects/01/09520001000010/21/%41%31/trail'],
  ])('is found by %s', async (_what, path) => {
    expect((await trailIn(await get(path))).object).toBe(ITEM);
  });

  it('is found for things without a GS1 key', async () => {
    for (const path of [
      `/api/v1/objects/trail?uri=${CONTAINER}`,
      `/api/v1/objects/uri/${encodeURIComponent(CONTAINER)}/trail`,
      '/api/v1/objects/trail?uri=URN:EPC:ID:BIC:CSQU3054383',
    ]) {
      expect((await trailIn(await get(path))).object).toBe(CONTAINER);
    }
  });
});

describe('the evidence of an object', () => {
  it.each(['public', 'customs'] as const)('on the %s tier is judged intact against the pinned key', async (tier) => {
    const response = await (tier === 'public' ? get : asOfficer)(`${PATH}/evidence`);
    const verdict = await judge(await response.text(), ITEM);
    expect(verdict.state).toBe('intact');
    expect(verdict.steps.map(({ bizStep }) => bizStep)).toEqual(ALL_STEPS);
    expect(verdict.exit).toBe(10); // it got too warm
  });

  it('opens for the public country, step and temperature, and neither units nor papers nor names', async () => {
    const secrets = ['PO-77', PALLET, CONTAINER, '"412"', 'Maker', 'Carrier', 'hand-1'];
    const open = await (await asOfficer(`${PATH}/evidence`)).text();
    const closed = await (await get(`${PATH}/evidence`)).text();
    for (const secret of secrets)
      expect([secret, open.includes(secret), closed.includes(secret)]).toEqual([secret, true, false]);
    expect(closed).toContain('"value":"IN"');
  });

  it('is a file with the media type of evidence and the hash of its text as entity tag', async () => {
    const response = await get(`${PATH}/evidence`, { 'accept-encoding': 'identity' });
    const text = await response.text();
    const tag = `"${createHash('sha256').update(text).digest('hex')}"`;
    expect(response.headers.get('content-type')).toBe(EVIDENCE_MEDIA_TYPE);
    expect(response.headers.get('content-disposition')).toBe(
      'attachment; filename="evidence-01-09520001000010-21-A1.json"',
    );
    expect(response.headers.get('etag')).toBe(tag);
    expect((await get(`${PATH}/evidence`, { 'if-none-match': tag })).status).toBe(304);
  });

  it('is compressed where the client takes it, under a weak form of the same tag', async () => {
    const response = await get(`${PATH}/evidence`, { 'accept-encoding': 'gzip' });
    const text = await response.text();
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(response.headers.get('etag')).toBe(`W/"${createHash('sha256').update(text).digest('hex')}"`);
    expect((await judge(text)).state).toBe('intact');
  });

  it('that has not changed keeps the tag and the Vary of the whole answer', async () => {
    for (const coding of ['gzip', 'identity']) {
      const whole = await get(`${PATH}/evidence`, { 'accept-encoding': coding });
      const tag = whole.headers.get('etag')!;
      const unchanged = await get(`${PATH}/evidence`, { 'accept-encoding': coding, 'if-none-match': tag });
      expect(unchanged.status).toBe(304);
      for (const name of ['etag', 'vary', 'cache-control', 'access-control-allow-origin'])
        expect([coding, name, unchanged.headers.get(name)]).toEqual([coding, name, whole.headers.get(name)]);
    }
  });

  it('of a unit is evidence of that unit', async () => {
    const text = await (await get(`/api/v1/objects/00/095200010000000010/evidence`)).text();
    expect(await judge(text, PALLET)).toMatchObject({ state: 'intact', object: PALLET });
    expect((await judge(text, ITEM)).exit).toBe(20);
  });

  it('for customs is recorded with the hash that is its entity tag', async () => {
    const before = api.lookups.all.length;
    const response = await asOfficer(`${PATH}/evidence`);
    const lookup = api.lookups.all[before]!;
    expect(lookup).toMatchObject({ who: 'officer', question: `GET ${PATH}/evidence`, status: 200 });
    expect(response.headers.get('etag')).toContain(Buffer.from(lookup.answerHash).toString('hex'));
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('may be read by scripts of any page, on the public tier only', async () => {
    expect((await get(`${PATH}/evidence`)).headers.get('access-control-allow-origin')).toBe('*');
    expect((await asOfficer(`${PATH}/evidence`)).headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('a question that cannot be answered', () => {
  it.each([
    ['/01/09520001000012/21/A1/trail', 400, 'check-digit', 'CHECK_DIGIT'],
    ['/00/095200010000000014/evidence', 400, 'check-digit', 'CHECK_DIGIT'],
    ['/01/0952000100001/21/A1/trail', 400, 'check-digit', 'CHECK_DIGIT'],
    ['/01/095200010/21/A1/trail', 400, 'digital-link', 'LENGTH'],
    ['/01/09520001000010/21/evidence', 400, 'digital-link', 'QUALIFIER'],
    ['/77/123/trail', 400, 'digital-link', 'UNKNOWN_KEY'],
    ['/01/09520001000010/99/A1/trail', 400, 'digital-link', 'QUALIFIER'],
    ['/01/09520001000010/21/A%20B/trail', 400, 'digital-link', 'CHARACTERS'],
    ['/01/09520001000010/21/%00/trail', 400, 'digital-link', 'CHARACTERS'],
    ['/01/09520001000010/21/123456789012345678901/trail', 400, 'digital-link', 'LENGTH'],
    ['/trail?uri=javascript:alert(1)', 400, 'digital-link', 'SCHEME'],
    ['/trail?uri=hello', 400, 'digital-link', 'NOT_A_URI'],
    ['/uri/hello/trail', 400, 'digital-link', 'NOT_A_URI'],
    ['/trail', 400, 'validation', undefined],
    ['/trail?uri=', 400, 'validation', undefined],
    ['/trail?uri=a:b&uri=c:d', 400, 'validation', undefined],
    ['/01/09520001000010/21/A1/evidence?limit=3', 400, 'validation', undefined],
    ['/01/09520001000010/21/A1/trail?limit=0', 400, 'validation', undefined],
    ['/01/09520001000010/21/A1/trail?cursor=c999999', 400, 'validation', undefined],
    ['/01/09520001000010/21/A1', 404, 'not-found', undefined],
    ['/01/09520001000010/21/A1/history', 404, 'not-found', undefined],
    ['/', 404, 'not-found', undefined],
    ['/01/09520001000010/21/NOBODY/trail', 404, 'unknown-object', undefined],
    ['/01/09520001000010/21/NOBODY/evidence', 404, 'unknown-object', undefined],
  ])('%s gives %d %s', async (path, status, name, code) => {
    const response = await get(`/api/v1/objects${path}`);
    const problem = Problem.parse(await response.json());
    expect(problem).toMatchObject({
      status,
      type: `/problems/${name}`,
      instance: `/api/v1/objects${path}`.split('?')[0],
    });
    expect([response.status, problem.code]).toEqual([status, code]);
    expect(problem.detail.length).toBeGreaterThan(10);
  });

  it('says 406 to clients that take neither evidence nor JSON', async () => {
    expect((await get(`${PATH}/evidence`, { accept: 'application/pdf' })).status).toBe(406);
    expect((await get(`${PATH}/evidence`, { accept: EVIDENCE_MEDIA_TYPE })).status).toBe(200);
    expect((await get(`${PATH}/evidence`, { accept: 'application/json' })).status).toBe(200);
  });
});

describe('the trail of a thing that is seen more often than evidence holds', () => {
  const SEEN = EVIDENCE_ENTRIES_MAX + 450;
  const BUSY = `/api/v1/objects/uri/${encodeURIComponent(CONTAINER)}`;

  it('is told as far as evidence has room, says how much that is not, and is listed whole on request', async () => {
    const fleet = new Fleet(new MemoryLog('cairn.example/busy'));
    const gate = fleet.partyWithDevice('Carrier');
    const scans = Array.from({ length: SEEN }, () => gate.scan({ subjects: [CONTAINER], bizStep: 'departing' }));
    await withNode(fleet.log, async ({ url }) => {
      const paged = async (query: string): Promise<Trail[]> => {
        const pages: Trail[] = [];
        for (let cursor: string | null = ''; cursor !== null; cursor = pages.at(-1)!.next) {
          const more = cursor === '' ? '' : `&cursor=${cursor}`;
          pages.push(await trailIn(await fetch(`${url}${BUSY}/trail?limit=200${query}${more}`)));
        }
        return pages;
      };
      const told = await paged('');
      const steps = told.flatMap((page) => page.steps).map(({ logIndex }) => logIndex);
      const keys = EVIDENCE_ENTRIES_MAX - steps.length;
      // The scan with which custody begins, and the newest.
      expect(steps).toEqual([scans[0], ...scans.slice(SEEN - EVIDENCE_ENTRIES_MAX + keys + 1)]);
      for (const { leftOut, until, stepsTotal, status } of told)
        expect([leftOut, until, stepsTotal, status]).toEqual([
          SEEN - steps.length,
          null,
          steps.length,
          ['not checked'],
        ]);

      const listed = (await paged('&all=1')).flatMap((page) => page.steps);
      expect(listed.map(({ logIndex }) => logIndex)).toEqual(scans);
      expect(listed.at(-1)).toMatchObject({
        standing: 'not told',
        bizStep: 'departing',
        custodian: null,
        missingBefore: 0,
      });

      const evidence = await (await fetch(`${url}${BUSY}/evidence`)).text();
      const verdict = await judgeEvidence({ evidence, policy: fleet.log.policy(), verifier: new NativeVerifier() });
      expect([verdict.state, verdict.trail!.length]).toEqual(['intact', SEEN]);
      expect(verdict.findings.map(({ code, text }) => [code, text])).toEqual([
        ['CUT', expect.stringContaining(`${SEEN - steps.length} entries`)],
      ]);

      // Nothing beyond the log.
      const late = await trailIn(await fetch(`${url}${BUSY}/trail?limit=1&cursor=a999999999999999`));
      expect([late.steps, late.next]).toEqual([[], null]);
    });
  });

  it('goes on with the story that its first page told, whatever is told since', async () => {
    const fleet = new Fleet(new MemoryLog('cairn.example/growing'));
    const maker = fleet.partyWithDevice('Maker');
    const sent = Array.from({ length: 4 }, () => maker.sign());
    for (const scan of [sent[0]!, sent[2]!, sent[3]!]) maker.deliver(scan);
    await withNode(fleet.log, async ({ url, databaseUrl, folder }) => {
      const first = await trailIn(await fetch(`${url}${PATH}/trail?limit=2`));
      maker.deliver(sent[1]!);
      await renew(databaseUrl);
      await publish(fleet.log, { databaseUrl, logFolder: folder });
      const second = await trailIn(await fetch(`${url}${PATH}/trail?limit=2&cursor=${first.next}`));
      const counters = [...first.steps, ...second.steps].map(({ late, logIndex }) => [late, logIndex]);
      expect(counters).toEqual([4, 5, 6].map((logIndex) => [false, logIndex]));
      const anew = await trailIn(await fetch(`${url}${PATH}/trail`));
      expect(anew.steps.map(({ logIndex }) => logIndex)).toEqual([4, 7, 5, 6]);
    });
  });

  it.each(['e', 'e-1', 'e1.5', 'e9007199254740993', 'x5', 'c20', 's5', 's5.', 's.7', 'a', 's1234567.9'])(
    'has no page at %s',
    async (cursor) => {
      const response = await get(`${PATH}/trail?cursor=${cursor}`);
      const problem = Problem.parse(await response.json());
      expect(problem).toMatchObject({
        status: 400,
        errors: [{ parameter: 'cursor', detail: 'expected the text that the page before gave as next' }],
      });
    },
  );
});

describe('what the database says beyond or beside the published log', () => {
  it('is not shown before it is published', async () => {
    const fleet = new Fleet(new MemoryLog('cairn.example/ahead'));
    const device = fleet.partyWithDevice('Maker');
    device.scan({ subjects: [ITEM], bizStep: 'commissioning' });
    await withNode(fleet.log, async ({ url, databaseUrl, folder }) => {
      device.scan({ subjects: [ITEM], bizStep: 'shipping' });
      await renew(databaseUrl);
      await publish(fleet.log, { databaseUrl, logFolder: folder }, 0);
      const before = Trail.parse(await (await fetch(`${url}${PATH}/trail`)).json());
      expect([stepsOf(before), before.checkpoint.size]).toEqual([['commissioning'], 5]);
    });
  });

  it('cannot be passed off as the log: evidence of a changed entry does not match', async () => {
    const fleet = new Fleet(new MemoryLog('cairn.example/changed'));
    const device = fleet.partyWithDevice('Maker');
    device.scan({ subjects: [ITEM], bizStep: 'commissioning' });
    const index = device.scan({ subjects: [ITEM], bizStep: 'shipping' });
    await withNode(fleet.log, async ({ url, databaseUrl }) => {
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      // A later arrival time: still a perfect entry, only not the one that was logged.
      await client.query(
        'UPDATE log_entry SET entry = set_byte(entry, length(entry) - 3, get_byte(entry, length(entry) - 3) # 1) WHERE log_index = $1',
        [index],
      );
      await client.end();
      const evidence = await (await fetch(`${url}${PATH}/evidence`)).text();
      const verdict = await judgeEvidence({ evidence, policy: fleet.log.policy(), verifier: new NativeVerifier() });
      expect(verdict.exit).toBe(20);
    });
  });
});

describe('the database', () => {
  it('cannot be written through the connections of the api', async () => {
    for (const settings of [SESSION_SETTINGS, LEDGER_SETTINGS]) {
      const client = new pg.Client({ connectionString: withSettings(database.url, settings) });
      await client.connect();
      await expect(client.query('DELETE FROM log_entry')).rejects.toMatchObject({ code: '25006' });
      await client.end();
    }
  });

  it('plans each statement of the ledger once', async () => {
    const client = new pg.Client({ connectionString: withSettings(database.url, LEDGER_SETTINGS) });
    await client.connect();
    await client.query({
      name: 'one',
      text: 'SELECT count(*) FROM log_entry WHERE log_index = any($1)',
      values: [[1]],
    });
    const { rows } = await client.query(
      'SELECT generic_plans::int AS generic, custom_plans::int AS custom FROM pg_prepared_statements',
    );
    expect(rows).toContainEqual({ generic: 1, custom: 0 });
    await client.end();
  });

  it('may be away: the answer is an outage that says nothing of the object, and passes by itself', async () => {
    const own = await createTestDatabase();
    const node = await startApi({ databaseUrl: own.url });
    await publish(log, { databaseUrl: own.url, logFolder: join(node.dataFolder, 'log') });
    expect((await fetch(`${node.url}${PATH}/trail`)).status).toBe(200);
    const name = new URL(own.url).pathname.slice(1);
    const administrator = new pg.Client({
      connectionString: process.env['CAIRN_TEST_ADMIN_DATABASE_URL'] ?? process.env['CAIRN_TEST_DATABASE_URL'],
    });
    await administrator.connect();
    await administrator.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'`,
      [name],
    );
    await administrator.query(`ALTER DATABASE ${name} RENAME TO ${name}_away`);
    const other = '/api/v1/objects/00/095200010000000010/trail';
    const response = await fetch(`${node.url}${other}`);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
    expect(Problem.parse(await response.json()).type).toBe('/problems/ledger-unavailable');
    expect((await fetch(`${node.healthUrl}/health/ready`)).status).toBe(503);
    expect((await fetch(`${node.url}/health/live`)).status).toBe(200);
    expect((await fetch(`${node.url}/log/checkpoint`)).status).toBe(200);
    await administrator.query(`ALTER DATABASE ${name}_away RENAME TO ${name}`);
    await administrator.end();
    expect((await fetch(`${node.url}${other}`)).status).toBe(200);
    await node.stop();
    await own.drop();
  });
});

interface OwnNode {
  readonly url: string;
  readonly databaseUrl: string;
  readonly folder: string;
}

/** A node of its own for one log. */
async function withNode(ownLog: MemoryLog, test: (node: OwnNode) => Promise<void>): Promise<void> {
  const own = await createTestDatabase();
  const node = await startApi({ databaseUrl: own.url });
  const folder = join(node.dataFolder, 'log');
  try {
    await publish(ownLog, { databaseUrl: own.url, logFolder: folder });
    await test({ url: node.url, databaseUrl: own.url, folder });
  } finally {
    await node.stop();
    await own.drop();
  }
}

async function renew(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    'TRUNCATE log_entry, trail_link, log_root, log_head, projection_search.object_uri, projection_search.search_term',
  );
  await client.end();
}
