import { createHash } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readFileSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ensureCustomsToken, OfficerBook, parseOfficers } from '#libs/registry/access';
import { removeTemporaryFolders, temporaryFolder } from '../../../../test/kit/temporary-folder.js';

let data: string;
let file: string;
beforeEach(() => {
  data = temporaryFolder();
  file = join(data, 'keys/officers');
});
afterEach(() => removeTemporaryFolders());

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** As somebody writes it by hand, or an earlier version did. */
const write = (...lines: string[]): void => {
  mkdirSync(join(data, 'keys'), { recursive: true });
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
};
const whoHolds = (token: string, book = new OfficerBook(data)): string => {
  const holder = book.holderOf(token);
  return holder.state === 'unknown' ? 'unknown' : `${holder.state} ${holder.officer.name}`;
};

describe('at the first start', () => {
  it('leaves a token for the person who set the node up, readable by the owner only', () => {
    const { path, token } = ensureCustomsToken(data);
    expect(token).toMatch(/^[\w-]{43}$/u);
    expect(readFileSync(path, 'utf8')).toBe(`${token}\n`);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('keeps only the hash of the token beside the name', () => {
    const { token } = ensureCustomsToken(data);
    expect(readFileSync(file, 'utf8')).toMatch(
      new RegExp(`^officer:${sha256(token!)} roles=officer made=\\S+Z\\n$`, 'u'),
    );
  });

  it('goes on with the token that a crashed start had left', () => {
    const { token, path } = ensureCustomsToken(data);
    unlinkSync(file);
    expect(ensureCustomsToken(data)).toEqual({ token, path });
    expect(whoHolds(token!)).toBe('live officer');
  });
});

describe('at a later start', () => {
  it('changes nothing', () => {
    const before = [ensureCustomsToken(data), readFileSync(file, 'utf8')];
    expect([ensureCustomsToken(data), readFileSync(file, 'utf8')]).toEqual(before);
  });

  it('makes no new token after the old one was handed over and its file taken away', () => {
    const { token, path } = ensureCustomsToken(data);
    unlinkSync(path);
    expect(ensureCustomsToken(data).token).toBeUndefined();
    expect(whoHolds(token!)).toBe('live officer');
  });

  it('goes on with the files of the first version', () => {
    write(`officer:${sha256('first')}`, '# second desk', `a.rossi:${sha256('second')}`);
    writeFileSync(join(data, 'keys/customs-token'), 'first\n', { mode: 0o600 });
    expect(ensureCustomsToken(data).token).toBe('first');
    expect(['first', 'second', 'third'].map((token) => whoHolds(token))).toEqual([
      'live officer',
      'live a.rossi',
      'unknown',
    ]);
  });

  it.each(['officers', 'customs-token'])('refuses %s that others may read', (name) => {
    ensureCustomsToken(data);
    chmodSync(join(data, 'keys', name), 0o640);
    expect(() => ensureCustomsToken(data)).toThrow(expect.objectContaining({ code: 'KEY_FILE_MODE' }));
  });
});

describe('a token', () => {
  it('is known to nobody before there is a file of officers, and while it is empty', () => {
    expect(whoHolds('anything')).toBe('unknown');
    for (const line of ['', '# nobody']) {
      write(line);
      for (const token of ['anything', '']) expect(whoHolds(token)).toBe('unknown');
    }
  });

  it('is known for itself alone', () => {
    write(`a:${sha256('token')}`, `b:${sha256('other')}`);
    for (const wrong of ['', 'x', 'token ', 'toke', sha256('token')]) expect(whoHolds(wrong)).toBe('unknown');
  });

  it('opens until it expires, and not a millisecond longer', () => {
    write(`a:${sha256('token')} expires=2026-05-01T12:00:00.000Z`);
    let nowMs = Date.parse('2026-05-01T11:59:59.999Z');
    const book = new OfficerBook(data, () => nowMs);
    expect(whoHolds('token', book)).toBe('live a');
    nowMs += 1;
    expect(whoHolds('token', book)).toBe('expired a');
  });

  it('that was ended is ended, also when another line has it, or it has expired too', () => {
    const ended = `a:${sha256('token')} ended=2026-05-01T12:00:00.000Z expires=2026-05-01T12:00:00.000Z`;
    for (const lines of [
      [ended, `b:${sha256('token')}`],
      [`b:${sha256('token')}`, ended],
    ]) {
      write(...lines);
      expect(whoHolds('token')).toBe('ended a');
    }
  });
});

describe('while the node runs', () => {
  it('lets a line that came in, and one that went out, with the next question', () => {
    write(`a:${sha256('one')}`);
    const book = new OfficerBook(data);
    expect(whoHolds('one', book)).toBe('live a');
    appendFileSync(file, `b:${sha256('two')}\n`);
    expect(whoHolds('two', book)).toBe('live b');
    write(`b:${sha256('two')}`);
    expect([whoHolds('one', book), whoHolds('two', book)]).toEqual(['unknown', 'live b']);
    unlinkSync(file);
    expect(whoHolds('two', book)).toBe('unknown');
  });

  it('sees a change that leaves size and time as they were', () => {
    write(`a:${sha256('one')}`);
    const book = new OfficerBook(data);
    const { atime, mtime } = statSync(file);
    expect(whoHolds('one', book)).toBe('live a');
    write(`a:${sha256('two')}`);
    utimesSync(file, atime, mtime);
    expect([whoHolds('one', book), whoHolds('two', book)]).toEqual(['unknown', 'live a']);
  });

  it('lets nobody in while a line of the file cannot be read', () => {
    const { token } = ensureCustomsToken(data);
    const book = new OfficerBook(data);
    expect(whoHolds(token!, book)).toBe('live officer');
    appendFileSync(file, 'half a li');
    for (let attempt = 0; attempt < 2; attempt++) {
      expect(() => book.holderOf(token!)).toThrow(expect.objectContaining({ code: 'OFFICERS_MALFORMED' }));
    }
  });

  it('lets nobody in once others may read the file, and goes on when they no longer may', () => {
    const { token } = ensureCustomsToken(data);
    const book = new OfficerBook(data);
    expect(whoHolds(token!, book)).toBe('live officer');
    chmodSync(file, 0o604);
    expect(() => book.holderOf(token!)).toThrow(expect.objectContaining({ code: 'KEY_FILE_MODE' }));
    chmodSync(file, 0o600);
    expect(whoHolds(token!, book)).toBe('live officer');
  });

  it('lets nobody in while a folder stands in the place of the file', () => {
    mkdirSync(file, { recursive: true, mode: 0o700 });
    expect(() => new OfficerBook(data).holderOf('token')).toThrow(expect.objectContaining({ code: 'EISDIR' }));
  });
});

describe('the file of officers', () => {
  const HASH = '0'.repeat(64);

  it('may hold comments, empty lines, and fields in any order', () => {
    const text =
      `# first post\r\n\r\na.b@c-d:${HASH}\te  \n`.replace('\te', '') +
      `b:${HASH}  made=2026-05-01T12:00:00.000Z\troles=lead,brand:9520000000028`;
    expect(parseOfficers(text).map(({ officer: { name, roles, madeMs } }) => [name, roles, madeMs])).toEqual([
      ['a.b@c-d', ['officer'], undefined],
      ['b', ['lead', 'brand:9520000000028'], Date.parse('2026-05-01T12:00:00Z')],
    ]);
  });

  it.each([
    ['name', `a b:${HASH}`, 'token-sha256'],
    ['a token in the clear', 'officer:secret', 'token-sha256'],
    ['a short hash', `officer:${'0'.repeat(63)}`, 'token-sha256'],
    ['a hash in upper case', `officer:${'A'.repeat(64)}`, 'token-sha256'],
    ['a third part', `officer:${HASH}:secret`, 'token-sha256'],
    ['no name', `:${HASH}`, 'name'],
    ['a name that is too long', `${'a'.repeat(65)}:${HASH}`, 'name'],
    ['no roles', `a:${HASH} roles=`, 'roles'],
    ['an empty role', `a:${HASH} roles=lead,`, 'roles'],
    ['a role in upper case', `a:${HASH} roles=Lead`, 'roles'],
    ['a day that no month has', `a:${HASH} expires=2026-02-30T00:00:00.000Z`, 'expires'],
    ['a time of no zone', `a:${HASH} expires=2026-02-20T00:00:00.000`, 'expires'],
    ['no time', `a:${HASH} expires=`, 'expires'],
    ['no sign', `a:${HASH} ended`, 'ended'],
    ['a field twice', `a:${HASH} roles=lead roles=auditor`, 'roles'],
    ['a field that is not known', `a:${HASH} roles=lead secret=x`, '3'],
    ['a field by the name of a method', `a:${HASH} toString=x`, '2'],
  ])('is refused with line and field for %s, without repeating it', (_what, line, field) => {
    expect(() => parseOfficers(`# one\n${line}\n`)).toThrow(
      expect.objectContaining({
        code: 'OFFICERS_MALFORMED',
        message: expect.stringMatching(
          new RegExp(`^line 2 of the officers' file: the field ${field} (?!.*secret)`, 'u'),
        ),
      }),
    );
  });

  it('has an end', () => {
    const lines = Array.from({ length: 2_000 }, (_, index) => `o${index}:${HASH}`);
    expect(parseOfficers(lines.join('\n'))).toHaveLength(2_000);
    expect(() => parseOfficers([...lines, `one:${HASH}`].join('\n'))).toThrow(
      expect.objectContaining({ code: 'OFFICERS_MAX' }),
    );
  });
});
