import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compiledCommand, runToEnd } from './compiled-command.js';
import { ownSettings, RunningNode, until } from './running-node.js';

// What a backup or a copy of the data folder does not take along: what the node's own witnesses have cosigned.

let place: string;
let settings: Readonly<Record<string, string>>;
const nodes: RunningNode[] = [];

const start = async (): Promise<RunningNode> => {
  const node = new RunningNode(settings);
  nodes.push(node);
  await node.ready();
  return node;
};
const data = (name = ''): string => join(place, 'data', name);
/** With owners and rights, as a backup has them: PostgreSQL asks. */
const copy = (from: string, to: string): void => void execFileSync('cp', ['-a', from, to]);
const upToEnd = (environment: Readonly<Record<string, string>>) =>
  runToEnd(process.execPath, [compiledCommand(), 'up'], { environment });
const sizeShown = (folder: string): number =>
  Number(readFileSync(join(folder, 'log', 'checkpoint'), 'utf8').split('\n')[1]);

beforeAll(async () => {
  compiledCommand();
  place = mkdtempSync(join(tmpdir(), 'cairn-witnesses-'));
  settings = await ownSettings(data());
});

afterAll(async () => {
  for (const node of nodes) await node.remove();
  rmSync(place, { recursive: true, force: true });
});

it('a backup that is put back is refused with the sizes that disagree, and recovered from the public log', async () => {
  const first = await start();
  await first.command('device', 'enrol', 'gate-7', '--party', '9520000000028', '--party-name', 'Ware House');
  expect(await first.signal('SIGINT')).toBe(0);
  copy(data(), join(place, 'backup'));
  const before = sizeShown(data());

  const second = await start();
  await second.command('device', 'enrol', 'gate-8', '--party', '9520000000028');
  await until('the checkpoint has grown', () => sizeShown(data()) > before);
  expect(await second.signal('SIGINT')).toBe(0);
  const after = sizeShown(data());

  renameSync(data(), join(place, 'gone-on'));
  copy(join(place, 'backup'), data());
  const { exitCode, errors } = await upToEnd(settings);
  expect(exitCode).toBe(1);
  expect(errors).toMatch(
    new RegExp(`witness (north|south) has cosigned size ${after} .*has size ${before}: .*cairn recover`, 'u'),
  );
  expect(sizeShown(data())).toBe(before);
  // The public log that went on is still there: with it the node goes on, too.
  for (const name of ['log', 'checkpoints', 'private']) {
    rmSync(data(name), { recursive: true });
    copy(join(place, 'gone-on', name), data(name));
  }
  const recovered = await runToEnd(process.execPath, [compiledCommand(), 'recover', '--replace'], {
    environment: settings,
  });
  expect([recovered.exitCode, recovered.errors]).toEqual([expect.any(Number), expect.any(String)]);
  expect([0, 10]).toContain(recovered.exitCode);
  const third = await start();
  expect((await third.command('device', 'list')).out).toContain('gate-8');
  expect(await third.signal('SIGINT')).toBe(0);
}, 240_000);

it('a copy of the data folder elsewhere has no witnesses, and does not start', async () => {
  copy(data(), join(place, 'copy'));
  const { exitCode, errors } = await upToEnd({ ...settings, CAIRN_DATA: join(place, 'copy') });
  expect(exitCode).toBe(1);
  expect(errors).toMatch(/witness\/north, a witness of this node's own.*CAIRN_WITNESS_DATA.*copy of a data folder/su);
}, 120_000);
