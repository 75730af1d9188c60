import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOfficer, ensureCustomsToken, OfficerBook, parseOfficers } from '#libs/registry/access';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'cairn-officers-'));
});
afterEach(() => rmSync(data, { recursive: true }));

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('at the first start', () => {
  it('leaves a token for the person who set the node up, readable by the owner only', () => {
    const { path, token } = ensureCustomsToken(data);
    expect(token).toMatch(/^[\w-]{43}$/u);
    expect(readFileSync(path, 'utf8')).toBe(`${token}\n`);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(data, 'keys/officers')).mode & 0o777).toBe(0o600);
  });

  it('keeps only the hash of the token beside the name', () => {
    const { token } = ensureCustomsToken(data);
    expect(readFileSync(join(data, 'keys/officers'), 'utf8')).toBe(`officer:${sha256(token!)}\n`);
  });

  it('goes on with the token that a crashed start had left', () => {
    const { token, path } = ensureCustomsToken(data);
    unlinkSync(join(data, 'keys/officers'));
    expect(ensureCustomsToken(data)).toEqual({ token, path });
    expect(new OfficerBook(data).holderOf(token!)?.name).toBe('officer');
  });
});

describe('at a later start', () => {
  it('changes nothing', () => {
    expect(ensureCustomsToken(data)).toEqual(ensureCustomsToken(data));
  });

  it('makes no new token after the old one was handed over and its file taken away', () => {
    const { token, path } = ensureCustomsToken(data);
    unlinkSync(path);
    expect(ensureCustomsToken(data).token).toBeUndefined();
    expect(new OfficerBook(data).holderOf(token!)?.name).toBe('officer');
  });
});

describe('while the node runs', () => {
  it('knows nobody before there is a file of officers', () => {
    expect(new OfficerBook(data).holderOf('anything')).toBeUndefined();
  });

  it('tells several officers apart and refuses every other token', () => {
    const first = ensureCustomsToken(data).token!;
    const second = createOfficer(data, 'a.rossi');
    const book = new OfficerBook(data);
    expect(book.holderOf(first)?.name).toBe('officer');
    expect(book.holderOf(second)?.name).toBe('a.rossi');
    for (const wrong of ['', 'x', `${first} `, first.slice(1), sha256(first)])
      expect(book.holderOf(wrong)).toBeUndefined();
  });

  it('lets a new officer in and an old one out with the next question', () => {
    const first = ensureCustomsToken(data).token!;
    const book = new OfficerBook(data);
    expect(book.holderOf(first)).toBeDefined();
    const second = createOfficer(data, 'later');
    expect(book.holderOf(second)?.name).toBe('later');
    const lines = readFileSync(join(data, 'keys/officers'), 'utf8').split('\n');
    writeFileSync(join(data, 'keys/officers'), `${lines.filter((line) => !line.startsWith('officer:')).join('\n')}`);
    expect(book.holderOf(first)).toBeUndefined();
    expect(book.holderOf(second)?.name).toBe('later');
  });

  it('lets nobody in while a line of the file cannot be read', () => {
    const { token } = ensureCustomsToken(data);
    const book = new OfficerBook(data);
    appendFileSync(join(data, 'keys/officers'), 'half a li');
    for (let attempt = 0; attempt < 2; attempt++) {
      expect(() => book.holderOf(token!)).toThrow(expect.objectContaining({ code: 'OFFICERS_MALFORMED' }));
    }
  });
});

describe('the file of officers', () => {
  it('may hold comments and empty lines', () => {
    expect(parseOfficers(`# first post\n\na.b@c-d:${sha256('t')}\n`).map(({ name }) => name)).toEqual(['a.b@c-d']);
  });

  it.each([
    ['a name with a space', `a b:${'0'.repeat(64)}`],
    ['a token in the clear', 'officer:secret'],
    ['a short hash', `officer:${'0'.repeat(63)}`],
    ['no name', `:${'0'.repeat(64)}`],
  ])('is refused with the number of the line for %s, without repeating it', (_what, line) => {
    expect(() => parseOfficers(`# one\n${line}\n`)).toThrow(
      expect.objectContaining({
        code: 'OFFICERS_MALFORMED',
        message: "line 2 of the officers' file is not name:token-sha256",
      }),
    );
  });

  it('refuses a second officer of one name', () => {
    createOfficer(data, 'a');
    expect(() => createOfficer(data, 'a')).toThrow(expect.objectContaining({ code: 'OFFICER_KNOWN' }));
    expect(() => createOfficer(data, 'a:b')).toThrow(expect.objectContaining({ code: 'OFFICER_NAME' }));
  });
});
