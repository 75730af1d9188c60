// No secret of a node leaves its home. A real node of each profile goes through enrolments, scans, changes of keys, checks, wrong
// settings and outages, with all that it can say turned on; then everything that it wrote, printed and answered, and every command line
// of this machine meanwhile, is searched. Runs dist/ (npm ci or npm run build makes it) and fails clearly without.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { OwnMosquitto } from '../deploy/own-mosquitto.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { removeTopics } from '../support/kafka-topics.js';
import { describeWithReal, realService } from '../support/services.js';
import { compiledCommand, type Outcome, runToEnd } from './compiled-command.js';
import { ownSettings, RunningNode } from './running-node.js';
import { type Secret, SecretSearch, spellingsOfBytes, spellingsOfPassword, spellingsOfPem } from './secret-search.js';

const ITEM = 'https://id.gs1.org/01/09521001000024/21/00001-1-1';
const PARTY = ['--party', '9520000000028', '--party-name', 'Ware House'];
const PUBLIC_PATHS = [
  '/',
  '/customs',
  '/docs',
  '/openapi.json',
  '/log/checkpoint',
  '/demo/shop',
  '/health/live',
  '/health/ready',
  '/nothing',
];
const OBJECT_PATHS = ['trail', 'evidence'].map((view) => `/api/v1/objects/01/09521001000024/21/00001-1-1/${view}`);
const HEALTH_PATHS = ['/health/live', '/health/ready', '/metrics', '/nothing'];

let place: string;
let node: RunningNode;
let search: SecretSearch;
/** Settings of commands beside those of the node. */
let more: Readonly<Record<string, string>>;

beforeEach(() => {
  compiledCommand();
  place = mkdtempSync(join(tmpdir(), 'cairn-secrets-'));
  search = new SecretSearch();
  more = {};
});
afterEach(async () => {
  await search.close();
  await node?.remove();
  rmSync(place, { recursive: true, force: true });
});

const data = (...names: string[]): string => join(place, 'data', ...names);
const textOf = (...names: string[]): string => readFileSync(data(...names), 'utf8').trim();

/** Runs `cairn` with the node's settings; what it says is searched later under the name of the command. */
async function cairn(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  input = '/dev/null',
): Promise<Outcome> {
  const program = [process.execPath, compiledCommand(), ...words];
  const outcome = await runToEnd('sh', ['-c', `exec "$@" < '${input}'`, 'sh', ...program], {
    cwd: place,
    environment: { ...node.settings, ...more, ...environment },
  });
  // Without values of options: a place is known by what was asked.
  const asked = words.filter((word) => /^[a-z][a-z-]*\d?(-\d)?$/u.test(word)).join(' ');
  search.add(`output of ${asked}`, `${outcome.out}\n${outcome.errors}`);
  return outcome;
}

async function expectDone(words: readonly string[], ...more: [Record<string, string>?, string?]): Promise<Outcome> {
  const outcome = await cairn(words, ...more);
  expect([words, outcome.exitCode, outcome.errors]).toEqual([words, 0, expect.any(String)]);
  return outcome;
}

async function lookAround(): Promise<void> {
  const { settings } = node;
  const token = { authorization: `Bearer ${textOf('keys', 'customs-token')}` };
  await search.addAnswers('api', node.api, [...PUBLIC_PATHS, ...OBJECT_PATHS, '/api/v1/search?q=00001-1-1']);
  await search.addAnswers('api with token', node.api, [...OBJECT_PATHS, '/api/v1/search?q=00001-1-1'], token);
  for (const name of ['INGEST', 'ANCHOR', 'API'])
    await search.addAnswers(name, `http://127.0.0.1:${settings[`CAIRN_${name}_HEALTH_PORT`]}`, HEALTH_PATHS);
  for (const [name, processId] of Object.entries(node.programs())) search.addEnvironment(name, processId);
}

/** What every node has: keys, and devices that each have theirs. */
function secretsOfFolder(): Secret[] {
  const own = (path: string): RegExp => new RegExp(`^data/${path.replaceAll('.', '\\.')}$`, 'u');
  const keyFiles = readdirSync(data('keys'))
    .filter((name) => name.endsWith('.pem'))
    .map((name) => `keys/${name}`);
  const deviceKeys = ['gate-7', 'gate-8'].flatMap((id) =>
    readdirSync(data('devices', id))
      .filter((name) => name.endsWith('.pem'))
      .map((name) => `devices/${id}/${name}`),
  );
  const passwordOf = (id: string): string =>
    (JSON.parse(textOf('devices', id, 'enrolment.json')) as { password: string }).password;
  const code = new URLSearchParams(textOf('devices', '.claims', 'gate-8.claim').split('?')[1]);
  return [
    ...[...keyFiles, ...deviceKeys].map((path) => ({
      name: path,
      texts: spellingsOfPem(textOf(path)),
      homes: [own(path)],
    })),
    ...['stream-mac.key', 'lookup-mac.key'].map((name) => ({
      name,
      texts: spellingsOfBytes(Buffer.from(textOf('keys', name), 'hex')),
      homes: [own(`keys/${name}`)],
    })),
    { name: 'customs token', texts: [textOf('keys', 'customs-token')], homes: [own('keys/customs-token')] },
    {
      name: 'password of gate-7',
      texts: spellingsOfPassword(passwordOf('gate-7')),
      homes: [
        own('devices/gate-7/enrolment.json'),
        /^output of device enrol gate-7$/u,
        /^output of device show gate-7$/u,
      ],
    },
    {
      name: 'password in the code of gate-8',
      texts: spellingsOfPassword(code.get('password')!),
      homes: [
        own('devices/.claims/gate-8.claim'),
        /^output of device claim gate-8$/u,
        // A broker outside knows no other: the device goes on with it.
        ...(passwordOf('gate-8') === code.get('password') ? [own('devices/gate-8/enrolment.json')] : []),
      ],
    },
    ...(passwordOf('gate-8') === code.get('password')
      ? []
      : [
          {
            name: 'password that gate-8 has made',
            texts: spellingsOfPassword(passwordOf('gate-8')),
            homes: [own('devices/gate-8/enrolment.json')],
          },
        ]),
    {
      name: 'seed in the code of gate-8',
      texts: spellingsOfBytes(Buffer.from(code.get('seed')!, 'base64url')),
      homes: [own('devices/.claims/gate-8.claim'), /^output of device claim gate-8$/u],
    },
  ];
}

/** What the node's own PostgreSQL asks for: of its superuser, and of each role. */
const secretsOfDatabase = (): Secret[] =>
  ['postgres-password', 'database-url', 'database-url-ingest', 'database-url-api'].map((file) => {
    const text = textOf('keys', file);
    const password = URL.canParse(text) ? decodeURIComponent(new URL(text).password) : text;
    return {
      name: `password in ${file}`,
      texts: spellingsOfPassword(password),
      homes: [new RegExp(`^data/keys/${file}$`, 'u')],
    };
  });

/** The life of a node and its two devices. @param letIn tells a broker outside of the node a device's password */
async function live(letIn: (id: string) => Promise<void>): Promise<void> {
  await expectDone(['device', 'enrol', 'gate-7', ...PARTY]);
  await letIn('gate-7');
  await expectDone(['device', 'show', 'gate-7']);
  await expectDone(['device', 'scan', 'gate-7', '--object', ITEM, '--step', 'shipping']);
  const { out } = await expectDone(['device', 'claim', 'gate-8', '--party', '9520000000028', '--json']);
  const code = join(place, 'code');
  writeFileSync(code, (JSON.parse(out) as { code: string }).code);
  writeFileSync(
    join(place, 'password'),
    new URLSearchParams(readFileSync(code, 'utf8').split('?')[1]).get('password')!,
  );
  await letIn('gate-8');
  await expectDone(['device', 'redeem', '-', '--folder', data('devices', 'gate-8')], {}, code);
  await expectDone(['device', 'rotate', 'gate-7']);
  await Promise.all([['device', 'list'], ['keys', 'list'], ['check']].map((words) => expectDone(words)));
  await lookAround();
}

/** Settings and options of which each is wrong and holds a password. */
async function sayWrong(): Promise<Secret[]> {
  const [wrong, given] = ['setting', 'option'].map((name) => `${name}-${randomBytes(9).toString('hex')}`);
  const url = `mqtt://cairn-ingest:${wrong}@127.0.0.1:1`;
  const settings: Record<string, string>[] = [
    { CAIRN_MQTT_PUBLIC_URL: url },
    { CAIRN_MQTT_URL: `mqtt://cairn-ingest:1/${wrong}@127.0.0.1` },
    { CAIRN_DATABASE_URL: `postgres://cairn:${wrong}@127.0.0.1:1/cairn` },
    { CAIRN_KAFKA_BROKERS: `cairn:${wrong}@127.0.0.1:1` },
  ];
  const outcomes = await Promise.all([
    ...settings.map((one) => cairn(['device', 'list'], one)),
    cairn(['device', 'scan', 'gate-7', '--object', ITEM, '--broker', `mqtt://u:${given}@127.0.0.1`]),
  ]);
  expect(outcomes.map(({ exitCode }) => exitCode)).toEqual(outcomes.map(() => expect.any(Number)));
  expect(outcomes.some(({ exitCode }) => exitCode === 0)).toBe(false);
  return [
    { name: 'password in a wrong setting', texts: [wrong!], homes: [] },
    // Whoever calls a program so has shown it already; the program says it no second time.
    { name: 'password in a wrong option', texts: [given!], homes: [/^command line .*--broker/u] },
  ];
}

/** Searches all there is; prints how much that was. */
async function expectNoneFound(secrets: readonly Secret[]): Promise<void> {
  search.add('output of the node', node.output);
  search.addFiles(data(), 'data');
  if (existsSync(join(place, 'data-witnesses'))) search.addFiles(join(place, 'data-witnesses'), 'data-witnesses');
  const { found, strayHomes, places } = await search.result(secrets);
  process.stdout.write(`${secrets.length} secrets in ${places} places: ${found.length} found\n`);
  expect(found).toEqual([]);
  expect(strayHomes).toEqual([]);
  expect(secrets.length).toBeGreaterThan(10);
  expect(places).toBeGreaterThan(100);
}

/** What is said while a part of the node is away. */
async function outageOf(program: string): Promise<void> {
  await Promise.all([
    cairn(['device', 'show', 'gate-7']),
    cairn(['device', 'scan', 'gate-8', '--object', ITEM, '--wait-seconds', '1']),
  ]);
  const ports = ['INGEST', 'ANCHOR', 'API'].map((name) => node.settings[`CAIRN_${name}_HEALTH_PORT`]);
  await Promise.allSettled(ports.map((port) => search.addAnswers(program, `http://127.0.0.1:${port}`, HEALTH_PATHS)));
}

async function killed(program: string): Promise<void> {
  process.kill(node.programs()[program]!, 'SIGKILL');
  await outageOf(program);
  await node.untilHealthy();
}

it('no secret of a node of the embedded profile leaves its home', async () => {
  node = new RunningNode({ ...(await ownSettings(data())), CAIRN_LOG_LEVEL: 'trace' });
  await node.ready();
  await live(async () => {});
  const wrong = await sayWrong();
  await killed('postgres');
  await killed('ingest');
  await expectNoneFound([...secretsOfFolder(), ...secretsOfDatabase(), ...wrong]);
});

describeWithReal('mosquitto', 'a node of the distributed profile', (mosquitto) => {
  const kafka = realService('kafka');
  const withKafka = kafka ? it : it.skip;
  // As much of what a URL has to encode as fits; mosquitto_passwd takes no colon.
  const passwords = { broker: "b/r?o#k@er %&=+'~", database: 'd/a?t#a@b:a%s&e' };
  const role = `cairn_secrets_${randomBytes(4).toString('hex')}`;
  // Other suites may use the same Kafka.
  const topicPrefix = `cairn-secrets-${randomBytes(4).toString('hex')}.`;
  let broker: OwnMosquitto;
  let database: TestDatabase;
  let settings: Record<string, string>;

  beforeEach(async () => {
    broker = await OwnMosquitto.start(mosquitto);
    await broker.setIngestPassword(passwords.broker);
    database = await createTestDatabase();
    await asAdministrator(`CREATE ROLE ${role} LOGIN SUPERUSER PASSWORD '${passwords.database}'`);
    const address = new URL(database.url);
    address.username = role;
    settings = {
      ...(await ownSettings(data())),
      CAIRN_PROFILE: 'distributed',
      CAIRN_LOG_ORIGIN: 'secrets.example.org',
      CAIRN_LOG_LEVEL: 'debug',
      CAIRN_DATABASE_URL: address.href.replace(/:[^:@]*@/u, `:${encodeURIComponent(passwords.database)}@`),
      CAIRN_KAFKA_BROKERS: kafka ?? '127.0.0.1:1',
      CAIRN_KAFKA_PREFIX: topicPrefix,
      CAIRN_MQTT_URL: `mqtt://cairn-ingest:${encodeURIComponent(passwords.broker)}@127.0.0.1:${broker.ingestPort}`,
    };
  });
  afterEach(async () => {
    await node?.remove();
    await broker?.remove();
    await database?.drop();
    await asAdministrator(`DROP ROLE IF EXISTS ${role}`);
    if (kafka) await removeTopics(kafka.split(','), topicPrefix);
  });

  withKafka('keeps its secrets, and devices log in under their own names', async () => {
    node = new RunningNode(settings);
    await node.ready();
    const refused = await cairn(['device', 'enrol', 'gate-7', ...PARTY]);
    expect([refused.exitCode, refused.errors]).toEqual([1, expect.stringContaining('set CAIRN_MQTT_PUBLIC_URL ')]);

    const open = { CAIRN_MQTT_PUBLIC_URL: `mqtt://127.0.0.1:${broker.port}` };
    const letIn = async (id: string): Promise<void> => {
      const file = data('devices', id, 'enrolment.json');
      const password = existsSync(file)
        ? (JSON.parse(readFileSync(file, 'utf8')) as { password: string }).password
        : readFileSync(join(place, 'password'), 'utf8');
      await broker.setPassword(id, password);
    };
    more = open;
    await live(letIn);
    const wrong = await sayWrong();
    await broker.remove();
    await outageOf('broker');
    const environmentOf = (...programs: string[]): RegExp =>
      new RegExp(`^environment of (${programs.join('|')})$`, 'u');
    await expectNoneFound([
      ...secretsOfFolder(),
      {
        name: 'password of the database',
        texts: spellingsOfPassword(passwords.database),
        homes: [environmentOf('anchor', 'ingest', 'api')],
      },
      { name: 'password of ingest', texts: spellingsOfPassword(passwords.broker), homes: [environmentOf('ingest')] },
      ...wrong,
    ]);
  });
});

async function asAdministrator(sql: string): Promise<void> {
  const server = process.env['CAIRN_TEST_ADMIN_DATABASE_URL'] ?? process.env['CAIRN_TEST_DATABASE_URL'];
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}
