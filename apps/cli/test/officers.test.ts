import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureCustomsToken, OfficerBook } from '#libs/registry/access';
import { removeTemporaryFolders, temporaryFolder } from '../../../test/kit/temporary-folder.js';
import { registerOfficersCommand } from '../officers.js';
import { runHere, type Said } from './support/command-here.js';

let data: string;
let former: string | undefined;
beforeEach(() => {
  former = process.env['CAIRN_DATA'];
  process.env['CAIRN_DATA'] = data = temporaryFolder();
  ensureCustomsToken(data);
});
afterEach(() => {
  if (former === undefined) delete process.env['CAIRN_DATA'];
  else process.env['CAIRN_DATA'] = former;
  removeTemporaryFolders();
});

const officers = (...words: string[]): Promise<Said> => runHere(registerOfficersCommand, ['officers', ...words]);
const listed = async (): Promise<readonly Record<string, unknown>[]> =>
  (await officers('list', '--json')).out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

it('add prints the token once, and list and the file never', async () => {
  const { out, exitCode } = await officers('add', 'a.rossi', '--roles', 'lead,officer', '--expires', '2999-12-31');
  expect([exitCode, out.split('\n')[0]]).toEqual([
    0,
    'a.rossi may ask from now on until 3000-01-01T00:00:00Z, as officer, lead.',
  ]);
  const token = out.trim().split('\n').at(-1)!;
  expect(new OfficerBook(data).holderOf(token)).toMatchObject({ state: 'live', officer: { name: 'a.rossi' } });
  const hash = /a\.rossi:(\w{64})/u.exec(readFileSync(join(data, 'keys/officers'), 'utf8'))![1]!;
  for (const words of [['list'], ['list', '--json']]) {
    const said = await officers(...words);
    expect(said.out).toContain('a.rossi');
    expect(said.out).not.toContain(token);
    expect(said.out).not.toContain(hash);
  }
});

it('list shows names, roles and times, those of lines of the first version as unknown', async () => {
  writeFileSync(join(data, 'keys/officers'), `old:${'0'.repeat(64)}\n`);
  expect((await officers('list')).out).toBe('NAME  ROLES    MADE  EXPIRES  ENDED\nold   officer  -     -        -\n');
  await officers('roles', 'old', 'auditor');
  await officers('end', 'old');
  expect(await listed()).toEqual([
    { name: 'old', roles: ['auditor'], made: null, expires: null, ended: expect.stringMatching(/^\d{4}-.*Z$/u) },
  ]);
});

it('list of nobody is a head without lines, and no line of JSON', async () => {
  writeFileSync(join(data, 'keys/officers'), '');
  expect((await officers('list')).out).toBe('NAME  ROLES  MADE  EXPIRES  ENDED\n');
  expect((await officers('list', '--json')).out).toBe('');
});

it('end says when, and again what was', async () => {
  const { token } = ensureCustomsToken(data);
  expect((await officers('end', 'officer')).out).toMatch(/^The access of officer has ended: \S+Z\.\n$/u);
  expect(new OfficerBook(data).holderOf(token!).state).toBe('ended');
  expect((await officers('end', 'officer')).out).toMatch(/^The access of officer had ended before: \S+Z\.\n$/u);
});

it('add with an offset says the time in UTC', async () => {
  const { out } = await officers('add', 'a', '--expires', '2999-12-31T18:00:00+01:00', '--json');
  expect(JSON.parse(out)).toEqual({
    name: 'a',
    roles: ['officer'],
    expires: '2999-12-31T17:00:00Z',
    token: expect.stringMatching(/^[\w-]{43}$/u),
  });
});

it.each([
  ['a time without an offset', ['add', 'a', '--expires', '2999-12-31T18:00:00'], /a time with its offset is expected/u],
  ['a day that no month has', ['add', 'a', '--expires', '2999-02-29'], /a time with its offset is expected/u],
  ['a day that is over', ['add', 'a', '--expires', '2020-01-01'], /expiry is not in the future/u],
  ['a role that is none', ['add', 'a', '--roles', 'boss'], /officer, lead, auditor/u],
  ['no role', ['roles', 'officer', ''], /officer, lead, auditor/u],
  ['a name with a colon', ['add', 'a:b'], /a name has 1 to 64/u],
  ['a word too many', ['end', 'officer', 'now'], /too many arguments/u],
])('%s is a wrong call', async (_what, words, errors) => {
  const before = readFileSync(join(data, 'keys/officers'), 'utf8');
  const said = await officers(...words);
  expect(said).toMatchObject({ exitCode: 2, errors: expect.stringMatching(errors), out: '' });
  expect(readFileSync(join(data, 'keys/officers'), 'utf8')).toBe(before);
});

it('a damaged file is told with line and field, one that others may read with what to type', async () => {
  const file = join(data, 'keys/officers');
  writeFileSync(file, `a:${'0'.repeat(64)}\nb:${'0'.repeat(64)} made=now\n`);
  for (const words of [['list'], ['add', 'c'], ['end', 'a'], ['roles', 'a', 'lead']]) {
    const said = await officers(...words);
    expect(said).toMatchObject({
      exitCode: 1,
      errors: expect.stringMatching(/^line 2 .*: the field made is not a time/u),
    });
  }
  chmodSync(file, 0o640);
  expect(await officers('list')).toMatchObject({ exitCode: 1, errors: expect.stringContaining(`chmod 600 '${file}'`) });
});
