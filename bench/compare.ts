import { type Figure, type Findings, printTables, printSingle, round } from './report.js';

/** One figure of both sides: the median of their turns, and every turn. */
export interface ComparedFigure extends Omit<Figure, 'value'> {
  readonly before: number;
  readonly after: number;
  readonly turns: { readonly before: readonly number[]; readonly after: readonly number[] };
}

/** Brings together by its words what was measured in turns. What only one side has is NaN on the other. */
export function compareTurns(before: readonly Findings[], after: readonly Findings[]): ComparedFigure[] {
  const all = [...after, ...before].flatMap(({ figures }) => figures);
  return [...new Map(all.map((figure) => [keyOf(figure), figure]))].map(([key, { what, unit, goal, cell }]) => {
    const turns = { before: valuesOf(before, key), after: valuesOf(after, key) };
    return {
      what,
      unit,
      ...(goal && { goal }),
      ...(cell && { cell }),
      before: median(turns.before),
      after: median(turns.after),
      turns,
    };
  });
}

const keyOf = ({ what, unit }: Figure): string => `${what} in ${unit}`;

const valuesOf = (turns: readonly Findings[], key: string): number[] =>
  turns.flatMap(({ figures }) => figures.filter((figure) => keyOf(figure) === key).map(({ value }) => value));

/** Of an even number of values the mean of the two in the middle; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}

export function printComparison(title: string, figures: readonly ComparedFigure[], notes: readonly string[]): void {
  console.log(`\n${title}: medians, before → after`);
  printSingle(figures, ({ before, after }) => [round(before), '→', round(after), `× ${round(after / before)}`]);
  printTables(figures, ({ before, after }) => `${round(before)} → ${round(after)}`);
  for (const note of notes) console.log(`  NOTE  ${note}`);
}
