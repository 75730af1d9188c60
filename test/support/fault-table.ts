import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../kit/repository.js';

/** The cases that docs/ARCHITECTURE.md names, each as the suites name it: `before tiles`, `tile: after rename`. Sorted. */
export interface FaultTable {
  readonly effectNames: readonly string[];
  effects(column: 'error' | 'kill -9'): string[];
  /** Of the anchor's files, or of a witness's. */
  files(column: 'as the log grows' | 'at the first start' | 'witness'): string[];
  /** Files that the tables name as tests; they must be there. */
  readonly suites: readonly string[];
}

export function tableOf(): FaultTable {
  const page = readFileSync(join(REPOSITORY, 'docs/ARCHITECTURE.md'), 'utf8');
  const section = /^## Faults\n(.*?)^## /msu.exec(page)?.[1];
  if (section === undefined) throw new Error('docs/ARCHITECTURE.md has no section Faults');
  const [effects, files, witness] = section.split(/^### /mu).slice(1).map(rowsOf);
  return {
    effectNames: effects!.map((row) => nameIn(row['effect']!)),
    effects: (column) =>
      effects!
        .flatMap((row) => momentsIn(row[column]!).map((moment) => `${moment} ${nameIn(row['effect']!)}`))
        .toSorted(),
    files: (column) => {
      const rows = column === 'witness' ? witness! : files!;
      const operations = column === 'witness' ? 'operations' : column;
      return rows
        .flatMap((row) => namesIn(row[operations]!).flatMap((operation) => casesOf(row['file']!, operation)))
        .toSorted();
    },
    suites: [...section.matchAll(/`([\w/.-]+\.test\.ts)`/gu)].map(([, path]) => path!),
  };
}

function rowsOf(part: string): Record<string, string>[] {
  const lines = part.split('\n').filter((line) => line.startsWith('|'));
  const [head, , ...rows] = lines.map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
  return rows.map((cells) => Object.fromEntries(cells.map((cell, at) => [head![at]!, cell])));
}

const namesIn = (cell: string): string[] => [...cell.matchAll(/`([\w-]+)`/gu)].map(([, name]) => name!);
const nameIn = (cell: string): string => namesIn(cell)[0]!;
const momentsIn = (cell: string): string[] => cell.match(/before|after/gu) ?? [];

/** A write can also be taken by half. */
const casesOf = (file: string, operation: string): string[] =>
  ['before', ...(operation === 'write' ? ['during'] : []), 'after'].map((moment) => `${file}: ${moment} ${operation}`);
