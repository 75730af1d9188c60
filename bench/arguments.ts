import { parseArgs } from 'node:util';
import { SCENARIO_NAMES, type ScenarioName } from './scenario-names.js';

export type Profile = 'embedded' | 'distributed';

export interface BenchArguments {
  readonly names: readonly ScenarioName[];
  readonly profiles: readonly Profile[];
  readonly seconds: number;
  readonly rates: readonly number[];
  readonly entries: number;
  readonly log: string | undefined;
  /** Root of another checkout, measured in turns with this one. */
  readonly against: string | undefined;
  /** How often each of both is measured. */
  readonly turns: number;
}

const NAMES: readonly ScenarioName[] = SCENARIO_NAMES;
// It needs one profile of the two, and compares with others instead of measuring us.
const BY_NAME_ONLY: readonly ScenarioName[] = ['naive'];

export const HELP = `npm run bench -- [${NAMES.join('|')}]...
    --profile embedded|distributed|both   default embedded. Distributed starts Kafka, Mosquitto and PostgreSQL of its own
                                          (deploy/real-services.sh says what has to be installed)
    --seconds 15                          about how long each load lasts
    --rates 500,1000,2000                 scans a second that end-to-end offers, whatever is answered, beside full load
    --against FOLDER                      another checkout that is built (npm run build): both are measured in turns, with
                                          this one's generator, and printed side by side with the medians of their turns
    --turns 2                             how often each of both
    --entries 1000000                     of the log that check makes
    --log FOLDER                          keeps this log, and takes it again

Without names everything runs but naive, which compares Cairn with what a team writes in a week and needs
--profile distributed. Figures are printed and written to bench/results. Nothing else should run meanwhile: what other
programs took is printed too. Ctrl-C ends everything that was started.`;

/** @throws {Error} with a sentence about the first word that cannot be */
export function readArguments(words: readonly string[]): BenchArguments | 'help' {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      profile: { type: 'string', default: 'embedded' },
      seconds: { type: 'string', default: '15' },
      rates: { type: 'string', default: '500,1000,2000' },
      entries: { type: 'string', default: '1000000' },
      log: { type: 'string' },
      against: { type: 'string' },
      turns: { type: 'string', default: '2' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const unknown = positionals.find((name) => !NAMES.includes(name as ScenarioName));
  if (unknown !== undefined) throw new Error(`no scenario is called ${unknown}: ${NAMES.join(', ')}`);
  const { profile } = values;
  if (!['embedded', 'distributed', 'both'].includes(profile))
    throw new Error(`--profile is embedded, distributed or both, not ${profile}`);
  return {
    names:
      positionals.length > 0 ? (positionals as ScenarioName[]) : NAMES.filter((name) => !BY_NAME_ONLY.includes(name)),
    profiles: profile === 'both' ? ['embedded', 'distributed'] : [profile as Profile],
    seconds: positive('--seconds', values.seconds),
    rates: values.rates.split(',').map((rate) => positive('--rates', rate)),
    entries: positive('--entries', values.entries),
    log: values.log,
    against: values.against,
    turns: positive('--turns', values.turns),
  };
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new Error(`${option} takes numbers above 0, not ${text}`);
  return value;
}
