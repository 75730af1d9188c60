// The units of deploy/systemd: what systemd says of them, what they keep from a node, and that what they start runs. Runs dist/.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPOSITORY } from '../kit/repository.js';
import { compiledCommand, environmentWith, runToEnd } from '../node/compiled-command.js';
import { endForGood, treeOf } from '../node/processes.js';
import { ownSettings, until } from '../node/running-node.js';

const FOLDER = join(REPOSITORY, 'deploy/systemd');
const UNITS = ['cairn-backup.service', 'cairn-backup.timer', 'cairn.service'];

type Unit = readonly (readonly [name: string, value: string])[];
const read = (unit: string): Unit =>
  [...readFileSync(join(FOLDER, unit), 'utf8').matchAll(/^(\w+)=(.*)$/gmu)].map(([, name, value]) => [name!, value!]);
const all = (unit: Unit, name: string): string[] => unit.filter(([one]) => one === name).map(([, value]) => value);
const one = (unit: Unit, name: string): string => all(unit, name)[0] ?? '';

it('are the ones that the guide names', () => expect(readdirSync(FOLDER).sort()).toEqual(UNITS));

const systemd = spawnSync('systemd-analyze', ['--version']).status === 0;
(systemd ? it.each : it.skip.each)(UNITS)('%s is what systemd takes, without a word', (unit) => {
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', join(FOLDER, unit)], { encoding: 'utf8' });
  // Of other units of this machine it says what it likes.
  expect([status, stderr.split('\n').filter((line) => line.includes('cairn'))]).toEqual([0, []]);
});

it.each(['cairn.service', 'cairn-backup.service'])('%s gives no right that a node does not need', (name) => {
  const unit = read(name);
  const rights = {
    User: 'cairn',
    ProtectSystem: 'strict',
    ProtectHome: 'yes',
    NoNewPrivileges: 'yes',
    CapabilityBoundingSet: '',
    PrivateTmp: 'yes',
    PrivateDevices: 'yes',
    SystemCallFilter: '@system-service',
  };
  for (const [right, value] of Object.entries(rights)) expect([right, all(unit, right)]).toEqual([right, [value]]);
});

it('what they start runs, and is stopped as systemd does it', async () => {
  const place = mkdtempSync(join(tmpdir(), 'cairn-systemd-'));
  const [service, backup] = [read('cairn.service'), read('cairn-backup.service')];
  mkdirSync(join(place, 'lib'));
  mkdirSync(join(place, 'backups'));
  const here = (text: string): string =>
    text
      .replace('/usr/bin/node', process.execPath)
      .replace('/opt/cairn/dist/apps/cli/main.js', compiledCommand())
      .replace('/var/lib/cairn', join(place, 'lib'))
      .replace('/var/backups/cairn', join(place, 'backups'));
  const variables = Object.fromEntries(
    all(service, 'Environment').map((text) => here(text).split('=') as [string, string]),
  );
  expect(variables).toEqual({ CAIRN_DATA: join(place, 'lib/data') });
  expect(all(backup, 'Environment')).toEqual(all(service, 'Environment'));
  const settings = { ...(await ownSettings(variables['CAIRN_DATA']!)), ...variables };
  const [program, ...words] = here(one(service, 'ExecStart')).split(' ');
  const node = spawn(program!, words, { cwd: here(one(service, 'WorkingDirectory')), env: environmentWith(settings) });
  let output = '';
  node.stdout.on('data', (text: Buffer) => (output += text.toString()));
  node.stderr.on('data', (text: Buffer) => (output += text.toString()));
  const ended = new Promise<number | null>((done) => node.once('exit', (code) => done(code)));
  let tree: ReturnType<typeof treeOf> = [];
  try {
    await until('the node is ready', () => output.includes('Cairn is ready') || node.exitCode !== null, 120_000);
    expect(output).toContain('Cairn is ready');
    tree = treeOf(node.pid!);
    const [saver, ...call] = here(one(backup, 'ExecStart')).split(' ');
    const saved = await runToEnd(saver!, call, { cwd: place, environment: settings });
    expect([saved.exitCode, saved.out]).toEqual([0, expect.stringContaining('up to the newest signed checkpoint')]);
    expect(readdirSync(join(place, 'backups'))).toHaveLength(1);
    const checked = await runToEnd(process.execPath, [compiledCommand(), 'check'], { environment: settings });
    expect([checked.exitCode, checked.out]).toEqual([0, expect.stringContaining('Everything agrees.')]);
    node.kill(one(service, 'KillSignal') as NodeJS.Signals);
    expect(await ended).toBe(0);
  } finally {
    node.kill('SIGKILL');
    endForGood(tree);
    rmSync(place, { recursive: true, force: true });
  }
}, 200_000);
