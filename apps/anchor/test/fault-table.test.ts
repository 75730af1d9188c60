import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FILE_OPERATIONS } from '#libs/log/storage';
import { EFFECTS } from '#libs/log/ledger';
import { REPOSITORY } from '../../../test/kit/repository.js';
import { effectCases, fileCases, FIRST_FOLDERS } from './support/fault-cases.js';
import { tableOf } from '../../../test/support/fault-table.js';

describe('the table of faults in docs/ARCHITECTURE.md', () => {
  const table = tableOf();

  it('names every effect of a publication, in order, and no other', () => expect(table.effectNames).toEqual(EFFECTS));

  it.each(['error', 'kill -9'] as const)('names the cases of %s that the suites run', (column) =>
    expect(table.effects(column)).toEqual(effectCases.map(([moment, effect]) => `${moment} ${effect}`).toSorted()),
  );

  it('names the cases of files that the suites run', () => {
    expect(table.files('as the log grows')).toEqual(
      fileCases.map(([kind, , moment, operation]) => `${kind}: ${moment} ${operation}`).toSorted(),
    );
    const first = FIRST_FOLDERS.flatMap((kind) =>
      ['before', 'after'].map((moment) => `${kind}: ${moment} make-folder`),
    );
    expect(table.files('at the first start')).toEqual(first.toSorted());
  });

  it('has every operation on files somewhere', () => {
    const named = [...table.files('as the log grows'), ...table.files('at the first start')];
    for (const operation of FILE_OPERATIONS)
      expect(named.filter((name) => name.endsWith(` ${operation}`)).length).toBeGreaterThanOrEqual(2);
  });

  // Each of those suites also holds what has struck there against this table: a case that is left out or skipped fails it.
  it('names suites that are there and ask the table what they had to run', () => {
    expect(table.suites.length).toBeGreaterThanOrEqual(4);
    for (const path of table.suites) {
      expect([path, existsSync(join(REPOSITORY, path))]).toEqual([path, true]);
      expect([path, readFileSync(join(REPOSITORY, path), 'utf8').includes('tableOf()')]).toEqual([path, true]);
    }
  });
});
