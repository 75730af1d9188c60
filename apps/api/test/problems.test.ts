import { LogStorage } from '#libs/log/storage';
import { all, exchangeRaw, GOOD_HOSTS, type RawAnswer, statusesOf, WRONG_HOSTS } from '../../../test/kit/http/raw.js';
import { startApi, type RunningApi } from '../../../test/kit/api/api.js';
import { Problem } from '../openapi/schemas.js';
import { PROBLEMS } from '../http/problems.js';

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const exchange = (bytes: string): Promise<RawAnswer> => exchangeRaw(Number(new URL(api.url).port), bytes);

const problemIn = (body: string) => Problem.parse(JSON.parse(body));

describe('every refusal is a problem document that names what was wrong', () => {
  it.each([
    ['an unknown path', '/nothing/here', {}, 'not-found'],
    ['an unknown path below the API', '/api/v1/nothing', {}, 'not-found'],
    ['a broken percent-encoding', '/api/v1/%E0%A4%A', {}, 'malformed-request'],
    ['a URL that is too long', `/api/v1/search?q=${'a'.repeat(9_000)}`, {}, 'uri-too-long'],
    ['a part of the path that is too long', `/problems/${'a'.repeat(7_000)}`, {}, 'uri-too-long'],
  ])('%s', async (_what, path, headers, name) => {
    const response = await fetch(`${api.url}${path}`, { headers });
    const problem = Problem.parse(await response.json());
    expect(problem).toMatchObject({
      type: `/problems/${name}`,
      status: PROBLEMS[name as keyof typeof PROBLEMS].status,
    });
    expect(response.status).toBe(problem.status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE'])('%s, with the methods that may be used', async (method) => {
    const { status, headers, body } = await exchange(
      `${method} /log/checkpoint HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n`,
    );
    expect(status).toBe(405);
    expect(headers).toMatch(/\r\nallow: GET, HEAD, OPTIONS\r\n/iu);
    expect(problemIn(body).type).toBe('/problems/method-not-allowed');
  });

  it.each([
    ['a length', 'Content-Length: 5\r\n\r\nhello'],
    ['a huge length', 'Content-Length: 99999999999\r\n\r\n'],
    ['chunks', 'Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n'],
  ])('content with %s', async (_what, rest) => {
    const { status, body } = await exchange(`GET /health/live HTTP/1.1\r\nHost: test\r\nConnection: close\r\n${rest}`);
    expect(status).toBe(413);
    expect(problemIn(body).type).toBe('/problems/content-too-large');
  });

  it('headers that are too large', async () => {
    const { status, body } = await exchange(`GET / HTTP/1.1\r\nHost: test\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`);
    expect(status).toBe(431);
    expect(problemIn(body).type).toBe('/problems/headers-too-large');
  });

  it.each([
    ['bytes that are no request', '\u0001\u0002nonsense\r\n\r\n'],
    ['a request without a host', 'GET / HTTP/1.1\r\n\r\n'],
    ['a header line without a name', 'GET / HTTP/1.1\r\nHost: test\r\n: x\r\n\r\n'],
  ])('%s', async (_what, bytes) => {
    const { status, body } = await exchange(bytes);
    expect(status).toBe(400);
    if (body !== '') expect(problemIn(body).type).toBe('/problems/malformed-request');
  });

  it.each(['/health/live', '/nothing', '/api/v1/%E0%A4%A', `/problems/${'a'.repeat(7_000)}`])(
    'a request that names no host, or several',
    async (path) => {
      const port = Number(new URL(api.url).port);
      expect(await statusesOf(port, path, WRONG_HOSTS)).toEqual(all(WRONG_HOSTS, 400));
      const { body } = await exchange(`${WRONG_HOSTS['two hosts']!(path)}\r\n`); // it closes
      expect(problemIn(body)).toMatchObject({
        type: '/problems/malformed-request',
        detail: expect.stringContaining('Host'),
      });
    },
  );

  it('and no request that names one host', async () => {
    const port = Number(new URL(api.url).port);
    expect(await statusesOf(port, '/health/live', GOOD_HOSTS)).toEqual(all(GOOD_HOSTS, 200));
  });

  it('answers asterisk-form and authority-form targets without falling over', async () => {
    for (const target of ['*', 'http://other.example/nothing', 'nothing']) {
      const { status } = await exchange(`GET ${target} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n`);
      expect([400, 404]).toContain(status);
    }
  });
});

describe('a failure that nobody planned for', () => {
  it('is a problem without stack, file name or message of the error', async () => {
    const broken = await startApi({
      exchange: (builder) =>
        builder.overrideProvider(LogStorage).useValue({
          read: async () => {
            throw new Error(`secret detail at ${import.meta.url}`);
          },
        }),
    });
    const response = await fetch(`${broken.url}/log/checkpoint`);
    await broken.stop();
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(problemIn(text).type).toBe('/problems/internal');
    expect(text).not.toMatch(/secret|stack|\.ts|node_modules/u);
  });
});

describe('security headers', () => {
  it.each(['/log/checkpoint', '/health/live', '/nothing'])('stand on every answer: %s', async (path) => {
    const { headers } = await fetch(`${api.url}${path}`);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('set-cookie')).toBeNull();
  });
});
