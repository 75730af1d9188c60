import { LogStorage } from '#libs/log/storage';
import { OfficerRegister } from '#libs/registry/access';
import { startApi, type RunningApi } from '../../../test/kit/api/api.js';
import { ask, type Asked } from '../../../test/kit/http/ask.js';
import { exchangeRaw } from '../../../test/kit/http/raw.js';
import { QUESTION_LIMITS, WRONG_TOKEN_LIMITS } from '../http/limits.js';
import { TrailService } from '../objects/trail.service.js';
import { Problem } from '../openapi/schemas.js';
import { API_LOGGER, CLOCK } from '../tokens.js';

const { perCallerMax } = QUESTION_LIMITS;
const PATH = '/api/v1/objects/01/09506000134352/21/12345/trail';
/** The proxy of these tests; strangers of loopback have other addresses. */
const PROXY = '127.0.0.1';
const STRANGER = '127.0.0.2';

/** Trails that are told to officers at once, and to strangers when the gate is opened. */
class GatedTrails {
  asked = 0;
  private open!: () => void;
  private readonly gate = new Promise<void>((open) => (this.open = open));

  async trail({ tier }: { readonly tier: string }): Promise<object> {
    this.asked += 1;
    if (tier === 'public') await this.gate;
    return {};
  }

  letGo(): void {
    this.open();
  }
}

let api: RunningApi;
let trails: GatedTrails;
let token: string;

beforeEach(async () => {
  const now = Date.now();
  trails = new GatedTrails();
  api = await startApi({
    settings: { CAIRN_TRUSTED_PROXIES: `${PROXY}, 10.0.0.0/8` },
    exchange: (builder) =>
      builder
        .overrideProvider(TrailService)
        .useValue(trails)
        .overrideProvider(CLOCK)
        .useValue(() => now) // wrong tokens are given back with time
        .overrideProvider(LogStorage)
        .useValue({ read: async () => null, exists: async () => false }),
  });
  token = await new OfficerRegister(api.dataFolder).add({ name: 'a.rossi', roles: ['officer'] });
});
afterEach(() => {
  trails.letGo();
  return api.stop();
});

/** As a proxy hands a question on. */
const forwarded = (from: string | readonly string[], headers: Readonly<Record<string, string>> = {}): Promise<Asked> =>
  ask(api.url + PATH, { localAddress: PROXY, headers: { ...headers, 'x-forwarded-for': from as string } });

const asOfficer = (headers: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  ...headers,
  authorization: `Bearer ${token}`,
});

const statuses = (asked: readonly Asked[]): Record<number, number> => {
  const counts: Record<number, number> = {};
  for (const { status } of asked) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

/** Resolves when so many of these have been refused: the others stand at the gate. */
async function untilRefused(asked: readonly Promise<Asked>[], count: number): Promise<void> {
  let refused = 0;
  await new Promise<void>((done) => {
    const look = async (one: Promise<Asked>): Promise<void> => {
      if ((await one).status === 429) refused += 1;
      if (refused === count) done();
    };
    for (const one of asked) void look(one);
  });
}

describe('a flood of questions', () => {
  it('from 500 addresses of one network leaves an officer and another address their answers', async () => {
    const flood = Array.from({ length: 500 }, (_, n) => forwarded(`2001:db8:0:1::${n.toString(16)}`));
    await untilRefused(flood, 500 - perCallerMax);
    const guest = forwarded('2001:db8:0:2::1');
    const { status } = await forwarded('2001:db8:0:1::1', asOfficer());
    expect(status).toBe(200);
    trails.letGo();
    expect((await guest).status).toBe(200);
    const all = await Promise.all(flood);
    expect(statuses(all)).toEqual({ 200: perCallerMax, 429: 500 - perCallerMax });
    const refused = all.find((one) => one.status === 429)!;
    expect(Problem.parse(JSON.parse(refused.body)).type).toBe('/problems/too-many-questions');
    expect(refused.headers['retry-after']).toBe('1');
    const metrics = await (await fetch(`${api.healthUrl}/metrics`)).text();
    expect(metrics).toContain(`cairn_api_refused_total{limit="questions-per-caller"} ${500 - perCallerMax}`);
    expect(metrics).not.toContain('2001:db8');
  });

  it('by strangers behind one address does not count against officers behind it', async () => {
    const flood = Array.from({ length: perCallerMax + 1 }, () => forwarded('198.51.100.7'));
    await untilRefused(flood, 1);
    const asked = await Promise.all(
      Array.from({ length: perCallerMax * 2 }, () => forwarded('198.51.100.7', asOfficer())),
    );
    expect(asked.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(perCallerMax);
  });
});

describe('X-Forwarded-For', () => {
  const lies: Readonly<Record<string, (n: number) => Record<string, string>>> = {
    'another address each time': (n) => ({ 'x-forwarded-for': `198.51.100.${n}` }),
    'the address of the proxy': () => ({ 'x-forwarded-for': PROXY }),
    'a way through the proxy': (n) => ({ 'x-forwarded-for': `198.51.100.${n}, ${PROXY}` }),
    'the header of RFC 7239': (n) => ({ forwarded: `for=198.51.100.${n}` }),
    'the headers of others': (n) => ({ 'x-real-ip': `198.51.100.${n}`, 'cf-connecting-ip': `198.51.100.${n}` }),
  };

  it.each(Object.keys(lies))('of a stranger is not believed: %s', async (lie) => {
    const asked = Array.from({ length: perCallerMax + 10 }, (_, n) =>
      ask(api.url + PATH, { localAddress: STRANGER, headers: lies[lie]!(n) }),
    );
    await untilRefused(asked, 10);
    trails.letGo();
    expect(statuses(await Promise.all(asked))).toEqual({ 200: perCallerMax, 429: 10 });
  });

  const truths: Readonly<Record<string, (n: number) => string | string[]>> = {
    'what the stranger wrote before it': (n) => `203.0.113.${n}, 198.51.100.7`,
    'what the stranger wrote in a line of its own': (n) => [`203.0.113.${n}`, '198.51.100.7'],
    'trusted addresses that the stranger wrote': (n) => `10.0.0.${n}, 127.0.0.1, 198.51.100.7`,
    'a chain of trusted proxies': (n) => `203.0.113.${n}, 198.51.100.7, 10.0.0.${n}`,
    'another port each time': (n) => `198.51.100.7:${40_000 + n}`,
    'IPv6 with ports': (n) => `[2001:db8:0:1::${n}]:${40_000 + n}`,
    garbage: (n) => `203.0.113.${n}, not an address ${n}`,
    'nothing but commas': () => ' , ,, ',
    'a long list': (n) =>
      [...Array.from({ length: 1_500 }, () => '1.1.1.1'), `203.0.113.${n}`, '198.51.100.7'].join(','),
    'a long list of trusted ones': () => Array.from({ length: 1_500 }, () => '10.0.0.1').join(','),
  };

  it.each(Object.keys(truths))('of a trusted proxy names one caller, whatever stands there: %s', async (truth) => {
    const asked = Array.from({ length: perCallerMax + 10 }, (_, n) => forwarded(truths[truth]!(n)));
    await untilRefused(asked, 10);
    trails.letGo();
    expect(statuses(await Promise.all(asked))).toEqual({ 200: perCallerMax, 429: 10 });
  });

  it('with ten thousand entries is refused by its length, and the server goes on', async () => {
    const { status } = await forwarded(Array.from({ length: 10_000 }, () => '10.0.0.1').join(','));
    expect(status).toBe(431);
    expect((await fetch(`${api.url}/health/live`)).status).toBe(200);
  });

  it('and its like change nothing of an answer', async () => {
    const port = Number(new URL(api.url).port);
    const answer = async (lines: string): Promise<string> => {
      const { headers, body } = await exchangeRaw(
        port,
        `GET /openapi.json HTTP/1.1\r\nHost: cairn.example\r\nConnection: close\r\n${lines}\r\n`,
      );
      return `${headers.replace(/\r\ndate: .*/iu, '')}\n${body}`;
    };
    const lied =
      'X-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\nForwarded: host=evil.example;proto=https\r\n';
    expect(await answer(lied)).toBe(await answer(''));
  });
});

describe('a proxy that nobody has named', () => {
  const told: string[] = [];
  const logger = { warn: (_: object, text: string) => told.push(text), error: () => {}, info: () => {} };

  it('is told of once, where no stranger can come from', async () => {
    const unnamed = await startApi({
      settings: { CAIRN_TRUSTED_PROXIES: PROXY },
      exchange: (builder) => builder.overrideProvider(API_LOGGER).useValue(logger),
    });
    const asked = (localAddress: string, headers: Readonly<Record<string, string>>): Promise<Asked> =>
      ask(`${unnamed.url}/health/live`, { localAddress, headers });
    await asked(PROXY, { 'x-forwarded-for': '198.51.100.7' });
    await asked(STRANGER, {});
    expect(told).toEqual([]);
    await asked(STRANGER, { 'x-forwarded-for': '198.51.100.7' });
    await asked(STRANGER, { 'x-forwarded-for': '198.51.100.8' });
    await unnamed.stop();
    expect(told).toEqual([
      'a proxy asks for others and is not in CAIRN_TRUSTED_PROXIES: everybody behind it counts as one caller',
    ]);
  });
});

describe('tokens that open nothing', () => {
  const wrong = (n: number): Record<string, string> => ({ authorization: `Bearer ${'w'.repeat(40)}${n}` });
  const { burst } = WRONG_TOKEN_LIMITS;

  it('are looked at so often from one address, and keep out nobody who was let in before, and no other address', async () => {
    expect((await forwarded('198.51.100.7', asOfficer())).status).toBe(200);
    const tried: Asked[] = [];
    for (let n = 0; n < burst + 5; n++) tried.push(await forwarded('198.51.100.7', wrong(n)));
    const refused = tried.filter(({ status }) => status === 429);
    expect(tried.slice(0, burst).every(({ status }) => status === 401)).toBe(true);
    expect(refused.length).toBe(5);
    expect(Problem.parse(JSON.parse(refused[0]!.body)).type).toBe('/problems/too-many-wrong-tokens');
    expect(refused[0]!.headers['retry-after']).toBe('1');
    expect((await forwarded('198.51.100.7', asOfficer())).status).toBe(200);
    expect((await forwarded('198.51.100.8', wrong(0))).status).toBe(401);
    expect((await forwarded('198.51.100.8', asOfficer())).status).toBe(200);
  });

  it('from many addresses of one network count as from one', async () => {
    const tried = await Promise.all(
      Array.from({ length: burst * 3 }, (_, n) => forwarded(`2001:db8:0:1::${n}`, wrong(n))),
    );
    expect(statuses(tried)).toEqual({ 401: burst, 429: burst * 2 });
  });
});
