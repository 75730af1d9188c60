import { parseArgs } from 'node:util';

export interface WorldsOptions {
  readonly seed: number;
  /** Honest worlds a row; hostile rows have four times as many tries. */
  readonly worlds: number;
  /** Orders of arrival a world, beside the true one. */
  readonly orders: number;
}

const WORLDS = 150;
const ORDERS = 50;
/** `--short` runs a twentieth. */
const SHORT = { worlds: 8, orders: 50 } as const;

export const HELP = `npm run worlds -- [--seed N] [--worlds ${WORLDS}] [--orders ${ORDERS}] [--short]

Tells stories of worlds whose truth is known: honest ones from their true order of arrival and from random ones, hostile ones with
scans that somebody made up, and burdens that shall be dear to tell. Prints a table against the scores of the rules, and ends with 1
where one is missed. --seed repeats a run exactly, times apart. --short is a twentieth.
`;

/** @throws {RangeError} in words for the person at the terminal; TypeError for options that do not exist. */
export function parseOptions(args: readonly string[]): WorldsOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      worlds: { type: 'string' },
      orders: { type: 'string' },
      short: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const least = values.short ? SHORT : { worlds: WORLDS, orders: ORDERS };
  return {
    seed: wholeNumber('--seed', values.seed) ?? 1,
    worlds: wholeNumber('--worlds', values.worlds) ?? least.worlds,
    orders: wholeNumber('--orders', values.orders) ?? least.orders,
  };
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/u.test(text)) throw new RangeError(`${name} takes a whole number from 1, got ${text}`);
  return Number(text);
}
