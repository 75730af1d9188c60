// `cairn recover` as an operator meets it, after a restore and after a loss. Runs dist/ and fails clearly without.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compiledCommand, environmentWith, type Outcome, runToEnd } from './compiled-command.js';
import { REPOSITORY } from '../kit/repository.js';
import { ownSettings, RunningNode } from './running-node.js';

const OBJECT = '01/09521001000024/21/00001-1-1';
// Each case starts a node several times, and a dozen commands.
const TIMEOUT_MS = 400_000;
const URI = `https://id.gs1.org/${OBJECT}`;

let place: string;
let settings: Readonly<Record<string, string>>;
const nodes: RunningNode[] = [];

beforeAll(async () => {
  compiledCommand();
  place = mkdtempSync(join(tmpdir(), 'cairn-recover-'));
  settings = await ownSettings(join(place, 'data'));
});

afterAll(async () => {
  for (const one of nodes) await one.remove();
  rmSync(place, { recursive: true, force: true });
});

const data = (path: string): string => join(settings['CAIRN_DATA']!, path);
const recover = (...words: string[]): Promise<Outcome> =>
  runToEnd(process.execPath, [compiledCommand(), 'recover', ...words], { environment: settings });

async function start(): Promise<RunningNode> {
  const node = new RunningNode(settings);
  nodes.push(node);
  await node.ready();
  return node;
}

async function succeed(node: RunningNode, ...words: string[]): Promise<string> {
  const { exitCode, out, errors } = await node.command(...words);
  expect([words[0], exitCode, errors]).toEqual([words[0], 0, expect.any(String)]);
  return out;
}

/** Scans by hand: each waits for its receipt, which the device has verified. */
async function scan(node: RunningNode, times: number): Promise<void> {
  for (let count = 0; count < times; count++) await succeed(node, 'device', 'scan', 'gate-7', '--object', URI);
}

/** The evidence of the object, judged by keys from before, and how many scans it has. */
async function scansInEvidence(node: RunningNode): Promise<number> {
  const file = join(place, 'evidence.json');
  const response = await fetch(`${node.api}/api/v1/objects/${OBJECT}/evidence`);
  writeFileSync(file, await response.text());
  const { exitCode, out } = await node.command('verify', file, '--policy', join(place, 'policy.txt'), '--json');
  expect([0, 10]).toContain(exitCode);
  return (JSON.parse(out) as { steps: unknown[] }).steps.length;
}

async function agrees(node: RunningNode): Promise<void> {
  expect(await succeed(node, 'check')).toContain('Everything agrees.');
}

it(
  'a restored backup of the database is rebuilt, and the node goes on with its devices',
  async () => {
    let node = await start();
    const party = ['--party', '9520000000028', '--party-name', 'Harbour cold store', '--party-country', 'IN'];
    await succeed(node, 'device', 'enrol', 'gate-7', ...party);
    await scan(node, 1);
    cpSync(data('policy.txt'), join(place, 'policy.txt'));
    await node.signal('SIGINT');
    execFileSync('cp', ['-a', data('postgres'), join(place, 'backup')]); // with owners and rights, as a backup has them
    node = await start();
    await scan(node, 1);
    expect(await scansInEvidence(node)).toBe(2);
    const running = await recover('--replace');
    expect([running.exitCode, running.errors]).toEqual([1, expect.stringMatching(/a node already runs on/u)]);
    await node.signal('SIGINT');

    rmSync(data('postgres'), { recursive: true });
    renameSync(join(place, 'backup'), data('postgres'));
    const refused = await runToEnd(process.execPath, [compiledCommand(), 'up'], { environment: settings });
    expect(refused.exitCode).toBe(1);
    expect(readFileSync(data('logs/anchor.log'), 'utf8') + refused.errors).toMatch(
      /the database has \d+ entries, .* signed for size \d+: .*cairn recover --replace/u,
    );
    const done = await recover('--replace');
    expect([done.exitCode, done.out]).toEqual([
      0,
      expect.stringMatching(
        /the database is rebuilt.*\n.*cairn_before_.*[^]*look-ups of officers: 0 from the database/u,
      ),
    ]);

    node = await start();
    expect(await scansInEvidence(node)).toBe(2);
    await scan(node, 1); // with its next counter, and the password it had
    await agrees(node);
    await node.signal('SIGINT');
  },
  TIMEOUT_MS,
);

it(
  'a lost database is rebuilt, also where the first attempt is killed in the middle',
  async () => {
    rmSync(data('postgres'), { recursive: true });
    const killed = spawn(process.execPath, [compiledCommand(), 'recover'], {
      cwd: REPOSITORY,
      env: environmentWith(settings),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    killed.stderr.on('data', (text: Buffer) => {
      said += text.toString();
      if (said.includes('entries written')) killed.kill('SIGKILL');
    });
    await new Promise((done) => killed.once('exit', done));
    expect([killed.signalCode, said]).toEqual(['SIGKILL', expect.stringContaining('entries verified')]);

    // Without --replace: the first attempt has put nothing in place.
    const done = await recover();
    expect([done.exitCode, done.out]).toEqual([
      0,
      expect.stringMatching(/1 from the folders in devices.*every device has one/u),
    ]);
    const node = await start();
    await scan(node, 1);
    expect(await scansInEvidence(node)).toBe(4);
    await agrees(node);
    expect(readdirSync(data('private/entries'))).toEqual(['000']);
    await node.signal('SIGINT');
  },
  TIMEOUT_MS,
);
