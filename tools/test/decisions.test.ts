import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../../docs/decisions');
const records = readdirSync(FOLDER).filter((name) => /^\d{4}-.*\.md$/.test(name));
const index = readFileSync(join(FOLDER, 'README.md'), 'utf8');

/** Title of a record without its number. */
const titleOf = (name: string): string =>
  /^# \d{4}:? (?<title>.+)$/m.exec(readFileSync(join(FOLDER, name), 'utf8'))?.groups?.['title'] ?? '';

it('the index lists every record by its number and title, in order, and nothing else', () => {
  expect(records.length).toBeGreaterThan(0);
  const expected = records.toSorted().map((name) => `- [${name.slice(0, 4)}](${name}) ${titleOf(name)}`);
  expect(index.split('\n').filter((line) => line.startsWith('- '))).toEqual(expected);
});

it('no number is used twice', () => {
  const numbers = records.map((name) => name.slice(0, 4));
  expect(numbers.filter((number, at) => numbers.indexOf(number) !== at)).toEqual([]);
});
