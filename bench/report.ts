import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

/** One figure of a run. `goal` is what the project asks for; whether it is met is for the reader, no test fails by it. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly goal?: string;
  /** Of a table: printed there. `what` says the same in one line. */
  readonly cell?: { readonly table: string; readonly row: string; readonly column: string };
}

/** What a scenario found: figures, and sentences without which they would mislead. */
export interface Findings {
  readonly figures: readonly Figure[];
  readonly notes: readonly string[];
}

export const cell = (table: string, row: string, column: string, value: number, unit: string): Figure => ({
  what: `${table}, ${row}, ${column}`,
  value,
  unit,
  cell: { table, row, column },
});

export const round = (value: number): string => {
  if (Number.isNaN(value)) return '–';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 3;
  return value.toFixed(digits);
};

export function printFindings(title: string, { figures, notes }: Findings): void {
  console.log(`\n${title}`);
  const single = figures.filter(({ cell }) => !cell);
  const width = Math.max(...single.map(({ what }) => what.length));
  for (const { what, value, unit, goal } of single)
    console.log(
      `  ${what.padEnd(width)}  ${round(value).padStart(9)} ${unit.padEnd(9)} ${goal ? `goal ${goal}` : ''}`.trimEnd(),
    );
  for (const table of unique(figures.map(({ cell }) => cell?.table))) printTable(table, figures);
  for (const note of notes) console.log(`  NOTE  ${note}`);
}

function printTable(table: string, figures: readonly Figure[]): void {
  const cells = figures.flatMap(({ cell, value }) => (cell?.table === table ? [{ ...cell, value }] : []));
  const columns = unique(cells.map(({ column }) => column));
  const rows = unique(cells.map(({ row }) => row));
  const width = Math.max(...rows.map((row) => row.length));
  const widths = columns.map((column) => Math.max(9, column.length));
  console.log(`\n  ${table}`);
  console.log(`    ${''.padEnd(width)}  ${columns.map((column, n) => column.padStart(widths[n]!)).join('  ')}`);
  for (const row of rows) {
    const texts = columns.map((column, n) => {
      const found = cells.find((one) => one.row === row && one.column === column);
      return (found ? round(found.value) : '').padStart(widths[n]!);
    });
    console.log(`    ${row.padEnd(width)}  ${texts.join('  ')}`);
  }
}

const unique = <Value>(values: readonly (Value | undefined)[]): Value[] =>
  [...new Set(values)].filter((value) => value !== undefined);

/** The machine and what it was doing already when the run began. */
export interface RunStart {
  readonly date: Date;
  readonly loadAverage: number;
}

/** Writes the run as data: machine, date, command and every figure. */
export function writeResults(folder: string, start: RunStart, sections: Readonly<Record<string, Findings>>): string {
  mkdirSync(folder, { recursive: true });
  const machine = {
    cores: cpus().length,
    model: cpus()[0]?.model,
    memoryGigabytes: Math.round(totalmem() / 1e9),
    node: process.version,
    loadAverageAtStart: start.loadAverage,
  };
  const date = start.date.toISOString();
  const file = join(folder, `${date.slice(0, 16).replaceAll(':', '')}.json`);
  const command = `npm run bench -- ${process.argv.slice(2).join(' ')}`.trim();
  const run = { date, command, commit: commitOf('.'), machine, sections };
  writeFileSync(file, `${JSON.stringify(run, null, 2)}\n`);
  return file;
}

/** Of a checkout, with a word where its files were changed since. Null where git is not there or does not know. */
export function commitOf(folder: string): string | null {
  try {
    const git = (...words: string[]): string =>
      execFileSync('git', ['-C', folder, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    const isChanged = git('status', '--porcelain', '--untracked-files=no') !== '';
    return `${git('rev-parse', '--short', 'HEAD')}${isChanged ? ' and changes' : ''}`;
  } catch {
    return null;
  }
}
