import { parseArgs } from 'node:util';
import type { Profile } from './kills/victim-node.js';
import { OLD_ANCHOR_SABOTAGES } from './sabotage/old-anchor.js';
import { SABOTAGES } from './sabotage/sabotages.js';

export interface FaultOptions {
  readonly kills: number;
  readonly profiles: readonly Profile[];
  readonly seed: number;
  /** Names of what is broken on purpose; empty in an ordinary run. */
  readonly sabotages: readonly string[];
}

const KILLS = 40;
const KILLS_WITH_SABOTAGE = 1;
const ALL_SABOTAGES = [...Object.keys(SABOTAGES), ...Object.keys(OLD_ANCHOR_SABOTAGES)];

export const HELP = `npm run test:faults -- [--kills ${KILLS}] [--profile embedded|distributed|both] [--seed N] [--sabotage NAME|all]

Runs real nodes under load from real device clients, kills their processes at random points (kill -9), stops the active
anchor beyond its lease, and then checks what was promised. At the end the database is lost and recovered, and all of it is
checked again. --kills counts over all profiles. The distributed profile needs Java 17, Maven, Mosquitto and PostgreSQL:
deploy/real-services.sh says how to get them, and is started from here.

--seed repeats the plan of a run (who is killed, how long after), not the machine's timing.
--sabotage breaks something on purpose after an embedded run and exits 1 naming the check that noticed, 3 if none did:
  ${ALL_SABOTAGES.join('\n  ')}
`;

/** @throws {RangeError} in words for the person at the terminal; TypeError for options that do not exist. */
export function parseOptions(args: readonly string[]): FaultOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      kills: { type: 'string' },
      profile: { type: 'string' },
      seed: { type: 'string' },
      sabotage: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const sabotages = values.sabotage === 'all' ? ALL_SABOTAGES : values.sabotage === undefined ? [] : [values.sabotage];
  for (const name of sabotages)
    if (!ALL_SABOTAGES.includes(name)) throw new RangeError(`there is no sabotage ${name}: see --help`);
  const profile = values.profile ?? (sabotages.length > 0 ? 'embedded' : 'both');
  if (profile !== 'embedded' && profile !== 'distributed' && profile !== 'both')
    throw new RangeError('--profile is embedded, distributed or both');
  return {
    kills: wholeNumber('--kills', values.kills) ?? (sabotages.length > 0 ? KILLS_WITH_SABOTAGE : KILLS),
    profiles: profile === 'both' ? ['embedded', 'distributed'] : [profile],
    seed: wholeNumber('--seed', values.seed) ?? Math.floor(Math.random() * 2 ** 32),
    sabotages,
  };
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,10}$/u.test(text)) throw new RangeError(`${name} takes a whole number, got ${text}`);
  return Number(text);
}
