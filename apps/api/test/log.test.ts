import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { encodeEntryBundle } from '#libs/core/tlog';
import { startApi, type RunningApi } from '../../../test/kit/api/api.js';

const NOTE = 'example.org/log\n1\nKgdDmhWlFGnRIPjFiHdH2SkJTFyWA92ecbvpC5y7xEw=\n\n— example.org/log AAAA\n';
const FULL = Buffer.alloc(8_192, 7);
const PARTIAL = Buffer.alloc(96, 9);

let api: RunningApi;
const put = (path: string, bytes: Buffer | string): void => {
  const file = join(api.dataFolder, 'log', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
};

beforeAll(async () => {
  api = await startApi();
  put('checkpoint', NOTE);
  put('tile/0/000', FULL);
  put('tile/0/001.p/3', PARTIAL);
  put('tile/entries/x001/234', Buffer.from('entries'));
  put('../policy.txt', 'secret');
});
afterAll(() => api.stop());

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${api.url}${path}`, { method, headers });

/** Sends a request target as it is: fetch would tidy it up. */
const raw = (target: string, head = ''): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(api.url);
    const socket = connect(Number(port), hostname, () => {
      socket.write(`GET ${target} HTTP/1.1\r\nHost: test\r\n${head}Connection: close\r\n\r\n`);
    });
    let answer = '';
    socket.setEncoding('utf8').on('data', (text) => (answer += String(text)));
    socket.on('end', () => resolve(answer)).on('error', reject);
  });

describe('the public log', () => {
  it('gives the checkpoint as text that caches keep for seconds', async () => {
    const response = await get('/log/checkpoint');
    expect(await response.text()).toBe(NOTE);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('public, max-age=2');
  });

  it.each([
    ['full tiles', '/log/tile/0/000', FULL, 'public, max-age=31536000, immutable'],
    ['full bundles', '/log/tile/entries/x001/234', Buffer.from('entries'), 'public, max-age=31536000, immutable'],
    ['partial tiles', '/log/tile/0/001.p/3', PARTIAL, 'public, max-age=3600'],
  ])('gives %s byte for byte, kept as long as they stay', async (_what, path, bytes, caching) => {
    const response = await get(path, { 'accept-encoding': 'gzip, br' });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(response.headers.get('cache-control')).toBe(caching);
    expect(response.headers.get('content-encoding')).toBeNull();
  });

  it('gives the front of a full tile or bundle for a partial one that it has replaced', async () => {
    const entries = Array.from({ length: 256 }, (_, at) => new Uint8Array(at % 9).fill(at));
    put('tile/entries/007', Buffer.from(encodeEntryBundle(entries)));
    for (const [path, bytes] of [
      ['tile/0/000.p/3', FULL.subarray(0, 96)],
      ['tile/entries/007.p/255', encodeEntryBundle(entries.slice(0, 255))],
    ] as const) {
      const response = await get(`/log/${path}`);
      expect([path, response.status]).toEqual([path, 200]);
      expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from(bytes));
      expect(response.headers.get('cache-control')).toBe('public, max-age=3600');
    }
  });

  it('may be read by scripts of any page', async () => {
    for (const path of ['/log/checkpoint', '/log/tile/0/000']) {
      expect((await get(path, { origin: 'https://shop.example' })).headers.get('access-control-allow-origin')).toBe(
        '*',
      );
    }
    const preflight = await get(
      '/log/tile/0/000',
      { origin: 'https://shop.example', 'access-control-request-method': 'GET' },
      'OPTIONS',
    );
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-methods')).toBe('GET, HEAD');
    expect(preflight.headers.get('access-control-allow-headers')).not.toMatch(/authorization/iu);
  });

  it('names a file by the hash of its bytes and does not send again what the client has', async () => {
    const tag = `"${createHash('sha256').update(FULL).digest('hex')}"`;
    expect((await get('/log/tile/0/000')).headers.get('etag')).toBe(tag);
    for (const header of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
      const response = await get('/log/tile/0/000', { 'if-none-match': header });
      expect([response.status, await response.text()]).toEqual([304, '']);
    }
    expect((await get('/log/tile/0/000', { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('answers HEAD with the headers of GET and no bytes', async () => {
    const response = await get('/log/tile/0/000', {}, 'HEAD');
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([200, '8192', '']);
  });

  it.each([
    ['bytes=0-31', 206, 'bytes 0-31/96', 32],
    ['bytes=90-', 206, 'bytes 90-95/96', 6],
    ['bytes=-10', 206, 'bytes 86-95/96', 10],
    ['bytes=0-9999', 206, 'bytes 0-95/96', 96],
    ['bytes=96-', 416, 'bytes */96', undefined],
    ['bytes=-0', 416, 'bytes */96', undefined],
    ['bytes=9-3', 200, null, 96],
    ['bytes=0-1,5-6', 200, null, 96],
    ['pages=1-2', 200, null, 96],
  ])('answers the range %s with status %d', async (range, status, contentRange, length) => {
    const response = await get('/log/tile/0/001.p/3', { range });
    expect([response.status, response.headers.get('content-range')]).toEqual([status, contentRange]);
    const body = await response.arrayBuffer();
    if (length !== undefined) expect(body.byteLength).toBe(length);
  });

  it('sends the whole file when the range was meant for other bytes', async () => {
    const response = await get('/log/tile/0/001.p/3', { range: 'bytes=0-1', 'if-range': '"other"' });
    expect(response.status).toBe(200);
  });

  it.each([
    '/log/tile/0/001',
    '/log/tile/9/000',
    '/log/tile/0/0',
    '/log/tile/0/x000/000',
    '/log/tile/0/000.p/256',
    '/log/tile/entries/999',
    '/log/policy.txt',
    '/log/',
    '/log/tile/',
  ])('answers 404 with a problem document for %s', async (path) => {
    const response = await get(path);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ type: '/problems/not-found', status: 404, instance: path });
  });

  it.each([
    '/log/../policy.txt',
    '/log/tile/../../../policy.txt',
    '/log/tile/%2e%2e/%2e%2e/policy.txt',
    '/log/..%2fpolicy.txt',
    '/log/tile/0/..%2f..%2f..%2f..%2fpolicy.txt',
    '/log//etc/passwd',
    '/log/tile/0/000%00.txt',
    '/log/tile/0\\..\\..\\policy.txt',
  ])('lets no path lead out of the log: %s', async (target) => {
    const answer = await raw(target);
    expect(answer).toMatch(/^HTTP\/1.1 40[04] /u);
    expect(answer).not.toContain('secret');
    expect(answer).not.toContain('root:');
  });
});

it('shows the policy of the node, to be compared with one that came another way', async () => {
  put('../policy.txt', 'quorum none\n');
  const response = await get('/api/v1/policy');
  expect([response.headers.get('content-type'), await response.text()]).toEqual([
    'text/plain; charset=utf-8',
    'quorum none\n',
  ]);
});

describe('before the first publication', () => {
  it('says that there is no checkpoint yet and when to ask again', async () => {
    const fresh = await startApi();
    const response = await fetch(`${fresh.url}/log/checkpoint`);
    await fresh.stop();
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await response.json()).toMatchObject({ type: '/problems/nothing-published' });
  });
});
