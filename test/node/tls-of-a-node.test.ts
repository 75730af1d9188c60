// A node whose api speaks TLS, on a PostgreSQL that asks for it. Runs dist/ and fails clearly without.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { ask } from '../kit/http/ask.js';
import { SecurePostgres } from '../kit/postgres/secure-postgres.js';
import { type Authority, makeAuthority } from '../support/certificates.js';
import { compiledCommand, type Outcome, runToEnd } from './compiled-command.js';
import { ownSettings, RunningNode } from './running-node.js';

const TIMEOUT_MS = 200_000;
const URI = 'https://id.gs1.org/01/09521001000024/21/00001-1-1';

let place: string;
let postgres: SecurePostgres;
let authority: Authority;
let settings: Readonly<Record<string, string>>;
let node: RunningNode | undefined;

beforeAll(async () => {
  compiledCommand();
  place = mkdtempSync(join(tmpdir(), 'cairn-node-tls-'));
  postgres = await SecurePostgres.start();
  authority = await makeAuthority();
  const { certificate, key } = await authority.issue({ name: 'api', hosts: ['127.0.0.1'] });
  writeFileSync(join(place, 'api.pem'), certificate);
  writeFileSync(join(place, 'api.key'), key, { mode: 0o600 });
  writeFileSync(join(place, 'ca.pem'), authority.certificate);
  settings = {
    ...(await ownSettings(join(place, 'data'))),
    CAIRN_DATABASE_URL: postgres.url(),
    CAIRN_API_TLS_CERTIFICATE: join(place, 'api.pem'),
    CAIRN_API_TLS_KEY: join(place, 'api.key'),
  };
}, TIMEOUT_MS);

afterAll(async () => {
  await node?.remove();
  await postgres?.remove();
  rmSync(place, { recursive: true, force: true });
});

const cairn = (words: readonly string[], change: Readonly<Record<string, string>> = {}): Promise<Outcome> =>
  runToEnd(process.execPath, [compiledCommand(), ...words], { environment: { ...settings, ...change } });

const succeed = async (words: readonly string[], change?: Readonly<Record<string, string>>): Promise<string> => {
  const { exitCode, out, errors } = await cairn(words, change);
  expect([words[0], exitCode, errors]).toEqual([words[0], 0, expect.any(String)]);
  return out;
};

it(
  'does all of its work over TLS: programs, commands, a check and a recovery',
  async () => {
    node = new RunningNode(settings);
    await node.ready();
    expect(node.output).toContain(`https://127.0.0.1:${settings['CAIRN_API_PORT']}/demo/shop`);
    expect(node.output).not.toContain('http://127.0.0.1:' + settings['CAIRN_API_PORT']);
    const party = ['--party', '9520000000028', '--party-name', 'Harbour cold store', '--party-country', 'IN'];
    await succeed(['device', 'enrol', 'gate-7', ...party]);
    await succeed(['device', 'scan', 'gate-7', '--object', URI]);
    await succeed(['projections']);
    await node.untilHealthy();
    const api = `https://127.0.0.1:${settings['CAIRN_API_PORT']}`;
    const { status } = await ask(`${api}/api/v1/objects/01/09521001000024/21/00001-1-1/trail`, {
      ca: authority.certificate,
    });
    expect(status).toBe(200);
    // The command asks the api of this node, by the authority that its user trusts.
    await succeed(['log', 'head'], { NODE_EXTRA_CA_CERTS: join(place, 'ca.pem') });
    const untrusted = await cairn(['log', 'head']);
    expect([untrusted.exitCode, untrusted.errors]).toEqual([
      1,
      expect.stringMatching(/cannot be read: .*certificate/u),
    ]);
    expect(await succeed(['check'])).toContain('Everything agrees.');
    expect(await node.signal('SIGINT')).toBe(0);
    await succeed(['recover', '--replace']);
    expect(node.output).not.toContain(postgres.password);
  },
  TIMEOUT_MS,
);

describe('a start that cannot succeed says why in one sentence, and nothing secret', () => {
  const wrong: readonly [string, () => Promise<Record<string, string>>, RegExp][] = [
    [
      'another authority of the database',
      async () => {
        const file = join(place, 'other.pem');
        writeFileSync(file, (await makeAuthority('Another authority')).certificate);
        return { CAIRN_DATABASE_URL: postgres.url(`?sslmode=verify-full&sslrootcert=${file}`) };
      },
      /the certificate of the server was not issued by an authority that is trusted here/u,
    ],
    [
      'no authority of the database',
      async () => ({ CAIRN_DATABASE_URL: postgres.url('?sslmode=verify-full') }),
      /the certificate of the server was not issued by an authority that is trusted here/u,
    ],
    [
      'another name of the database',
      async () => ({ CAIRN_DATABASE_URL: postgres.url(undefined, '127.0.0.1') }),
      /the certificate of 127\.0\.0\.1 is not for the name or address under which it is asked/u,
    ],
    [
      'clear text, which the database refuses',
      async () => ({ CAIRN_DATABASE_URL: postgres.url('') }),
      /no pg_hba\.conf entry for host .*no encryption/u,
    ],
    [
      'clear text to a database beyond this machine',
      async () => ({ CAIRN_DATABASE_URL: postgres.url('', 'db.example.org') }),
      /The database at db\.example\.org would be asked without TLS.*CAIRN_DATABASE_CLEARTEXT=yes\./u,
    ],
    [
      'clear text of the api beyond this machine',
      async () => ({ CAIRN_API_HOST: '0.0.0.0', CAIRN_API_TLS_CERTIFICATE: '', CAIRN_API_TLS_KEY: '' }),
      /The api \(CAIRN_API_HOST\) would listen on 0\.0\.0\.0 without TLS.*CAIRN_API_CLEARTEXT=yes\./u,
    ],
    [
      'clear text of all that listens and asks, at once',
      async () => ({
        CAIRN_HOST: '0.0.0.0',
        CAIRN_API_TLS_CERTIFICATE: '',
        CAIRN_API_TLS_KEY: '',
        CAIRN_DATABASE_URL: postgres.url('', 'db.example.org'),
        CAIRN_MQTT_PUBLIC_URL: 'mqtt://scans.example.org',
      }),
      /CAIRN_API_CLEARTEXT=yes\. .*CAIRN_DATABASE_CLEARTEXT=yes\. CAIRN_MQTT_PUBLIC_URL .*CAIRN_MQTT_CLEARTEXT=yes.* The broker would listen on 0\.0\.0\.0/u,
    ],
    [
      'half of a certificate',
      async () => ({ CAIRN_API_TLS_KEY: '' }),
      /CAIRN_API_TLS_CERTIFICATE is set: TLS needs CAIRN_API_TLS_CERTIFICATE/u,
    ],
    [
      'clear text to Kafka beyond this machine',
      async () => ({
        CAIRN_PROFILE: 'distributed',
        CAIRN_MQTT_URL: 'mqtt://127.0.0.1:1',
        CAIRN_KAFKA_BROKERS: 'kafka.example.org:9092',
        CAIRN_KAFKA_SASL: 'scram-sha-512',
        CAIRN_KAFKA_USER: 'cairn',
        CAIRN_KAFKA_PASSWORD: 'kafka-secret',
      }),
      /Kafka at kafka\.example\.org:9092 would be asked without TLS.*CAIRN_KAFKA_CLEARTEXT=yes\./u,
    ],
    [
      'proxies that are none',
      async () => ({ CAIRN_TRUSTED_PROXIES: 'proxy.example.org' }),
      /CAIRN_TRUSTED_PROXIES: expected addresses or networks/u,
    ],
  ];

  it.each(wrong)(
    '%s',
    async (_, change, sentence) => {
      const folder = mkdtempSync(join(place, 'wrong-'));
      const { exitCode, out, errors } = await cairn(['up'], { CAIRN_DATA: folder, ...(await change()) });
      expect(errors).toMatch(sentence);
      expect([exitCode, errors.trim().split('\n').length]).toEqual([1, 1]);
      expect(out + errors).not.toMatch(/database-secret|kafka-secret/u);
      // No program was started: none has written a log.
      expect(readdirSync(folder)).not.toContain('logs');
    },
    TIMEOUT_MS,
  );

  it(
    'also where a program is started by itself',
    async () => {
      const program = (name: string, change: Readonly<Record<string, string>>): Promise<Outcome> =>
        runToEnd(process.execPath, [join(compiledCommand(), `../../${name}/main.js`)], {
          environment: { ...settings, ...change },
        });
      const api = await program('api', { CAIRN_HOST: '0.0.0.0', CAIRN_API_TLS_CERTIFICATE: '', CAIRN_API_TLS_KEY: '' });
      expect([api.exitCode, api.errors]).toEqual([
        1,
        expect.stringMatching(/^api cannot start: The api \(CAIRN_API_HOST\) would listen on/u),
      ]);
      const anchor = await program('anchor', { CAIRN_DATABASE_URL: postgres.url(undefined, '127.0.0.1') });
      expect([anchor.exitCode, anchor.errors]).toEqual([
        1,
        expect.stringMatching(/anchor cannot start: the certificate of 127\.0\.0\.1 is not for the name/u),
      ]);
    },
    TIMEOUT_MS,
  );

  it.each(['anchor', 'ingest'])(
    'nor does %s wait for a Kafka whose certificate nobody vouches for',
    async (name) => {
      const { certificate, key } = await authority.issue({ name: 'kafka', hosts: ['127.0.0.1'] });
      const broker = createServer({ cert: certificate, key }).on('tlsClientError', () => undefined);
      await new Promise<void>((listening) => broker.listen(0, '127.0.0.1', listening));
      const { port } = broker.address() as AddressInfo;
      const outcome = await runToEnd(process.execPath, [join(compiledCommand(), `../../${name}/main.js`)], {
        environment: {
          ...settings,
          CAIRN_PROFILE: 'distributed',
          CAIRN_MQTT_URL: 'mqtt://127.0.0.1:1',
          CAIRN_KAFKA_BROKERS: `127.0.0.1:${port}`,
          CAIRN_KAFKA_TLS: 'yes',
          CAIRN_KAFKA_SASL: 'scram-sha-512',
          CAIRN_KAFKA_USER: 'cairn',
          CAIRN_KAFKA_PASSWORD: 'kafka-secret',
        },
      });
      broker.close();
      expect(outcome.exitCode).toBe(1);
      expect(outcome.errors).toMatch(
        new RegExp(`${name} cannot start: The certificate of Kafka at 127\\.0\\.0\\.1:${port} was not issued by`, 'u'),
      );
      expect(outcome.errors).not.toContain('kafka-secret');
    },
    TIMEOUT_MS,
  );
});
