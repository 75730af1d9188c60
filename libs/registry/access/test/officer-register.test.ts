import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockFolder } from '#libs/host/locks';
import { ensureCustomsToken, type NewOfficer, OfficerBook, OfficerRegister } from '#libs/registry/access';
import { ChildProgram } from '../../../../test/kit/child-program.js';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/kit/temporary-folder.js';

const NOW = Date.parse('2026-05-01T12:00:00Z');
let data: string;
let file: string;
let nowMs: number;
let register: OfficerRegister;
let book: OfficerBook;

beforeEach(() => {
  data = temporaryFolder();
  file = join(data, 'keys/officers');
  nowMs = NOW;
  ensureCustomsToken(data);
  register = new OfficerRegister(data, () => nowMs);
  book = new OfficerBook(data, () => nowMs);
});
afterEach(() => removeTemporaryFolders());

const text = (): string => readFileSync(file, 'utf8');
const stateOf = (token: string): string => book.holderOf(token).state;
const officer = (name: string, more: Partial<NewOfficer> = {}): NewOfficer => ({ name, roles: ['officer'], ...more });
const failing = (code: string) => expect.objectContaining({ code });

describe('adding', () => {
  it('gives a token that opens at once, and keeps its hash alone', async () => {
    const token = await register.add(officer('a.rossi', { roles: ['auditor', 'lead', 'lead'], expiresMs: NOW + 1 }));
    expect(book.holderOf(token)).toMatchObject({
      state: 'live',
      officer: { name: 'a.rossi', roles: ['lead', 'auditor'] },
    });
    expect(text()).not.toContain(token);
    expect(text().split('\n')[1]).toBe(
      `a.rossi:${createHash('sha256').update(token).digest('hex')} roles=lead,auditor made=2026-05-01T12:00:00.000Z expires=2026-05-01T12:00:00.001Z`,
    );
    expect([statSync(file).mode & 0o777, readdirSync(join(data, 'keys')).sort()]).toEqual([
      0o600,
      ['customs-token', 'officers'],
    ]);
  });

  it('leaves every other line as it is, also where the last one has no end', async () => {
    const before = `# desk\r\n\nold:${'1'.repeat(64)}  \nother:${'2'.repeat(64)}`;
    writeFileSync(file, before);
    await register.add(officer('a'));
    expect(text().startsWith(`${before}\na:`)).toBe(true);
  });

  it.each(['', 'a:b', 'a b', 'a\nb', 'ä', 'a,b', 'a'.repeat(65)])('refuses the name %j', async (name) => {
    await expect(register.add(officer(name))).rejects.toEqual(failing('OFFICER_NAME'));
  });

  it.each([[[]], [['inspector']], [['officer', '']], [['Officer']]])('refuses the roles %j', async (roles) => {
    await expect(register.add(officer('a', { roles }))).rejects.toEqual(failing('OFFICER_ROLES'));
  });

  it('refuses a time of expiry that has come', async () => {
    await expect(register.add(officer('a', { expiresMs: NOW }))).rejects.toEqual(failing('OFFICER_EXPIRES'));
  });

  it('gives no second token to a name whose token opens, and another once it has ended or expired', async () => {
    const first = await register.add(officer('a', { expiresMs: NOW + 10 }));
    await expect(register.add(officer('a'))).rejects.toEqual(failing('OFFICER_KNOWN'));
    nowMs += 10;
    const second = await register.add(officer('a'));
    await register.end('a');
    const third = await register.add(officer('a'));
    expect([first, second, third].map(stateOf)).toEqual(['ended', 'ended', 'live']);
  });

  it('refuses a folder in which no node has keys, and makes none there', async () => {
    rmSync(join(data, 'keys'), { recursive: true });
    await expect(register.add(officer('a'))).rejects.toEqual(failing('OFFICERS_NO_NODE'));
    expect(existsSync(join(data, 'keys'))).toBe(false);
  });

  it('of many at once loses none, by one process and by several', async () => {
    const program = new ChildProgram({
      program: `
        import { OfficerRegister } from '#libs/registry/access';
        const [, , data, prefix] = process.argv;
        const register = new OfficerRegister(data!);
        await Promise.all(Array.from({ length: 8 }, (_, n) => register.add({ name: prefix + n, roles: ['officer'] })));
        console.log('done');`,
    });
    try {
      const prefixes = ['a', 'b', 'c'];
      const running = prefixes.map((prefix) => program.output([], data, prefix));
      await Promise.all([...Array(8).keys()].map((n) => register.add(officer(`here${n}`))));
      await Promise.all(running);
      const names = register.list().map(({ name }) => name);
      const expected = ['here', ...prefixes].flatMap((prefix) => [...Array(8).keys()].map((n) => `${prefix}${n}`));
      expect([...names].sort()).toEqual(['officer', ...expected].sort());
    } finally {
      program.remove();
    }
  });

  it('waits for another who works on the keys', async () => {
    const lock = lockFolder(join(data, 'keys'));
    const added = register.add(officer('a'));
    expect(register.list()).toHaveLength(1);
    lock.release();
    await added;
    expect(register.list()).toHaveLength(2);
  });
});

describe('ending', () => {
  it('ends every token of the name with the next question, and no other', async () => {
    const [a, b] = [await register.add(officer('a')), await register.add(officer('b'))];
    expect(await register.end('a')).toEqual({ endedMs: NOW, before: false });
    expect([a, b].map(stateOf)).toEqual(['ended', 'live']);
    nowMs += 5;
    expect(await register.end('a')).toEqual({ endedMs: NOW, before: true });
  });

  it('ends a line of the first version', async () => {
    writeFileSync(file, `old:${createHash('sha256').update('t').digest('hex')}\n`);
    await register.end('old');
    expect([stateOf('t'), register.list()[0]]).toEqual([
      'ended',
      expect.objectContaining({ madeMs: undefined, endedMs: NOW }),
    ]);
  });

  it('takes the file of the first token along, so that no start takes it up again', async () => {
    const { token, path } = ensureCustomsToken(data);
    chmodSync(path, 0o644); // a reason to end it, not one to refuse
    await register.end('officer');
    rmSync(file);
    ensureCustomsToken(data);
    expect(stateOf(token!)).toBe('unknown');
  });

  it('leaves the file of the first token to its officer', async () => {
    await register.add(officer('a'));
    await register.end('a');
    expect(ensureCustomsToken(data).token).toBeDefined();
  });

  it('names an officer that is not there', async () => {
    await expect(register.end('nobody')).rejects.toEqual(failing('OFFICER_UNKNOWN'));
    await expect(register.setRoles('nobody', ['lead'])).rejects.toEqual(failing('OFFICER_UNKNOWN'));
  });
});

describe('roles', () => {
  it('come in the place of those before, and leave the rest', async () => {
    const token = await register.add(officer('a', { expiresMs: NOW + 10 }));
    await register.setRoles('a', ['auditor']);
    expect(book.holderOf(token)).toMatchObject({
      state: 'live',
      officer: { roles: ['auditor'], madeMs: NOW, expiresMs: NOW + 10 },
    });
  });

  it('are given to nobody whose access has ended', async () => {
    await register.add(officer('a'));
    await register.end('a');
    await expect(register.setRoles('a', ['lead'])).rejects.toEqual(failing('OFFICER_ENDED'));
  });
});

describe('a file that cannot be read', () => {
  const CHANGES: readonly [string, () => Promise<unknown>][] = [
    ['add', () => register.add(officer('a'))],
    ['roles', () => register.setRoles('officer', ['lead'])],
    ['end', () => register.end('officer')],
  ];

  it.each(CHANGES)('is left as it is by %s, which names the line', async (_what, change) => {
    const damaged = `${text()}b:${'0'.repeat(64)} expires=soon\n`;
    writeFileSync(file, damaged);
    await expect(change()).rejects.toEqual(failing('OFFICERS_MALFORMED'));
    expect(text()).toBe(damaged);
  });

  it.each(CHANGES)('because others may is refused by %s', async (_what, change) => {
    chmodSync(file, 0o644);
    const before = text();
    await expect(change()).rejects.toEqual(failing('KEY_FILE_MODE'));
    expect(text()).toBe(before);
  });
});

// Nobody else can give a file away.
(process.geteuid?.() === 0 ? it : it.skip)(
  'a change by root leaves the file to the service that it belongs to',
  async () => {
    chownSync(file, 1883, 1884);
    await register.add(officer('a'));
    const { uid, gid, mode } = statSync(file);
    expect([uid, gid, mode & 0o777]).toEqual([1883, 1884, 0o600]);
  },
);
