import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { claimRule, CLAIMS, isClaimName, objectKey, OLD_CLAIMS, REASONS } from '#libs/core/wire';
import * as words from '../claims/words.js';
import * as entryTables from '../entry-tables.js';
import * as eventTables from '../event-tables.js';
import * as passwordTables from '../password-tables.js';
import * as receiptTables from '../receipt-tables.js';
import type { MessageRule } from '../rules.js';
import * as scanTables from '../scan-tables.js';
import { DISCLOSURES, VECTORS } from './golden.js';

// The pages are what others build from: every table and every byte in them is held against the code.

const PAGES = ['scan', 'entry', 'claims', 'receipt', 'password-change'] as const;
const read = (page: string): string =>
  readFileSync(join(import.meta.dirname, `../../../../docs/formats/${page}.md`), 'utf8');
const text = Object.fromEntries(PAGES.map((page) => [page, read(page)])) as Record<(typeof PAGES)[number], string>;

const blocks = (kind: string): [string, string][] =>
  PAGES.flatMap((page) => [...text[page].matchAll(new RegExp(`^\`\`\`${kind} (.+)\n([^\`]*)^\`\`\`$`, 'gm'))]).map(
    (match) => [match[1]!, match[2]!],
  );

/** The bytes that a block of the pages is about, by its title. */
function bytesOf(title: string): Uint8Array | undefined {
  const key = /^key of (.+)$/.exec(title)?.[1];
  if (key) return objectKey(key);
  const [, part, index, name] = /^(disclosure|commitment) (\d+) of (.+)$/.exec(title) ?? [];
  if (name) {
    const disclosures = (VECTORS.find((vector) => vector.name === name)!.value as { disclosures: Uint8Array[] })
      .disclosures;
    const disclosure = disclosures[Number(index)]!;
    return part === 'disclosure' ? disclosure : DISCLOSURES.find(({ bytes }) => bytes === disclosure)!.commitment;
  }
  const [, derived, whole] = /^(statement|statementHash|leaf) of (.+)$/.exec(title) ?? [];
  if (derived) return VECTORS.find((vector) => vector.name === whole)?.derived?.[derived];
  return VECTORS.find((vector) => vector.name === title)?.bytes;
}

it.each(blocks('hex'))('the bytes of "%s" are those of the vectors', (title, hex) => {
  const written = hex.replaceAll(/#.*$/gm, '').replaceAll(/\s/g, '');
  expect(written).toBe(Buffer.from(bytesOf(title) ?? []).toString('hex'));
});

it('there are examples of all that travels', () => expect(blocks('hex').length).toBeGreaterThan(15));

/** Numbers and names of the fields in each table of the pages. */
const fieldTables = PAGES.flatMap((page) =>
  text[page].split(/^\| field \| name \| type \|.*\n.*---.*\n/m).slice(1),
).map((rest) =>
  rest
    .slice(0, rest.search(/^(?!\|)/m))
    .trim()
    .split('\n')
    .flatMap((row) => {
      const [numbers, names] = row.split(' | ').map((cell) => cell.replace('|', '').trim());
      const first = parseInt(numbers!, 10);
      return names!.split(', ').map((name, index) => `${first + index} ${name}`);
    }),
);
const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const rules = [scanTables, entryTables, eventTables, receiptTables, passwordTables]
  .flatMap((tables) => Object.values(tables) as unknown[])
  .filter((table): table is MessageRule => typeof table === 'object' && table !== null && 'fields' in table);

it.each(rules.map((rule) => [rule.name, rule] as const))('the fields of %s stand in a table', (_name, rule) => {
  const fields = rule.fields.flatMap((field, number) => (field ? [`${number} ${snake(field.name)}`] : []));
  expect(fieldTables).toContainEqual(fields);
});

it('there is no table of a message that does not exist', () => expect(fieldTables).toHaveLength(rules.length));

const rowsOf = (page: (typeof PAGES)[number]): string[][] =>
  [...text[page].matchAll(/^\| `(.*) \|$/gm)].map(([row]) =>
    row
      .slice(2, -2)
      .split(' | ')
      .map((cell) => cell.trim()),
  );

it('the table of claims is the one of the code', () => {
  const expected = [...Object.keys(CLAIMS), ...Object.keys(OLD_CLAIMS)].map((name) => {
    const { encoding, unit, tier, coarse, many, text } = claimRule(name)!;
    return [
      `\`${name}\``,
      unit ? `${encoding} (${unit})` : encoding,
      tier,
      coarse ? `\`${coarse}\`` : '',
      many ? 'many' : '',
      isClaimName(name) ? text : `old, read only: ${text}`,
    ];
  });
  expect(rowsOf('claims')).toEqual(expected);
});

it('the table of reasons is the one of the code', () => {
  const expected = Object.entries(REASONS).map(([code, { final, text }]) => [
    `\`${code}\``,
    final ? 'yes' : 'no',
    text,
  ]);
  expect(rowsOf('receipt')).toEqual(expected);
});

it('the word lists are those of the code', () => {
  const lists = Object.fromEntries(blocks('words').map(([name, list]) => [name, list.trim().split(/\s+/)]));
  expect(lists).toEqual({
    bizStep: [...words.BIZ_STEPS],
    disposition: [...words.DISPOSITIONS],
    transportMode: [...words.TRANSPORT_MODES],
    incoterm: [...words.INCOTERMS],
    temperatureVerdict: [...words.TEMPERATURE_VERDICTS],
    errorReason: [...words.ERROR_REASONS],
    decision: [...words.DECISIONS],
    proposal: [...words.PROPOSALS],
    share: [...words.SHARES],
    caseState: [...words.CASE_STATES],
    remedies: [...words.REMEDIES],
    country: [...words.COUNTRIES],
  });
});

it('every code that the pages name exists', () => {
  const named = PAGES.flatMap((page) =>
    [...text[page].matchAll(/`([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+)`/g)].map(([, code]) => code!),
  );
  expect([...new Set(named)].filter((code) => !Object.hasOwn(REASONS, code))).toEqual([]);
});
