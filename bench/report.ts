import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

/** One figure of a run. `goal` is what the project asks for; whether it is met is for the reader, no test fails by it. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly goal?: string;
}

const round = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(3);

export function printFigures(title: string, figures: readonly Figure[]): void {
  console.log(`\n${title}`);
  const width = Math.max(...figures.map(({ what }) => what.length));
  for (const { what, value, unit, goal } of figures) {
    console.log(`  ${what.padEnd(width)}  ${round(value).padStart(9)} ${unit.padEnd(9)} ${goal ? `goal ${goal}` : ''}`);
  }
}

/** Writes the run as data: machine, date, command and every figure. */
export function writeResults(folder: string, sections: Readonly<Record<string, readonly Figure[]>>): string {
  mkdirSync(folder, { recursive: true });
  const machine = {
    cores: cpus().length,
    model: cpus()[0]?.model,
    memoryGigabytes: Math.round(totalmem() / 1e9),
    node: process.version,
  };
  const date = new Date().toISOString();
  const file = join(folder, `${date.slice(0, 16).replaceAll(':', '')}.json`);
  const run = { date, command: `npm run bench -- ${process.argv.slice(2).join(' ')}`.trim(), machine, sections };
  writeFileSync(file, `${JSON.stringify(run, null, 2)}\n`);
  return file;
}
