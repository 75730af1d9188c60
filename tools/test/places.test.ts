import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

// tools/check/places.js is shown to bite: a small house with something planted in each file, and files that look alike and are in order.

const ROOT = join(import.meta.dirname, '../..');

/** Planted in apps/anchor, where no SQL stands: text of a file by what it is. */
const SQL: Readonly<Record<string, string>> = {
  'a string': `ask('SELECT size FROM log_head');`,
  'a string in double quotes': `ask("DELETE FROM lease WHERE epoch = 1");`,
  'a template': 'ask(`INSERT INTO reject (reason) VALUES ($1)`);',
  'a template with a name in it': 'ask(`UPDATE ${table} SET size = $1`);',
  'a template that begins with a name': 'ask(`${COLUMNS} SELECT n FROM ${table} WHERE n > $1`);',
  'a template in a template': 'ask(`${isOne ? `SELECT n FROM ${table}` : columns}`);',
  'lower case': `ask('select log_index, entry from log_entry where log_index = 1');`,
  'lower case with a star': 'ask(`select * from log_root`);',
  'lower case, in order to insert': `ask('insert into reject values (1)');`,
  'lower case, in order to change': `ask('update lease set epoch = 2');`,
  'lower case, in order to delete': `ask('delete from held_scan');`,
  'split over lines': 'ask(`\n  SELECT\n    size,\n    root\n  FROM\n    log_root`);',
  'split over lines behind the verb': 'ask(`INSERT\n INTO reject\n VALUES (1)`);',
  'a constant that is asked elsewhere': `export const HEAD = 'SELECT size FROM log_head';`,
  'the argument of a call in a decorator': `@Query({ text: 'SELECT 1' }) class One {}`,
  'a table that is made': 'ask(`CREATE TABLE lookup (id bytea)`);',
  'a transaction that begins': `ask('BEGIN');`,
  'a channel that is told': `ask('NOTIFY cairn_published');`,
  'a function of the server': `ask('pg_terminate_backend(pid)');`,
};

const NO_SQL: Readonly<Record<string, string>> = {
  'prose with the same words': `say('Select a device from the list, or update all of them.');`,
  'prose in small letters': `say('select a device from the list');`,
  'prose that begins with a verb': `say('Insert the card; delete what is old; begin again.');`,
  'SQL in a comment': `// SELECT size FROM log_head\n/* DELETE FROM lease */ say('it is at rest');`,
  'SQL in a docstring': `/** Asks \`SELECT size FROM log_head\`. */ export const head = 1;`,
  'a name that is like a verb': `export const SELECT = ['FROM'];`,
  'a property of that name': `stream.select.from(offset).update({ set: true });`,
};

/** Planted in libs/core, where time and randomness are passed in. */
const CLOCK_OR_CHANCE: Readonly<Record<string, string>> = {
  'Date.now': 'export const timeMs = Date.now();',
  'Date.now that is handed on': 'export const clock = { nowMs: Date.now };',
  'Date.now by its name': `export const timeMs = Date['now']();`,
  'Date.now of globalThis': 'export const timeMs = globalThis.Date.now();',
  'the date of this moment': 'export const today = new Date();',
  'the date of this moment, without brackets': 'export const today = new Date;',
  'the date of this moment as text': 'export const today = Date();',
  'Math.random': 'export const salt = Math.random();',
  'Math.random by its name': `export const salt = Math['random']();`,
};

const NO_CLOCK: Readonly<Record<string, string>> = {
  'the date of a time that is passed in': 'export const dateOf = (timeMs: number): Date => new Date(timeMs);',
  'a date out of a text': `export const first = Date.parse('2026-01-01') + Date.UTC(2026, 1);`,
  'a clock that is passed in': 'export const ask = (clock: { now(): number }): number => clock.now();',
  'Date.now in a comment': '// Date.now() and Math.random() are passed in\nexport const here = 1;',
  'Date.now in a text': `export const told = 'Date.now()';`,
  'another method of Math': 'export const half = Math.floor(1.5);',
};

let house: string;
let found: readonly string[];

const nameOf = (what: string): string => `${what.replaceAll(/[^a-zA-Z]+/gu, '-')}.ts`;

function put(folder: string, texts: Readonly<Record<string, string>>): void {
  mkdirSync(join(house, folder), { recursive: true });
  for (const [what, text] of Object.entries(texts)) writeFileSync(join(house, folder, nameOf(what)), `${text}\n`);
}

/** Files in which something is out of place, and what the program ends with. */
function check(): { readonly files: readonly string[]; readonly lines: readonly string[]; readonly status: number } {
  let lines: string[] = [];
  let status = 0;
  try {
    execFileSync(process.execPath, [join(ROOT, 'tools/check/places.js')], { cwd: house, stdio: 'pipe' });
  } catch (error) {
    const ended = error as { readonly status: number; readonly stderr: Buffer };
    status = ended.status;
    lines = ended.stderr.toString().trim().split('\n');
  }
  return { files: [...new Set(lines.map((line) => line.replace(/:\d+: .*$/u, '')))], lines, status };
}

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'cairn-places-'));
  mkdirSync(join(house, 'apps'));
  mkdirSync(join(house, 'libs'));
  put('apps/anchor/sql', SQL);
  put('apps/anchor/prose', NO_SQL);
  put('libs/core/border/clock', CLOCK_OR_CHANCE);
  put('libs/core/border/passed', NO_CLOCK);
  for (const place of [
    ...['ledger', 'sequencer', 'recovery', 'audit'].map((room) => `libs/log/${room}`),
    'libs/projections/packing',
    'libs/stores/links',
    'libs/transport/stream',
    'libs/host/postgres',
    'apps/anchor/test',
    'libs/core/border/test',
  ])
    put(place, { ...SQL, ...CLOCK_OR_CHANCE });
  put('apps/ingest', CLOCK_OR_CHANCE);
  put('libs/core/border/sql', { one: SQL['a string']! });
  put('libs/log/storage', { one: SQL['a string']! });
  found = check().files;
}, 60_000);
afterAll(() => rmSync(house, { recursive: true, force: true }));

describe('SQL outside its houses is found', () => {
  it.each(Object.keys(SQL))('%s', (what) => expect(found).toContain(`apps/anchor/sql/${nameOf(what)}`));
  it.each(['libs/core/border/sql', 'libs/log/storage'])('in %s', (folder) =>
    expect(found).toContain(`${folder}/one.ts`),
  );
});

describe('what is no SQL is not found', () => {
  it.each(Object.keys(NO_SQL))('%s', (what) => expect(found).not.toContain(`apps/anchor/prose/${nameOf(what)}`));
});

describe('a clock or chance in libs/core is found', () => {
  it.each(Object.keys(CLOCK_OR_CHANCE))('%s', (what) =>
    expect(found).toContain(`libs/core/border/clock/${nameOf(what)}`),
  );
});

describe('what reads no clock is not found', () => {
  it.each(Object.keys(NO_CLOCK))('%s', (what) =>
    expect(found).not.toContain(`libs/core/border/passed/${nameOf(what)}`),
  );
});

it('nothing is found in the houses of SQL, in tests, and, of clocks, outside libs/core', () => {
  const planted = ['apps/anchor/sql', 'libs/core/border/clock', 'libs/core/border/sql', 'libs/log/storage'];
  expect(found.filter((file) => !planted.includes(dirname(file)))).toEqual([]);
});

it('each find names its line, and the program then ends with 1', () => {
  const { lines, status } = check();
  expect(status).toBe(1);
  expect(lines).toContain(`apps/anchor/sql/${nameOf('a string')}:1: SQL stands outside its houses`);
  expect(lines).toContain(
    `libs/core/border/clock/${nameOf('Date.now')}:1: pure code reads a clock or chance: time and randomness are passed in`,
  );
});

it('ends with 0 where all is in its place, and not where there is nothing to check', () => {
  for (const folder of ['apps/anchor/sql', 'libs/core/border/clock', 'libs/core/border/sql', 'libs/log/storage'])
    rmSync(join(house, folder), { recursive: true });
  expect(check()).toMatchObject({ status: 0, files: [] });
  for (const folder of ['apps', 'libs']) {
    rmSync(join(house, folder), { recursive: true });
    mkdirSync(join(house, folder));
  }
  expect(check().status).toBe(1);
});
