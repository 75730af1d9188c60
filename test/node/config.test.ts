// `cairn config`, and what programs say of settings that cannot be used. Runs dist/ (npm ci or npm run build makes it).
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compiledCommand, type Outcome, runToEnd } from './compiled-command.js';
import { REPOSITORY } from '../kit/repository.js';

const SECRETS = [
  'hunter2',
  'tr0ub4dor',
  'c0rrect-h0rse',
  '00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff',
];

let folder: string;
beforeEach(() => {
  compiledCommand();
  folder = mkdtempSync(join(tmpdir(), 'cairn-config-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const cairn = (words: readonly string[], environment: Record<string, string> = {}): Promise<Outcome> =>
  runToEnd(process.execPath, [compiledCommand(), ...words], { environment: { CAIRN_DATA: folder, ...environment } });

interface Shown {
  readonly settings: { name: string; value: string | null; from: string; programs: string[]; counts: boolean }[];
  readonly problems: string[];
  readonly warnings: string[];
}

const expectNoSecret = ({ out, errors }: Outcome): void => {
  for (const secret of SECRETS) expect([secret, (out + errors).includes(secret)]).toEqual([secret, false]);
};

it('shows of a new node what counts and where it comes from', async () => {
  const { exitCode, out, errors } = await cairn(['config'], { CAIRN_API_PORT: '4000' });
  expect([exitCode, errors]).toEqual([0, '']);
  expect(out).toMatch(/^Profile embedded\n\n/u);
  expect(out).toContain(
    'CAIRN_API_PORT = 4000\n    environment; read by cairn, api\n    port of web pages, API and public log\n',
  );
  expect(out).toContain('CAIRN_MQTT_PORT = 1883\n    default; read by cairn, ingest\n');
  expect(out).toContain(`CAIRN_WITNESS_DATA = ${folder}-witnesses\n    CAIRN_DATA; read by cairn\n`);
  expect(out).toContain('CAIRN_DATABASE_URL\n    made at the first start; read by cairn, anchor, ingest, api\n');
  expect(out).not.toContain('CAIRN_KAFKA_BROKERS');
});

it('masks every secret, wherever it lies, and says from where it comes', async () => {
  mkdirSync(join(folder, 'keys'));
  for (const file of ['database-url', 'database-url-ingest', 'database-url-api'])
    writeFileSync(join(folder, 'keys', file), 'postgres://cairn_owner:hunter2@127.0.0.1:25432/cairn\n');
  writeFileSync(join(folder, 'log-origin'), 'log.example.org\n');
  const secrets = {
    CAIRN_PROFILE: 'distributed',
    CAIRN_KAFKA_BROKERS: 'kafka:9092',
    CAIRN_MQTT_URL: 'mqtts://cairn-ingest:tr0ub4dor@broker:8883',
    CAIRN_STREAM_KEY: SECRETS[3]!,
    CAIRN_MQTT_PASSWORD: 'c0rrect-h0rse',
  };
  const text = await cairn(['config'], secrets);
  expectNoSecret(text);
  expect(text.exitCode).toBe(0);
  const json = await cairn(['config', '--json'], secrets);
  expectNoSecret(json);
  const { settings } = JSON.parse(json.out) as Shown;
  const of = (name: string) => settings.find((one) => one.name === name);
  expect(of('CAIRN_DATABASE_URL')).toMatchObject({
    value: 'postgres://***@127.0.0.1:25432/cairn',
    from: 'file keys/database-url',
  });
  expect(of('CAIRN_MQTT_URL')).toMatchObject({
    value: 'mqtts://***@broker:8883',
    from: 'environment',
    programs: ['cairn', 'ingest'],
  });
  expect(of('CAIRN_STREAM_KEY')).toMatchObject({ value: '***', from: 'environment' });
  expect(of('CAIRN_LOG_ORIGIN')).toMatchObject({ value: 'log.example.org', from: 'file log-origin' });
});

const WRONG = {
  CAIRN_PROFILE: 'distributed',
  CAIRN_API_PORT: 'hunter2',
  CAIRN_ANCHOR_LEASE_MS: 'tr0ub4dor',
  CAIRN_MQTT_VERSION: 'c0rrect-h0rse',
  CAIRN_MQTT_PROT: '1884',
};

it('tells everything at once that keeps a node from starting, of all programs', async () => {
  const outcome = await cairn(['config'], WRONG);
  expectNoSecret(outcome);
  expect(outcome.exitCode).toBe(2);
  const lines = outcome.errors.trim().split('\n').sort();
  expect(lines).toEqual([
    expect.stringMatching(/^Cannot be used: CAIRN_ANCHOR_LEASE_MS: expected a whole number/u),
    expect.stringMatching(/^Cannot be used: CAIRN_API_PORT: expected a whole number/u),
    expect.stringMatching(/^Cannot be used: CAIRN_DATABASE_URL: the distributed profile needs it/u),
    expect.stringMatching(/^Cannot be used: CAIRN_KAFKA_BROKERS: the distributed profile needs it/u),
    expect.stringMatching(/^Cannot be used: CAIRN_MQTT_URL: the distributed profile needs it/u),
    expect.stringMatching(/^Cannot be used: CAIRN_MQTT_VERSION: /u),
    'Note: CAIRN_MQTT_PROT is not a setting and changes nothing: did you mean CAIRN_MQTT_PORT?.',
  ]);
});

it('a setting that changes nothing in this profile is shown as that', async () => {
  const { out } = await cairn(['config'], { CAIRN_KAFKA_BROKERS: 'kafka:9092' });
  expect(out).toContain(
    'CAIRN_KAFKA_BROKERS = kafka:9092\n    environment; read by cairn, anchor, ingest, api -- changes nothing',
  );
});

it.each([
  [
    'cairn up',
    ['dist/apps/cli/main.js', 'up'],
    ['CAIRN_DATABASE_URL', 'CAIRN_KAFKA_BROKERS', 'CAIRN_MQTT_URL', 'CAIRN_API_PORT'],
  ],
  ['anchor', ['dist/apps/anchor/main.js'], ['CAIRN_DATABASE_URL', 'CAIRN_KAFKA_BROKERS', 'CAIRN_ANCHOR_LEASE_MS']],
  [
    'ingest',
    ['dist/apps/ingest/main.js'],
    ['CAIRN_DATABASE_URL', 'CAIRN_KAFKA_BROKERS', 'CAIRN_MQTT_URL', 'CAIRN_MQTT_VERSION'],
  ],
  ['api', ['dist/apps/api/main.js'], ['CAIRN_DATABASE_URL', 'CAIRN_KAFKA_BROKERS', 'CAIRN_API_PORT']],
])('%s names all that it lacks or cannot use in one sentence', async (_, words, names) => {
  const outcome = await runToEnd(process.execPath, words, {
    cwd: REPOSITORY,
    environment: { CAIRN_DATA: folder, ...WRONG },
  });
  expectNoSecret(outcome);
  expect(outcome.exitCode).toBe(1);
  expect(outcome.errors.trim().split('\n')).toHaveLength(1);
  for (const name of names) expect(outcome.errors).toContain(`${name}: `);
});

it('cairn up tells a name that is no setting, and starts all the same', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const { out, errors } = await cairn(['up'], { CAIRN_API_PROT: '1', CAIRN_DATA: file });
  expect(errors).toContain('is not a folder');
  expect(out).toMatch(/CAIRN_API_PROT is not a setting and changes nothing: did you mean CAIRN_API_PORT\?/u);
});
