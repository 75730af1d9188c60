import { parseArgs } from 'node:util';

export interface SignatureOptions {
  readonly count: number;
  readonly seed: number;
  /** Where in the row of cases to begin. */
  readonly first: number;
}

const COUNT = 1_000_000;

export const HELP = `npm run test:signatures -- [--count ${COUNT}] [--seed N] [--first N]

Makes so many signatures, good ones and such as each rule of verification profile 1 refuses, and has them verified by
sodium-native on threads, by node:crypto, and one of 500 by @noble/curves. All must give the verdict of the profile. Needs
sodium-native. A million take three to five minutes on 2 cores.

--seed repeats a run; --first begins at a case of it, so that --first N --count 1 is that case alone.
Ends with 0 when all agree, 1 when not, 2 for a wrong call or where sodium-native cannot be used.
`;

/** @throws {RangeError} in words for the person at the terminal; TypeError for options that do not exist. */
export function parseOptions(args: readonly string[]): SignatureOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      count: { type: 'string' },
      seed: { type: 'string' },
      first: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  return {
    count: wholeNumber('--count', values.count) ?? COUNT,
    seed: wholeNumber('--seed', values.seed) ?? Math.floor(Math.random() * 2 ** 32),
    first: wholeNumber('--first', values.first) ?? 0,
  };
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,10}$/u.test(text)) throw new RangeError(`${name} takes a whole number, got ${text}`);
  return Number(text);
}
