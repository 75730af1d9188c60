// Wrong calls and help of the compiled command: what scripts rely on.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compiledCommand, type Outcome, runToEnd } from './compiled-command.js';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'cairn-usage-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const cairn = (call: string): Promise<Outcome> =>
  runToEnd(process.execPath, [compiledCommand(), ...call.split(' ').filter(Boolean)], {
    environment: { CAIRN_DATA: folder },
  });

it.each([
  ['--foo', "unknown option '--foo'"],
  ['foo', "unknown command 'foo'"],
  ['up --foo', "unknown option '--foo'"],
  ['up extra', 'too many arguments'],
  ['check --foo', "unknown option '--foo'"],
  ['device foo', "unknown command 'foo'"],
  ['device enrol gate-7', "required option '--party <gln>' not specified"],
  ['device scan', "missing required argument 'device'"],
  ['replay extra', 'too many arguments'],
  ['simulate fleet --devices 0', 'a whole number from 1 is expected'],
  ['verify', "missing required argument 'evidence'"],
])('cairn %s is a wrong call: exit code 2, and why', async (call, why) => {
  const { exitCode, out, errors } = await cairn(call);
  expect([exitCode, out]).toEqual([2, '']);
  expect(errors).toContain(why);
});

it.each(['', 'device'])('cairn %s without a command shows what there is: exit code 2', async (call) => {
  const { exitCode, errors } = await cairn(call);
  expect([exitCode, /^Commands:$/mu.test(errors)]).toEqual([2, true]);
});

it.each(['', 'up', 'device', 'device scan', 'simulate fleet', 'replay', 'check', 'verify'])(
  'cairn %s --help is no mistake',
  async (command) => {
    const { exitCode, out, errors } = await cairn(`${command} --help`);
    expect([exitCode, errors]).toEqual([0, '']);
    expect(out).toMatch(new RegExp(`^Usage: cairn ${command}`, 'u'));
  },
);
