// Keys of a node as its operator meets them: from files and from the environment, exchanged while evidence goes on to be judged, and
// never seen in what a node prints or writes. Runs dist/ (npm ci or npm run build makes it).
import { createPrivateKey, randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignatureAlgorithm } from '#libs/core/signatures';
import { generateKey } from '#libs/host/keys';
import { parsePolicy } from '#libs/core/tlog';
import { ownSettings, RunningNode, until } from './running-node.js';

const ITEM = '01/09521001000024/21/keys-1';
const VARIABLES = ['LOG', 'LOG_NEXT', 'OPERATOR', 'RECEIPT', 'STREAM'].map((name) => `CAIRN_${name}_KEY`);

let place: string;
let node: RunningNode | undefined;
beforeEach(() => (place = mkdtempSync(join(tmpdir(), 'cairn-node-keys-'))));
afterEach(async () => {
  await node?.remove();
  rmSync(place, { recursive: true, force: true });
});

async function started(settings: Record<string, string>): Promise<RunningNode> {
  node = new RunningNode(settings);
  await node.ready();
  await node.untilHealthy();
  return node;
}

/** Every spelling in which a private key could show: its seed, its DER, the lines of its PEM. */
function spellingsOf(pem: string): string[] {
  const key = createPrivateKey(pem);
  const seed = Buffer.from(key.export({ format: 'jwk' }).d!, 'base64url');
  const der = key.export({ format: 'der', type: 'pkcs8' });
  return [seed, der].flatMap((bytes) => (['hex', 'base64', 'base64url'] as const).map((form) => bytes.toString(form)));
}

/** All that a node has printed and written but the keys themselves and its database. */
function saidBy(running: RunningNode): string {
  const logs = join(running.folder, 'logs');
  const files = readdirSync(logs).map((name) => join(logs, name));
  expect(files.length).toBeGreaterThanOrEqual(3);
  return [running.output, ...files.map((file) => readFileSync(file, 'utf8'))].join('\n');
}

const expectUnsaid = (secrets: readonly string[], said: string): void => {
  expect(secrets.filter((secret) => secret.length < 40)).toEqual([]); // no spelling so short that it would say nothing
  expect(secrets.filter((secret) => said.includes(secret))).toEqual([]);
};

it('evidence of before, during and after an exchange of the log key is judged under the new policy', async () => {
  const settings = { ...(await ownSettings(join(place, 'data'))), CAIRN_LOG_LEVEL: 'trace' };
  let running = await started(settings);
  const policy = join(running.folder, 'policy.txt');
  const oldPolicy = join(place, 'old-policy.txt');
  copyFileSync(policy, oldPolicy);
  const said: string[] = [];
  const restart = async (): Promise<void> => {
    said.push(saidBy(running));
    await running.signal('SIGINT');
    running = await started(settings);
  };
  const cairn = async (...words: string[]): Promise<string> => {
    const { exitCode, out, errors } = await running.command(...words);
    said.push(out, errors);
    expect([words.join(' '), exitCode, errors]).toEqual([words.join(' '), 0, '']);
    return out;
  };
  const evidence = async (name: string): Promise<string> => {
    await cairn('device', 'scan', 'gate-7', '--object', `https://id.gs1.org/${ITEM}`, '--step', 'storing');
    const path = join(place, `${name}.json`);
    let text = '';
    await until('evidence of the scan is there', async () => {
      const answer = await fetch(`${running.api}/api/v1/objects/${ITEM}/evidence`);
      text = await answer.text();
      return answer.ok;
    });
    writeFileSync(path, text);
    return path;
  };
  const judged = async (file: string, by: string): Promise<number | null> =>
    (await running.command('verify', file, '--policy', by)).exitCode;
  const shopKeys = async (): Promise<string> =>
    /log-key="([^"]*)"/u.exec(await (await fetch(`${running.api}/demo/shop`)).text())![1]!;

  await cairn('device', 'enrol', 'gate-7', '--party', '9520000000028', '--party-name', 'Cold store');
  const before = await evidence('before');

  const early = await running.command('keys', 'log', 'finish');
  expect([early.exitCode, early.errors]).toEqual([
    1,
    expect.stringContaining('no exchange of the log key is under way'),
  ]);
  const rotated = await cairn('keys', 'log', 'rotate');
  const [current, next] = parsePolicy(readFileSync(policy, 'utf8')).logs.map(({ vkey }) => vkey);
  expect(rotated).toContain('Start the anchor again');
  const unsigned = await running.command('keys', 'log', 'finish');
  expect([unsigned.exitCode, unsigned.errors]).toEqual([1, expect.stringContaining('not signed by both log keys yet')]);

  await restart();
  const during = await evidence('during');
  const oldKey = readFileSync(join(running.folder, 'keys/log.pem'), 'utf8');
  await cairn('keys', 'log', 'finish');
  await restart();
  const after = await evidence('after');

  const verdicts = await Promise.all([before, during, after].map((file) => judged(file, policy)));
  expect(verdicts).toEqual([0, 0, 0]);
  // Who has the old policy alone judges on until the end of the exchange, and then says that he cannot.
  expect([await judged(before, oldPolicy), await judged(during, oldPolicy), await judged(after, oldPolicy)]).toEqual([
    0, 0, 30,
  ]);
  expect((await shopKeys()).split(' ')).toHaveLength(2);

  const listed = (await cairn('keys', 'list', '--json'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string>);
  expect(listed.map(({ purpose }) => purpose)).toEqual([
    'log',
    'log, retired',
    'operator',
    'receipts',
    'stream',
    'look-ups',
  ]);
  const named = [next!, current!].map(({ keyId }) => Buffer.from(keyId).toString('hex'));
  expect(listed.slice(0, 2).map(({ key }) => key!.split('+')[1])).toEqual(named);
  expect(await cairn('keys', 'list')).toContain(listed[0]!['key']);
  expect((await running.command('check')).exitCode).toBe(0);

  expect(await cairn('device', 'rejects')).toBe('Nothing was refused.\n');
  await cairn('device', 'compromised', 'gate-7');
  // Its password has ended with the key. Who comes in all the same gets nothing in.
  expect(await cairn('device', 'password', 'gate-7')).toContain('has a new password');
  const refused = await running.command('device', 'scan', 'gate-7', '--object', `https://id.gs1.org/${ITEM}`);
  said.push(refused.out, refused.errors);
  expect([refused.exitCode, refused.errors]).toEqual([1, expect.stringContaining('KEY_NOT_ACTIVE')]);
  expect(await cairn('device', 'rejects', 'gate-7')).toMatch(
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ {2}gate-7, counter 4: KEY_NOT_ACTIVE \(for good\)\n/u,
  );
  expect(JSON.parse(await cairn('device', 'rejects', '--json'))).toMatchObject({
    device: 'gate-7',
    counter: 4,
    times: 1,
  });
  expect(await cairn('device', 'show', 'gate-7')).toContain(
    'Refused: 1. Why, and when: npx cairn device rejects gate-7',
  );

  said.push(saidBy(running));
  const pems = ['log', 'operator', 'receipt'].map((name) =>
    readFileSync(join(running.folder, `keys/${name}.pem`), 'utf8'),
  );
  const macs = ['stream-mac', 'lookup-mac'].map((name) =>
    readFileSync(join(running.folder, `keys/${name}.key`), 'utf8').trim(),
  );
  expectUnsaid([...[...pems, oldKey].flatMap(spellingsOf), ...macs], said.join('\n'));
});

it('keys of the environment reach the programs that work with them, and nothing else', async () => {
  const pems = Array.from(
    { length: 3 },
    () => generateKey(SignatureAlgorithm.ED25519).export({ format: 'pem', type: 'pkcs8' }) as string,
  );
  const [log, operator, receipt] = pems as [string, string, string];
  const stream = randomBytes(32).toString('hex');
  const base64 = createPrivateKey(operator).export({ format: 'der', type: 'pkcs8' }).toString('base64');
  const settings = {
    ...(await ownSettings(join(place, 'data'))),
    CAIRN_LOG_LEVEL: 'trace',
    CAIRN_LOG_KEY: log,
    CAIRN_OPERATOR_KEY: base64,
    CAIRN_RECEIPT_KEY: receipt.replaceAll('\n', '\\n'),
    CAIRN_STREAM_KEY: stream,
  };
  const running = await started(settings);
  expect(readdirSync(join(running.folder, 'keys')).filter((name) => /\.pem$|^stream/u.test(name))).toEqual([]);
  const { out } = await running.command('keys', 'list');
  for (const name of ['CAIRN_LOG_KEY', 'CAIRN_OPERATOR_KEY', 'CAIRN_RECEIPT_KEY', 'CAIRN_STREAM_KEY'])
    expect(out).toContain(name);

  if (existsSync('/proc/self/environ')) {
    const given = Object.fromEntries(
      Object.entries(running.programs()).map(([name, id]) => {
        const environ = readFileSync(`/proc/${id}/environ`, 'utf8');
        return [name, VARIABLES.filter((variable) => `\0${environ}`.includes(`\0${variable}=`))];
      }),
    );
    expect(given).toEqual({
      postgres: [],
      'witness-north': [],
      'witness-south': [],
      anchor: ['CAIRN_LOG_KEY', 'CAIRN_OPERATOR_KEY', 'CAIRN_RECEIPT_KEY', 'CAIRN_STREAM_KEY'],
      ingest: ['CAIRN_RECEIPT_KEY', 'CAIRN_STREAM_KEY'],
      api: [],
    });
  }
  const said = [saidBy(running), out].join('\n');
  expectUnsaid(
    [...pems.flatMap(spellingsOf), stream, ...Object.values(settings).filter((value) => value.length > 40)],
    said,
  );

  // A wrong one ends the start with its name, and not with its value.
  await running.signal('SIGINT');
  const wrong = base64.slice(0, 60);
  const failing = new RunningNode({ ...settings, CAIRN_OPERATOR_KEY: wrong });
  node = failing;
  await expect(failing.ready()).rejects.toThrow(/CAIRN_OPERATOR_KEY holds no private key/u);
  expectUnsaid([wrong], saidBy(failing));
});
