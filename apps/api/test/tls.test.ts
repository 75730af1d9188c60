import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectPlain, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { ServerCertificate } from '#libs/host/tls';
import { startApi, type RunningApi } from '../../../test/kit/api/api.js';
import { ask } from '../../../test/kit/http/ask.js';
import { type Authority, type Certified, makeAuthority } from '../../../test/support/certificates.js';
import { CLOCK } from '../tokens.js';

let authority: Authority;
let first: Certified;
let folder: string;
let api: RunningApi;

beforeAll(async () => {
  authority = await makeAuthority();
  first = await authority.issue({ name: 'first', hosts: ['127.0.0.1', 'cairn.example'] });
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cairn-api-tls-'));
  write(first);
  api = await startApi({ certificate: loaded() });
});
afterEach(async () => {
  await api.stop();
  rmSync(folder, { recursive: true, force: true });
});

const files = (): { certificate: string; key: string } => ({
  certificate: join(folder, 'server.pem'),
  key: join(folder, 'server.key'),
});
const loaded = (): ServerCertificate => ServerCertificate.load(files());
function write({ certificate, key }: Certified): void {
  writeFileSync(files().certificate, certificate);
  writeFileSync(files().key, key);
  chmodSync(files().key, 0o600);
}

const port = (): number => Number(new URL(api.url).port);
const isAlive = async (): Promise<number> =>
  (await ask(`${api.url}/health/live`, { ca: authority.certificate })).status;

/** Shakes hands. @returns the connection, or the code of the error. */
async function shakeHands(options: ConnectionOptions = {}): Promise<TLSSocket | string> {
  const socket = connect({ port: port(), host: '127.0.0.1', ca: authority.certificate, ...options });
  try {
    await once(socket, 'secureConnect');
    return socket;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'failed';
  }
}

async function nameOfServer(): Promise<string> {
  const socket = await shakeHands();
  if (typeof socket === 'string') return socket;
  const { CN } = socket.getPeerCertificate().subject;
  socket.destroy();
  return String(CN);
}

describe('the api with a certificate', () => {
  it('speaks HTTPS, says so for a year, and answers as without', async () => {
    expect(api.url).toMatch(/^https:/u);
    const { status, headers, body } = await ask(`${api.url}/health/live`, { ca: authority.certificate });
    expect([status, body]).toEqual([200, '{"status":"ok"}']);
    expect(headers['strict-transport-security']).toBe('max-age=31536000');
    const refused = await ask(`${api.url}/nothing`, { ca: authority.certificate });
    expect(refused.status).toBe(404);
    expect(refused.headers['strict-transport-security']).toBe('max-age=31536000');
  });

  it('promises nothing of the kind without one', async () => {
    const plain = await startApi();
    const { headers } = await ask(`${plain.url}/health/live`);
    await plain.stop();
    expect(headers['strict-transport-security']).toBeUndefined();
  });

  it('is believed by whoever trusts its authority and asks for its name, and by nobody else', async () => {
    const stranger = await makeAuthority('Another authority');
    expect(await shakeHands({ ca: stranger.certificate })).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    expect(await shakeHands({ servername: 'other.example' })).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    const socket = await shakeHands({ servername: 'cairn.example' });
    expect(socket).not.toEqual(expect.any(String));
    (socket as TLSSocket).destroy();
  });

  it('speaks TLS 1.2 and 1.3, nothing older, and HTTP/1.1', async () => {
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const socket = (await shakeHands({
        minVersion: version,
        maxVersion: version,
        ALPNProtocols: ['h2', 'http/1.1'],
      })) as TLSSocket;
      expect([socket.getProtocol(), socket.alpnProtocol]).toEqual([version, 'http/1.1']);
      socket.destroy();
    }
    const old: ConnectionOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' };
    expect(await shakeHands(old)).toEqual(expect.any(String));
    expect(await isAlive()).toBe(200);
  });
});

describe('a stranger at the port with TLS', () => {
  it.each([
    ['speaks HTTP', 'GET / HTTP/1.1\r\nHost: cairn.example\r\n\r\n'],
    ['sends nonsense', '\u0016\u0003\u0001\u00ff\u00ff nonsense'.repeat(500)],
    ['sends nothing of a handshake', '\u0000'.repeat(10_000)],
  ])('who %s is closed, and everybody else is answered', async (_, bytes) => {
    const socket = connectPlain(port(), '127.0.0.1');
    socket.on('error', () => undefined).resume();
    socket.end(bytes, 'latin1');
    await once(socket, 'close');
    expect(await isAlive()).toBe(200);
  });

  it('who never finishes a handshake is closed when his time is over, and everybody else is answered meanwhile', async () => {
    const begun = [Buffer.alloc(0), Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01])];
    const sockets: Socket[] = [];
    for (let n = 0; n < 200; n++) {
      const socket = connectPlain(port(), '127.0.0.1').on('error', () => undefined);
      socket.resume().write(begun[n % 2]!);
      sockets.push(socket);
    }
    const closed = Promise.all(sockets.map((socket) => once(socket, 'close')));
    expect(await isAlive()).toBe(200);
    await closed;
    expect(await isAlive()).toBe(200);
  }, 60_000);

  it('who shakes hands and leaves takes nothing along', async () => {
    const sockets = await Promise.all(Array.from({ length: 50 }, () => shakeHands()));
    for (const socket of sockets) (socket as TLSSocket).destroy();
    expect(await isAlive()).toBe(200);
  });
});

describe('a certificate that changes', () => {
  /** Until the server shows this name: it looks every few seconds. */
  async function untilServerIs(name: string): Promise<void> {
    while ((await nameOfServer()) !== name) await new Promise((next) => setTimeout(next, 200));
  }

  it('is taken up while the server runs, and open connections go on', async () => {
    const open = (await shakeHands()) as TLSSocket;
    write(await authority.issue({ name: 'second', hosts: ['127.0.0.1'] }));
    await untilServerIs('second');
    open.write('GET /health/live HTTP/1.1\r\nHost: cairn.example\r\nConnection: close\r\n\r\n');
    const [answer] = (await once(open, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 /u);
    open.destroy();
  }, 60_000);

  it('stays where the new one cannot be used', async () => {
    writeFileSync(files().certificate, 'no certificate');
    const third = await authority.issue({ name: 'third', hosts: ['127.0.0.1'] });
    expect(await nameOfServer()).toBe('first');
    write(third);
    await untilServerIs('third');
  }, 60_000);

  it('makes the api unready when it has ended, and says which', async () => {
    const later = Date.now() + 48 * 3_600_000;
    const ended = await startApi({
      certificate: loaded(),
      exchange: (builder) => builder.overrideProvider(CLOCK).useValue(() => later),
    });
    const ready = await fetch(`${ended.healthUrl}/health/ready`);
    const { checks } = (await ready.json()) as { checks: Record<string, string> };
    await ended.stop();
    expect([ready.status, checks['certificate']]).toEqual([
      503,
      expect.stringMatching(/^the certificate in \S*server\.pem ended at .*: clients refuse it$/u),
    ]);
    expect(
      ((await (await fetch(`${api.healthUrl}/health/ready`)).json()) as { checks: Record<string, string> }).checks,
    ).toMatchObject({ certificate: 'ok' });
  });
});
