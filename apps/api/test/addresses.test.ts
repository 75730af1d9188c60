import { LogStorage } from '#libs/log/storage';
import { LedgerReader } from '#libs/log/ledger';
import { SearchReader } from '#libs/projections/search';
import { startApi, type RunningApi } from '../../../test/kit/api/api.js';
import { PolicyFile } from '../log/policy.controller.js';

/** What errors of connections, files and queries say, in all places where an error can say it. */
const FAILURES: Readonly<Record<string, () => Error>> = {
  'a connection that is refused': () =>
    Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:54321'), {
      code: 'ECONNREFUSED',
      address: '10.1.2.3',
      port: 54_321,
    }),
  'a name that is unknown': () =>
    Object.assign(new Error('getaddrinfo ENOTFOUND db.inner.example'), {
      code: 'ENOTFOUND',
      hostname: 'db.inner.example',
    }),
  'a file that cannot be read': () =>
    Object.assign(new Error("EACCES: permission denied, open '/srv/inner/policy.txt'"), {
      code: 'EACCES',
      path: '/srv/inner/policy.txt',
    }),
  'a query that fails': () =>
    Object.assign(new Error('relation "inner_table" does not exist: SELECT inner_column FROM inner_table'), {
      code: '42703',
      query: 'SELECT inner_column FROM inner_table',
    }),
  'an error inside another': () =>
    new Error('failed at postgres://cairn:inner@10.1.2.3:54321/inner', {
      cause: Object.assign(new Error('connect ETIMEDOUT 10.1.2.3:54321'), { code: 'ETIMEDOUT' }),
    }),
};
const INNER = /inner|10\.1\.2\.3|54321|SELECT|postgres:|ECONN|EACCES|ENOTFOUND|ETIMEDOUT|node_modules|\.ts\b/u;

/** What Nest and JavaScript look for in anything. */
const NOT_ASKED = /^(?:then|on[A-Z]|before[A-Z])/u;

/** Answers whatever is asked of it with this failure. */
const failing = (failure: () => Error): object =>
  new Proxy(
    { close: async () => {} },
    {
      get: (target, name) =>
        typeof name === 'symbol' || name in target || NOT_ASKED.test(name)
          ? (target as Record<string | symbol, unknown>)[name]
          : () => Promise.reject(failure()),
    },
  );

describe.each(Object.entries(FAILURES))('%s', (_, failure) => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi({
      exchange: (builder) =>
        [LedgerReader, SearchReader, LogStorage, PolicyFile].reduce(
          (changed, part) => changed.overrideProvider(part).useValue(failing(failure)),
          builder,
        ),
    });
  });
  afterAll(() => api.stop());

  it('shows no address, path or query in any answer of the public port', async () => {
    const { paths } = (await (await fetch(`${api.url}/openapi.json`)).json()) as { paths: Record<string, object> };
    const object = '01/09506000134352/21/12345';
    const asked = [
      ...Object.keys(paths),
      '/health/ready',
      '/metrics',
      '/demo/shop',
      '/customs',
      '/api/v1/search?q=PO-7',
    ]
      .concat(['trail', 'evidence'].map((what) => `/api/v1/objects/${object}/${what}`))
      .concat(
        '/log/tile/0/000',
        '/log/tile/entries/000',
        '/api/v1/objects/trail?uri=urn%3Aepc%3Aid%3Abic%3ACSQU3054383',
      )
      .map((path) => path.replaceAll(/\{[^}]*\}|\*\w*/gu, '0'));
    let failed = 0;
    for (const path of asked) {
      const response = await fetch(`${api.url}${path}`);
      const text = `${await response.text()} ${JSON.stringify([...response.headers])}`;
      expect([path, INNER.exec(text)?.[0]]).toEqual([path, undefined]);
      if (response.status >= 500) failed++;
    }
    expect(failed).toBeGreaterThan(4); // the failures were met
  });

  it('is told to the operator, on the other port', async () => {
    const ready = await fetch(`${api.healthUrl}/health/ready`);
    expect([ready.status, await ready.text()]).toEqual([503, expect.stringMatching(INNER)]);
  });
});
