import { parseArgs } from 'node:util';
import type { Profile } from './arena/live-node.js';
import type { Attack } from './attack.js';
import { ATTACKS } from './attacks/index.js';
import { SHORT_FORM } from './attacks/short-form.js';

export interface AttackOptions {
  readonly profiles: readonly Profile[];
  readonly seed: number;
  readonly attacks: readonly Attack[];
}

const NAMES = ATTACKS.map(({ name }) => name);

export const HELP = `npm run test:attacks -- [--profile embedded|distributed|both] [--only NAME]... [--short] [--seed N] [--list]

Starts a real node, lets honest devices scan on and on by the product's own device library, and attacks it as somebody who holds
a key or a place that he should not. After each attack every honest scan must have its receipt, the log must hold nothing forged,
whoever follows it must find nothing, cairn check must agree, evidence must say what it said before, and the operator must be told.
A node that was beaten is thrown away, and the next attack gets a new one.

The distributed profile needs Java 17, Maven, Mosquitto and PostgreSQL, and starts them by deploy/real-services.sh.
--only takes the name of an attack, or the beginning of several. --short takes one of each kind.
--seed repeats what an attacker chooses by chance, not the machine's timing.
`;

/** @throws {RangeError} in words for the person at the terminal; TypeError for options that do not exist. */
export function parseOptions(args: readonly string[]): AttackOptions | 'help' | 'list' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      profile: { type: 'string', default: 'both' },
      only: { type: 'string', multiple: true },
      short: { type: 'boolean', default: false },
      seed: { type: 'string' },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  if (values.list) return 'list';
  const { profile, only } = values;
  if (profile !== 'embedded' && profile !== 'distributed' && profile !== 'both')
    throw new RangeError('--profile is embedded, distributed or both');
  for (const name of only ?? [])
    if (!NAMES.some((known) => known.startsWith(name))) throw new RangeError(`there is no attack ${name}: see --list`);
  const attacks = ATTACKS.filter(({ name }) => !only || only.some((wanted) => name.startsWith(wanted)));
  return {
    profiles: profile === 'both' ? ['embedded', 'distributed'] : [profile],
    seed: wholeNumber('--seed', values.seed) ?? Math.floor(Math.random() * 2 ** 32),
    attacks: values.short ? attacks.filter(({ name }) => SHORT_FORM.has(name)) : attacks,
  };
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,10}$/u.test(text)) throw new RangeError(`${name} takes a whole number, got ${text}`);
  return Number(text);
}
