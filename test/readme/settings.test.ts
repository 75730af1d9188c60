// Settings are told where they are read: in the table of libs/host/service, in the programs, in the guide.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KEY_VARIABLES } from '#libs/host/keys';
import { describeSettings, SETTINGS, SETTINGS_ELSEWHERE } from '#libs/host/service';
import { anchorEnvironment } from '../../apps/anchor/environment.js';
import { apiEnvironment } from '../../apps/api/configuration.js';
import { upEnvironment } from '../../apps/cli/up/configuration.js';
import { ingestEnvironment } from '../../apps/ingest/environment.js';
import { REPOSITORY } from '../kit/repository.js';

const SCHEMAS = [anchorEnvironment, apiEnvironment, upEnvironment, ingestEnvironment];
const inSchemas = new Map(
  SCHEMAS.flatMap((schema) => describeSettings(schema, {}).settings.map(({ name, value }) => [name, value] as const)),
);
const inPrograms = [...new Set([...inSchemas.keys(), ...Object.values(KEY_VARIABLES)])].sort();

/** A name, and not the beginning of one that a template goes on with. */
const NAME = /\bCAIRN_[A-Z0-9]+(?:_[A-Z0-9]+)*\b(?!_|\$|\*)/gu;

function sources(folder: string): string[] {
  return readdirSync(join(REPOSITORY, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => name.endsWith('.ts') && !/(?:^|\/)test\/|\.test\.ts$/u.test(name));
}

const namesIn = (file: string): string[] => readFileSync(join(REPOSITORY, file), 'utf8').match(NAME) ?? [];

it('the table has what the programs read, and nothing else', () => {
  expect(Object.keys(SETTINGS).sort()).toEqual(inPrograms);
});

it('no name stands in the code that cairn config does not know', () => {
  const files = ['apps', 'libs'].flatMap(sources);
  expect(files.length).toBeGreaterThan(500);
  const unknown = files.flatMap((file) =>
    namesIn(file)
      .filter((name) => !(name in SETTINGS) && !SETTINGS_ELSEWHERE.some((form) => form.test(name)))
      .map((name) => `${file}: ${name}`),
  );
  expect(unknown).toEqual([]);
});

it.each(Object.entries(SETTINGS))('%s has a meaning in one line', (_, { meaning }) => {
  expect(meaning).toMatch(/^[a-z][^\n]{9,110}[^.\s]$/u);
});

describe('the guide', () => {
  const guide = readFileSync(join(REPOSITORY, 'docs/guides/operators.md'), 'utf8');
  const [, section] = guide.split(/^## Settings$/mu);
  const rows = [...(section ?? '').split(/^## /mu)[0]!.matchAll(/^\| `(CAIRN_\w+)` \| ([^|]*) \| ([^|]*) \|$/gmu)].map(
    ([, name, standard, meaning]) => ({ name: name!, standard: standard!.trim(), meaning: meaning!.trim() }),
  );

  it('has all of them in one table, in the order of cairn config', () => {
    expect(rows.map(({ name }) => name)).toEqual(Object.keys(SETTINGS));
  });

  it.each(rows)('$name has the standard and the meaning of the program', ({ name, standard, meaning }) => {
    const value = inSchemas.get(name) ?? null;
    expect(standard).toBe(value === null ? '' : `\`${value}\``);
    expect(meaning.replace(/ \((?:embedded|distributed)\)$/u, '')).toBe(SETTINGS[name]!.meaning);
    const { only } = SETTINGS[name]!;
    expect(/ \((embedded|distributed)\)$/u.exec(meaning)?.[1]).toBe(only);
  });

  it('names no other, in no guide', () => {
    const pages = readdirSync(join(REPOSITORY, 'docs/guides')).map((name) => `docs/guides/${name}`);
    const unknown = [...pages, 'README.md', 'docs/ARCHITECTURE.md'].flatMap((page) =>
      namesIn(page)
        .filter((name) => !(name in SETTINGS) && !SETTINGS_ELSEWHERE.some((form) => form.test(name)))
        .map((name) => `${page}: ${name}`),
    );
    expect(unknown).toEqual([]);
  });
});
