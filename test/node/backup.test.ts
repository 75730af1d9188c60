// Backup and restore as an operator meets them: beside a load, on another machine, and behind a fire. Runs dist/ and fails clearly without.
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { receiptTopic, scanTopic } from '#libs/core/wire';
import { compiledCommand, environmentWith, type Outcome, runToEnd } from './compiled-command.js';
import { ownSettings, RunningNode, until } from './running-node.js';
import { type Secret, SecretSearch, spellingsOfBytes, spellingsOfPassword, spellingsOfPem } from './secret-search.js';

const URI = 'https://id.gs1.org/01/09521001000024/21/00001-1-1';
const PARTY = ['--party', '9520000000028', '--party-name', 'Harbour cold store', '--party-country', 'IN'];
// A node is started several times.
const TIMEOUT_MS = 600_000;
const LOAD_TIMEOUT_MS = 120_000;

let place: string;
let settings: Record<string, string>;
const nodes: RunningNode[] = [];
const loads: ChildProcess[] = [];

beforeEach(async () => {
  compiledCommand();
  place = mkdtempSync(join(tmpdir(), 'cairn-backup-node-'));
  settings = await ownSettings(join(place, 'data'));
});
afterEach(async () => {
  for (const load of loads.splice(0)) load.kill('SIGKILL');
  for (const one of nodes.splice(0)) await one.remove();
  rmSync(place, { recursive: true, force: true });
});

const cairn = (words: readonly string[], given: Readonly<Record<string, string>> = settings): Promise<Outcome> =>
  runToEnd(process.execPath, [compiledCommand(), ...words], { environment: given });

async function succeed(words: readonly string[], given?: Readonly<Record<string, string>>): Promise<string> {
  const { exitCode, out, errors } = await cairn(words, given);
  expect([words, exitCode, errors]).toEqual([words, 0, expect.any(String)]);
  return out;
}

async function start(given: Readonly<Record<string, string>> = settings): Promise<RunningNode> {
  const node = new RunningNode(given);
  nodes.push(node);
  await node.ready();
  return node;
}

const scan = (given = settings): Promise<string> => succeed(['device', 'scan', 'gate-7', '--object', URI], given);
const sizeNow = async (given: Readonly<Record<string, string>>): Promise<number> => {
  const out = await succeed(['check', '--json'], given);
  const { size, differenceCount } = JSON.parse(out) as { size: number; differenceCount: number };
  expect(differenceCount).toBe(0);
  return size;
};

const sizeOfBackup = (root: string): number =>
  (JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8')) as { checkpoint: { size: number } }).checkpoint.size;

/** @returns the folder of the backup. */
async function backup(...words: string[]): Promise<string> {
  const out = await succeed([
    'backup',
    join(place, 'backups'),
    '--keys',
    join(place, 'keys-apart'),
    ...words,
    '--json',
  ]);
  return (JSON.parse(out) as { root: string }).root;
}

const restore = (root: string, data: string, more: Record<string, string> = {}, ...words: string[]): Promise<Outcome> =>
  cairn(['restore', '--prove', root, '--keys', join(place, 'keys-apart'), '--data', data, ...words], {
    ...settings,
    ...more,
  });

/** Publishes the very bytes of a scan as its device does, and waits for a receipt. */
async function publish(payload: Buffer, password: string): Promise<void> {
  const url = `mqtt://127.0.0.1:${settings['CAIRN_MQTT_PORT']}`;
  const login = { protocolVersion: 4 as const, clientId: 'gate-7', username: 'gate-7', password };
  const client = await connectAsync(url, login);
  let receipts = 0;
  client.on('message', () => receipts++);
  await client.subscribeAsync(receiptTopic('gate-7'), { qos: 1 });
  await client.publishAsync(scanTopic('gate-7'), payload, { qos: 1 });
  await until('the receipt', () => receipts > 0);
  await client.endAsync(true);
}

/** Everything that must stay with the keys. */
function secretsOf(data: string): Secret[] {
  const read = (...names: string[]): string => readFileSync(join(data, ...names), 'utf8').trim();
  const pems = readdirSync(join(data, 'keys')).filter((name) => name.endsWith('.pem'));
  const urls = readdirSync(join(data, 'keys')).filter((name) => name.startsWith('database-url'));
  const { password } = JSON.parse(read('devices', 'gate-7', 'enrolment.json')) as { password: string };
  const texts: Record<string, string[]> = {
    ...Object.fromEntries(pems.map((name) => [name, spellingsOfPem(read('keys', name))])),
    ...Object.fromEntries(
      ['stream-mac.key', 'lookup-mac.key'].map((name) => [
        name,
        spellingsOfBytes(Buffer.from(read('keys', name), 'hex')),
      ]),
    ),
    ...Object.fromEntries(
      urls.map((name) => [name, spellingsOfPassword(decodeURIComponent(new URL(read('keys', name)).password))]),
    ),
    'postgres-password': spellingsOfPassword(read('keys', 'postgres-password')),
    'customs-token': [read('keys', 'customs-token')],
    'password of gate-7': spellingsOfPassword(password),
  };
  return Object.entries(texts).map(([name, spellings]) => ({ name, texts: spellings, homes: [] }));
}

it(
  'a node under load is backed up, and goes on elsewhere with its devices',
  async () => {
    const first = await start();
    await succeed(['device', 'enrol', 'gate-7', ...PARTY]);
    await scan();
    await succeed(['device', 'scan', 'gate-7', '--object', URI, '--out', join(place, 'scan.bin')]);
    const payload = readFileSync(join(place, 'scan.bin'));
    const enrolment = readFileSync(join(place, 'data/devices/gate-7/enrolment.json'), 'utf8');
    const { password } = JSON.parse(enrolment) as { password: string };
    await publish(payload, password);

    // Until it is ended: the backup is taken while it sends, on however busy a machine.
    const load = spawn(process.execPath, [compiledCommand(), 'simulate', 'fleet', '--devices', '4', '--rate', '60'], {
      env: environmentWith(settings),
      stdio: 'ignore',
    });
    loads.push(load);
    const ended = new Promise((done) => load.once('exit', done));
    await until('the load is there', async () => (await sizeOfCheckpoint(first)) > 100, LOAD_TIMEOUT_MS);
    const underLoad = await backup();
    const kept = sizeOfBackup(underLoad);
    await until('the log has grown', async () => (await sizeOfCheckpoint(first)) > kept, LOAD_TIMEOUT_MS);
    load.kill('SIGINT');
    await ended;
    await first.signal('SIGINT');
    const second = await backup();
    expect(sizeOfBackup(second)).toBeGreaterThan(kept);

    const search = new SecretSearch();
    search.addFiles(join(place, 'backups'), 'backups');
    const secrets = secretsOf(join(place, 'data'));
    const { found, places } = await search.result(secrets);
    process.stdout.write(`${secrets.length} secrets in ${places} places of two backups: ${found.length} found\n`);
    expect(found.filter((text) => text.includes('backups/'))).toEqual([]);

    // What was under way at the first backup is whole as far as it goes; witnesses have seen the rest.
    const witnesses = join(place, 'data-witnesses');
    const older = await restore(underLoad, join(place, 'older'), { CAIRN_WITNESS_DATA: witnesses });
    expect([older.exitCode, older.out]).toEqual([
      10,
      expect.stringMatching(/Everything agrees[^]*OLDER THAN WHAT WAS SIGNED/u),
    ]);

    const elsewhere = { ...settings, CAIRN_DATA: join(place, 'elsewhere'), CAIRN_WITNESS_DATA: witnesses };
    const restored = await restore(second, elsewhere.CAIRN_DATA, { CAIRN_WITNESS_DATA: witnesses });
    expect([restored.exitCode, restored.errors]).toEqual([0, expect.any(String)]);
    expect(restored.out).toMatch(/Everything agrees[^]*No witness knows more than this/u);
    renameSync(join(place, 'data'), join(place, 'burnt'));

    await start(elsewhere);
    const size = await sizeNow(elsewhere);
    // The device has its folder, its key and its password of before; what it sends again is known.
    await publish(payload, password);
    expect(await sizeNow(elsewhere)).toBe(size);
    cpSync(join(place, 'burnt/devices/gate-7'), join(place, 'elsewhere/devices/gate-7'), { recursive: true });
    await scan(elsewhere);
    expect(await sizeNow(elsewhere)).toBeGreaterThan(size);
  },
  TIMEOUT_MS,
);

async function sizeOfCheckpoint(node: RunningNode): Promise<number> {
  const response = await fetch(`${node.api}/log/checkpoint`);
  return response.ok ? Number((await response.text()).split('\n')[1]) : 0;
}

it(
  'a machine burns down an hour after the backup: nothing is signed twice, and what a mirror has comes back',
  async () => {
    const node = await start();
    await succeed(['device', 'enrol', 'gate-7', ...PARTY]);
    await scan();
    const old = await backup();
    await scan();
    const size = await sizeNow(settings);
    cpSync(join(place, 'data/log'), join(place, 'mirror'), { recursive: true });
    cpSync(join(place, 'data/devices'), join(place, 'devices'), { recursive: true });
    await node.signal('SIGKILL');
    await node.remove();

    // The witnesses' folders are on another disk: they know.
    const witnesses = join(place, 'data-witnesses');
    const again = { ...settings, CAIRN_DATA: join(place, 'again'), CAIRN_WITNESS_DATA: witnesses };
    const restored = await restore(old, again.CAIRN_DATA, { CAIRN_WITNESS_DATA: witnesses });
    expect([restored.exitCode, restored.out]).toEqual([
      10,
      expect.stringMatching(/WARNING: witness north: has cosigned size \d+, and this backup ends at \d+[^]*OLDER/u),
    ]);
    const refused = await cairn(['up'], again);
    expect([refused.exitCode, refused.errors]).toEqual([1, expect.stringMatching(/witness (?:north|south) .*\d+/u)]);

    // A mirror has the public log as it was: with it nothing that was signed is lost.
    rmSync(join(again.CAIRN_DATA, 'log'), { recursive: true });
    cpSync(join(place, 'mirror'), join(again.CAIRN_DATA, 'log'), { recursive: true });
    const recovered = await cairn(['recover', '--replace'], again);
    expect([recovered.exitCode, recovered.out, recovered.errors]).toEqual([
      10,
      expect.stringContaining('private values could not be recovered'),
      expect.any(String),
    ]);
    await start(again);
    expect(await sizeNow(again)).toBe(size);
    cpSync(join(place, 'devices'), join(again.CAIRN_DATA, 'devices'), { recursive: true });
    await scan(again);
    expect(await sizeNow(again)).toBeGreaterThan(size);
    await nodes.at(-1)!.signal('SIGINT');

    // Nothing is left but the backup: the node does not start until its operator has said that nobody has seen more.
    const alone = { ...settings, CAIRN_DATA: join(place, 'alone') };
    const last = await restore(old, alone.CAIRN_DATA);
    expect([last.exitCode, last.out]).toEqual([
      0,
      expect.stringMatching(/Note: witness north: its folder .* is not here[^]*Nobody here can tell/u),
    ]);
    const without = await cairn(['up'], alone);
    expect([without.exitCode, without.errors]).toEqual([1, expect.stringContaining("a witness of this node's own")]);
    const policy = join(alone.CAIRN_DATA, 'policy.txt');
    const sed = await runToEnd('sed', ['-i', '-E', '/^(witness|group) /d; s/^quorum .*/quorum none/', policy]);
    expect(sed.exitCode).toBe(0);
    await start(alone);
    expect(await sizeNow(alone)).toBeLessThan(size);
    // The device has gone on, and says so: a gap, and no second scan at a counter.
    cpSync(join(place, 'devices'), join(alone.CAIRN_DATA, 'devices'), { recursive: true });
    await scan(alone);
    await sizeNow(alone);
  },
  TIMEOUT_MS,
);

it(
  'a restore that was killed is no node, and is begun anew by the same call',
  async () => {
    const node = await start();
    await succeed(['device', 'enrol', 'gate-7', ...PARTY]);
    await scan();
    await node.signal('SIGINT');
    const root = await backup(); // of a node that is stopped
    const data = join(place, 'half');
    const given = { ...settings, CAIRN_DATA: data, CAIRN_WITNESS_DATA: join(place, 'data-witnesses') };
    const marker = join(data, 'restore-unfinished');
    cpSync(join(root, 'log'), join(data, 'log'), { recursive: true });
    writeFileSync(marker, 'as a restore leaves it that is killed here\n');
    const refused = await cairn(['up'], given);
    expect([refused.exitCode, refused.errors]).toEqual([1, expect.stringContaining('was not finished')]);
    const restored = await restore(root, data, given);
    expect([restored.exitCode, restored.errors]).toEqual([0, expect.any(String)]);
    await start(given);
  },
  TIMEOUT_MS,
);
