// A node of a version before, with its data, under this one. Runs dist/ (npm ci or npm run build makes it).
//
// fixtures/node-fdce0d0.tar.gz was made by that commit (before projections, before a schema of look-ups, before roles in the database):
// a node on PostgreSQL 15 enrolled gate-7, which scanned three times, and two devices of `simulate fleet`; an officer searched once; the
// node was stopped by Ctrl-C. Then `pg_dump --no-owner --no-privileges --inserts`, and the folders without logs. Its keys are of no use.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { REPOSITORY } from '../kit/repository.js';
import { compiledCommand, type Outcome, runToEnd } from './compiled-command.js';
import { ownSettings, RunningNode, until } from './running-node.js';

const FIXTURE = join(REPOSITORY, 'test/node/fixtures/node-fdce0d0.tar.gz');
const SIZE = 288;
const SCANS = 281;
const URI = 'https://id.gs1.org/01/09521001000024/21/00001-1-1';

let place: string;
let database: TestDatabase;
let settings: Record<string, string>;
let node: RunningNode | undefined;

beforeAll(async () => {
  compiledCommand();
  place = mkdtempSync(join(tmpdir(), 'cairn-upgrade-'));
  execFileSync('tar', ['-xzf', FIXTURE, '-C', place]);
  database = await createTestDatabase();
  const client = new pg.Client(database.url);
  await client.connect();
  await client.query(readFileSync(join(place, 'database.sql'), 'utf8'));
  await client.end();
  settings = { ...(await ownSettings(join(place, 'data'))), CAIRN_DATABASE_URL: database.url };
});
afterAll(async () => {
  await node?.remove();
  await database?.drop();
  rmSync(place, { recursive: true, force: true });
});

const cairn = (words: readonly string[], given = settings): Promise<Outcome> =>
  runToEnd(process.execPath, [compiledCommand(), ...words], { environment: given });

async function succeed(...words: string[]): Promise<string> {
  const { exitCode, out, errors } = await cairn(words);
  expect([words, exitCode, errors]).toEqual([words, 0, expect.any(String)]);
  return out;
}

const agrees = async (): Promise<number> => {
  const out = await succeed('check', '--json', '--signatures');
  const { size, differences } = JSON.parse(out) as { size: number; differences: unknown[] };
  expect(differences).toEqual([]);
  return size;
};

async function counted(sql: string): Promise<number> {
  const client = new pg.Client(database.url);
  await client.connect();
  const { rows } = await client.query<{ count: string }>(sql);
  await client.end();
  return Number(rows[0]!.count);
}

it('starts, has all that it had, and goes on; a backup of it is one of this version', async () => {
  expect(await counted('SELECT count(*) FROM lookup')).toBe(1); // among the tables of the log, as it was then
  node = new RunningNode(settings);
  await node.ready();
  await node.untilHealthy();
  expect(await agrees()).toBe(SIZE);
  expect(await counted('SELECT count(*) FROM stores.lookup')).toBe(1);
  expect(await counted('SELECT count(*) FROM log_entry WHERE boot_number IS NOT NULL')).toBe(SCANS);

  // The search is filled anew from the log.
  const token = readFileSync(join(place, 'data/keys/customs-token'), 'utf8').trim();
  const search = async (): Promise<string> => {
    const url = `${node!.api}/api/v1/search?q=00001-1-1`;
    return (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).text();
  };
  await until('the search knows the item', async () => (await search()).includes('00001-1-1","'));

  // The device has the key, the counters and the password of then.
  const broker = `mqtt://127.0.0.1:${settings['CAIRN_MQTT_PORT']}`; // the port of then may be somebody else's
  await succeed('device', 'scan', 'gate-7', '--object', URI, '--broker', broker);
  expect(await agrees()).toBe(SIZE + 1);

  const backup = await succeed('backup', join(place, 'backups'), '--keys', join(place, 'keys'), '--json');
  const { root } = JSON.parse(backup) as { root: string };
  await node.signal('SIGINT');
  const into = await createTestDatabase();
  const data = join(place, 'restored');
  const again = { ...settings, CAIRN_DATABASE_URL: into.url, CAIRN_WITNESS_DATA: join(place, 'data-witnesses') };
  const words = ['restore', '--prove', root, '--keys', join(place, 'keys'), '--data', data];
  const restored = await cairn(words, again);
  await into.drop();
  expect([restored.exitCode, restored.out]).toEqual([
    0,
    expect.stringMatching(/[1-9]\d* look-ups[^]*No witness knows more/u),
  ]);
  expect(existsSync(join(data, 'keys/log.pem'))).toBe(true);
}, 300_000);
