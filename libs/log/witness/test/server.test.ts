import { connect } from 'node:net';
import { formatWitnessRequest, WITNESS_REQUEST_BYTES_MAX } from '#libs/core/tlog';
import { type Witness, type WitnessServer } from '../index.js';
import { ALog, utf8 } from '../../../../test/kit/witness/a-log.js';
import { MemoryStore, openInMemory, signer, TurnedClock } from './support/a-witness.js';
import { all, exchangeRaw, GOOD_HOSTS, statusesOf, WRONG_HOSTS } from '../../../../test/kit/http/raw.js';
import { raw, send, serve } from '../../../../test/kit/witness/served.js';

const log = new ALog();
let store: MemoryStore;
let clock: TurnedClock;
let witness: Witness;
let server: WitnessServer;

beforeEach(async () => {
  store = new MemoryStore();
  clock = new TurnedClock();
  witness = await openInMemory([log.signer.vkey], { store, clock });
  server = await serve(witness);
});
afterEach(() => server.stop());

const post = (body: string | Uint8Array) => send(server.port, { body });
const get = (path: string) => send(server.port, { method: 'GET', path });
const TEXT = 'text/plain; charset=utf-8';

describe('POST /add-checkpoint', () => {
  it('200: the signature lines of this witness', async () => {
    const answer = await post(log.request(0, 42));
    expect(answer).toMatchObject({ status: 200, type: TEXT });
    expect(answer.body).toMatch(/^\u2014 witness\.example\/w1 [A-Za-z0-9+/]+=*\n$/u);
  });

  it('400: a body that is no request, or an old size above the new one', async () => {
    for (const body of [
      '',
      'old 0\n',
      `old x\n\n${log.note(1)}`,
      formatWitnessRequest({ oldSize: 2, proof: [], note: log.note(1) }),
    ])
      expect(await post(body)).toMatchObject({ status: 400, type: TEXT });
  });

  it('403: no signature by a key of that log, or a bad one', async () => {
    const stranger = new ALog('stranger.example');
    const forged = log.request(0, 5).replaceAll(`\u2014 ${log.origin}`, `\u2014 ${stranger.origin}`);
    expect(await post(forged)).toMatchObject({ status: 403, type: TEXT });
    const other = new ALog(log.origin, { key: 'another key' });
    expect(await post(other.request(0, 5))).toMatchObject({ status: 403 });
    const changed = log.request(0, 5).replace('\n5\n', '\n6\n');
    expect(await post(changed)).toMatchObject({ status: 403 });
  });

  it('404: a log that is not followed', async () => {
    expect(await post(new ALog('stranger.example').request(0, 5))).toMatchObject({ status: 404, type: TEXT });
  });

  it('409: another old size, with the size that the witness has, in its own type', async () => {
    await post(log.request(0, 42));
    for (const body of [log.request(0, 50), log.request(41, 50), log.request(10, 20)])
      expect(await post(body)).toMatchObject({ status: 409, type: 'text/x.tlog.size', body: '42\n' });
  });

  it('409: another root of the same size', async () => {
    await post(log.request(0, 42));
    const answer = await post(log.fork(10).request(42, 42));
    expect(answer).toMatchObject({ status: 409, type: 'text/x.tlog.size', body: '42\n' });
  });

  it('422: a proof that does not prove it, or any from size 0', async () => {
    const note = log.note(50);
    const proof = log.proof({ oldSize: 42, size: 50 });
    expect(await post(formatWitnessRequest({ oldSize: 0, proof, note }))).toMatchObject({ status: 422, type: TEXT });
    await post(log.request(0, 42));
    expect(await post(log.fork(10).request(42, 50))).toMatchObject({ status: 422 });
    expect(await post(formatWitnessRequest({ oldSize: 42, proof: [], note }))).toMatchObject({ status: 422 });
  });

  it('500: a store that fails; the same request is good as soon as it works', async () => {
    store.fail = 'before';
    expect(await post(log.request(0, 42))).toMatchObject({ status: 500, type: TEXT });
    expect(await get('/health/ready')).toMatchObject({
      status: 503,
      body: expect.stringContaining('the disk is full'),
    });
    store.fail = null;
    expect(await post(log.request(0, 42))).toMatchObject({ status: 200 });
    expect(await get('/health/ready')).toMatchObject({ status: 200 });
  });

  it('400: a request that names no host, or several, whatever it asks for', async () => {
    for (const path of ['/health/live', '/', '/nothing'])
      expect(await statusesOf(server.port, path, WRONG_HOSTS)).toEqual(all(WRONG_HOSTS, 400));
    expect(await statusesOf(server.port, '/health/live', GOOD_HOSTS)).toEqual(all(GOOD_HOSTS, 200));
    const body = log.request(0, 42);
    const lines = 'POST /add-checkpoint HTTP/1.1\r\nHost: a\r\nHost: b\r\n';
    const { status } = await exchangeRaw(server.port, `${lines}Content-Length: ${utf8(body).length}\r\n\r\n${body}`);
    expect(status).toBe(400);
    expect(await post(body)).toMatchObject({ status: 200 }); // nothing was cosigned before
  });

  it('503: a clock that is far behind', async () => {
    await post(log.request(0, 42));
    clock.turn(-3_600);
    expect(await post(log.request(42, 43))).toMatchObject({ status: 503, type: TEXT });
    expect(await get('/health/ready')).toMatchObject({ status: 503, body: expect.stringContaining('3600 s behind') });
  });

  it('405: every other method, and the one that is taken', async () => {
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])
      expect(await send(server.port, { method })).toMatchObject({ status: 405, allow: 'POST' });
  });

  it('413: a body above the limit, told or not; one at the limit is read', async () => {
    const body = utf8('old 0\n\n'.padEnd(WITNESS_REQUEST_BYTES_MAX, 'x'));
    expect(await post(body)).toMatchObject({ status: 400 });
    expect(await post(utf8('x'.repeat(WITNESS_REQUEST_BYTES_MAX + 1)))).toMatchObject({ status: 413 });
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const head = 'POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n';
    expect(await raw(server.port, `${head}${chunk.repeat(5)}0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 413 /u);
  });

  it('takes the path only, whatever stands behind a question mark', async () => {
    expect(await send(server.port, { path: '/add-checkpoint?x=1', body: log.request(0, 1) })).toMatchObject({
      status: 200,
    });
  });
});

describe('what else is there', () => {
  it('a page that says who the witness is and what it follows', async () => {
    expect((await get('/')).body).toContain('nothing cosigned yet');
    await post(log.request(0, 42));
    const { status, type, body } = await get('/');
    expect([status, type]).toEqual([200, TEXT]);
    for (const said of [
      signer.vkeyText,
      log.signer.vkeyText,
      'POST /add-checkpoint',
      'size    42',
      '2026-01-01T00:00:00.000Z',
    ])
      expect(body).toContain(said);
  });

  it('live, ready and metrics', async () => {
    await post(log.request(0, 42));
    await post('rubbish');
    expect(await get('/health/live')).toMatchObject({ status: 200 });
    expect(await get('/health/ready')).toMatchObject({
      status: 200,
      body: '{"status":"ok","checks":{"store":"ok","clock":"ok"},"notes":{}}',
    });
    const { body } = await get('/metrics');
    expect(body).toContain('cairn_witness_requests_total{outcome="cosigned"} 1\n');
    expect(body).toContain('cairn_witness_requests_total{outcome="malformed"} 1\n');
    expect(body).toContain('cairn_witness_tree_size{origin="cairn.example/log"} 42\n');
    expect(body).toContain('cairn_witness_cosigned_timestamp_seconds{origin="cairn.example/log"} 1767225600\n');
  });

  it('nothing else: 404, and 405 for what is only read', async () => {
    for (const path of [
      '/add-checkpoint/',
      '/x/add-checkpoint',
      '//add-checkpoint',
      '/__proto__',
      '/constructor',
      '/..%2f',
    ])
      expect(await send(server.port, { path, body: log.request(0, 1) })).toMatchObject({ status: 404 });
    expect(await send(server.port, { path: '/', body: 'x' })).toMatchObject({ status: 405, allow: 'GET, HEAD' });
    expect(await send(server.port, { path: '/metrics', method: 'DELETE' })).toMatchObject({ status: 405 });
  });

  it('the same under a prefix, and the state of the process at the root', async () => {
    const second = await serve(witness, '/w1');
    try {
      const ask = (method: string, path: string, body?: string) =>
        send(second.port, { method, path, ...(body && { body }) });
      expect(await ask('POST', '/w1/add-checkpoint', log.request(0, 1))).toMatchObject({ status: 200 });
      expect(await ask('POST', '/add-checkpoint', log.request(1, 2))).toMatchObject({ status: 404 });
      for (const path of ['/w1', '/w1/', '/health/live', '/metrics'])
        expect(await ask('GET', path)).toMatchObject({ status: 200 });
      expect((await ask('GET', '/w1')).body).toContain('POST /w1/add-checkpoint');
    } finally {
      await second.stop();
    }
  });

  it('a busy port is said in one sentence', async () => {
    const logger = { error() {} } as never;
    const { startWitnessServer } = await import('../index.js');
    await expect(startWitnessServer({ witness, host: '127.0.0.1', port: server.port, logger })).rejects.toThrow(
      `port ${server.port} of 127.0.0.1 is in use by another program. Choose another port.`,
    );
  });
});

describe('what hostile clients send', () => {
  const alive = async () => expect(await get('/health/live')).toMatchObject({ status: 200 });

  it.each([
    ['no HTTP', 'hello\r\n\r\n'],
    ['bytes of TLS', '\u0016\u0003\u0001\u0002\u0000\u0001'.repeat(10)],
    ['a bad length', 'POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n'],
    ['two lengths', 'POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx'],
    [
      'length and chunks',
      'POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a chunk that is none', 'POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['a large header', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`],
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
  ])('%s is refused, and the witness stays', async (_, bytes) => {
    expect(await raw(server.port, bytes)).toMatch(/^HTTP\/1\.1 4\d\d /u);
    await alive();
  });

  it('a client that goes away in the middle is forgotten', async () => {
    const head = 'POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nold 0\n';
    await Promise.all(Array.from({ length: 20 }, () => raw(server.port, head, { goAway: true })));
    await alive();
    expect(witness.logs()[0]!.latest).toBeNull();
  });

  it('a client that goes away before its answer is not cosigned twice over', async () => {
    const body = log.request(0, 5);
    const head = `POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
    await raw(server.port, `${head}${body}`, { goAway: true });
    await alive();
    // Stored or not: what comes next is told the size, and goes on from there.
    const { status, body: size } = await post(log.request(3, 8));
    expect([status, ['0\n', '5\n'].includes(size)]).toEqual([409, true]);
    expect(await post(log.request(Number(size), 8))).toMatchObject({ status: 200 });
  });

  it('a client that sends slowly is cut off in its time', async () => {
    const answer = await raw(
      server.port,
      'POST /add-checkpoint HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nold',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 408 /u);
    await alive();
  });

  it('more connections than there is room for are closed, and the witness stays', async () => {
    const sockets = Array.from({ length: 300 }, () => connect(server.port, '127.0.0.1'));
    const closed = sockets.map(
      (socket) => new Promise<boolean>((done) => socket.on('error', () => {}).once('close', () => done(true))),
    );
    await Promise.race(closed); // the ones above the limit, at once
    for (const socket of sockets) socket.destroy();
    await Promise.all(closed);
    await alive();
  });

  it('random bytes get 400 and nothing more', async () => {
    for (let seed = 1; seed <= 30; seed++) {
      const bytes = Uint8Array.from({ length: seed * 7 }, (_, at) => (at * 31 * seed + (at >> 2) * seed) % 256);
      expect(await post(bytes)).toMatchObject({ status: 400 });
    }
    await alive();
  });
});

describe('requests at once over HTTP', () => {
  it('50 of growing sizes: the tree only grows, and every 200 is in the order of its sizes', async () => {
    await post(log.request(0, 1));
    // Each client takes the size that it is told and goes on from there, as a log would.
    const climb = async (size: number): Promise<number> => {
      let oldSize = 1;
      for (;;) {
        const { status, body } = await post(log.request(oldSize, size));
        if (status !== 409) return status;
        oldSize = Number(body);
        if (oldSize > size) return 0; // others were further
      }
    };
    const statuses = await Promise.all(Array.from({ length: 50 }, (_, at) => climb(2 + at * 3)));
    expect(statuses.every((status) => status === 200 || status === 0)).toBe(true);
    expect(witness.logs()[0]!.latest!.size).toBe(2 + 49 * 3);
  });

  it('50 that begin at stale sizes: none is cosigned, and nothing goes back', async () => {
    await post(log.request(0, 100));
    const answers = await Promise.all(Array.from({ length: 50 }, (_, at) => post(log.request(at, at + 60))));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body}`))).toEqual(new Set(['409 100\n']));
    expect(witness.logs()[0]!.latest!.size).toBe(100);
  });

  it('50 with the same: one grows the tree, the others may only say it again', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(log.request(0, 7))));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status, body }) => status === 409 && body === '7\n')).toHaveLength(49);
  });
});

it('stops in order: what is under way is answered', async () => {
  let release = (): void => {};
  const inside = new Promise<void>((entered) => {
    store.delay = () => {
      entered();
      return new Promise((done) => (release = done));
    };
  });
  const asked = post(log.request(0, 5));
  await inside;
  const stopped = server.stop();
  release();
  expect(await asked).toMatchObject({ status: 200 });
  await stopped;
  server = await serve(witness);
});
