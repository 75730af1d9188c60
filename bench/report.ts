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
  printSingle(figures, ({ value }) => [round(value)]);
  printTables(figures, ({ value }) => round(value));
  for (const note of notes) console.log(`  NOTE  ${note}`);
}

type Labelled = Omit<Figure, 'value'>;

/** A line for each figure that belongs to no table. @param valuesOf what stands in its columns */
export function printSingle<Of extends Labelled>(figures: readonly Of[], valuesOf: (figure: Of) => string[]): void {
  const lines = figures.filter(({ cell }) => !cell).map((figure) => ({ ...figure, values: valuesOf(figure) }));
  const width = Math.max(0, ...lines.map(({ what }) => what.length));
  for (const { what, values, unit, goal } of lines) {
    const columns = values.map((value) => value.padStart(value === '→' ? 1 : 9)).join(' ');
    console.log(`  ${what.padEnd(width)}  ${columns} ${unit.padEnd(9)} ${goal ? `goal ${goal}` : ''}`.trimEnd());
  }
}

/** Figures with a cell, by rows and columns. */
export function printTables<Of extends Labelled>(figures: readonly Of[], textOf: (figure: Of) => string): void {
  for (const table of unique(figures.map(({ cell }) => cell?.table))) {
    console.log(`\n  ${table}`);
    const cells = figures.flatMap((figure) =>
      figure.cell?.table === table ? [{ ...figure.cell, text: textOf(figure) }] : [],
    );
    const rows = unique(cells.map(({ row }) => row));
    const columns = unique(cells.map(({ column }) => column)).map((column) => {
      const texts = rows.map((row) => cells.find((one) => one.row === row && one.column === column)?.text ?? '');
      const width = Math.max(...[column, ...texts].map((text) => text.length));
      return [column, ...texts].map((text) => text.padStart(width));
    });
    const width = Math.max(...rows.map((row) => row.length));
    for (const [n, row] of ['', ...rows].entries())
      console.log(`    ${[row.padEnd(width), ...columns.map((texts) => texts[n])].join('  ')}`);
  }
}

const unique = <Value>(values: readonly (Value | undefined)[]): Value[] =>
  [...new Set(values)].filter((value) => value !== undefined);

/** The machine and what it was doing already when the run began. */
export interface RunStart {
  readonly date: Date;
  readonly loadAverage: number;
}

/** Writes the run as data: machine, date, command, commit and every figure. */
export function writeResults(folder: string, start: RunStart, sections: Readonly<Record<string, object>>): string {
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
