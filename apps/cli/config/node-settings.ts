import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { type EnvironmentKeys, KEY_VARIABLES, type KeyPurpose } from '#libs/host/keys';
import {
  type DataPaths,
  dataPaths,
  describeSettings,
  type DescribedSettings,
  SETTINGS,
  shownValue,
  unknownSettings,
  unknownText,
} from '#libs/host/service';
import { UP_NEEDS, upEnvironment } from '../up/configuration.js';
import { witnessRoot } from '../up/own-witnesses.js';
import { isGiven } from '../up/program-environment.js';
import { askPrograms } from './programs.js';

/** A setting of a node as it counts. */
export interface NodeSetting {
  readonly name: string;
  /** Secrets as `***`; null where nothing counts, or what is set cannot be used. */
  readonly value: string | null;
  /** `environment`, `default`, `not set`, or a file or rule in words. */
  readonly from: string;
  /** Programs that read it. */
  readonly programs: readonly string[];
  readonly meaning: string;
  /** False for one that is set and changes nothing in this profile. */
  readonly counts: boolean;
}

export interface NodeSettings {
  readonly profile: 'embedded' | 'distributed';
  readonly settings: readonly NodeSetting[];
  /** Why the node would not start, a line each. */
  readonly problems: readonly string[];
  /** What changes nothing and looks as if it should, a line each. */
  readonly warnings: readonly string[];
}

/** Asks every program of a node what it would read now, and puts it together. */
export async function nodeSettings(keys: EnvironmentKeys): Promise<NodeSettings> {
  const answers = new Map<string, DescribedSettings>([
    ['cairn', describeSettings(upEnvironment, process.env, UP_NEEDS)],
    ...(await askPrograms()),
  ]);
  const profile = process.env['CAIRN_PROFILE'] === 'distributed' ? 'distributed' : 'embedded';
  const paths = dataPaths(process.env['CAIRN_DATA'] || './data');
  const settings = Object.keys(SETTINGS)
    .map((name) => settingOf(name, { answers, profile, paths, keys }))
    .filter(({ counts, from }) => counts || from === 'environment');
  return { profile, settings, problems: problemsOf(answers), warnings: unknownSettings(process.env).map(unknownText) };
}

interface Known {
  readonly answers: ReadonlyMap<string, DescribedSettings>;
  readonly profile: 'embedded' | 'distributed';
  readonly paths: DataPaths;
  readonly keys: EnvironmentKeys;
}

function settingOf(name: string, known: Known): NodeSetting {
  const { meaning, only } = SETTINGS[name]!;
  const counts = only === undefined || only === known.profile;
  const purpose = (Object.keys(KEY_VARIABLES) as KeyPurpose[]).find((one) => KEY_VARIABLES[one] === name);
  if (purpose) return { name, meaning, counts, programs: PROGRAMS_OF_KEY[purpose], ...keyValue(purpose, known) };
  const readers = [...known.answers].flatMap(([program, { settings }]) => {
    const found = settings.find((one) => one.name === name);
    return found ? [{ program, found }] : [];
  });
  const programs = readers.map(({ program }) => program).filter((one) => one === 'cairn' || isGiven(one, name));
  const found = readers[0]?.found;
  if (found && found.source !== 'unset')
    return { name, meaning, counts, programs, value: found.value, from: found.source };
  return { name, meaning, counts, programs, ...(derivedValue(name, known) ?? { value: null, from: 'not set' }) };
}

const PROGRAMS_OF_KEY: Readonly<Record<KeyPurpose, readonly string[]>> = {
  log: ['cairn', 'anchor'],
  nextLog: ['cairn', 'anchor'],
  operator: ['cairn', 'anchor'],
  nextOperator: ['cairn'],
  receipt: ['anchor', 'ingest'],
  stream: ['cairn', 'anchor', 'ingest'],
};

type Value = Pick<NodeSetting, 'value' | 'from'>;

function keyValue(purpose: KeyPurpose, { keys, paths }: Known): Value {
  if (keys.has(purpose)) return { value: '***', from: 'environment' };
  const files: Readonly<Record<KeyPurpose, string>> = {
    log: paths.logKey,
    nextLog: paths.nextLogKey,
    operator: paths.operatorKey,
    nextOperator: `${paths.operatorKey}.next`,
    receipt: paths.receiptKey,
    stream: paths.streamKey,
  };
  return existsSync(files[purpose])
    ? { value: '***', from: `file ${relative(paths.root, files[purpose])}` }
    : { value: null, from: 'not set' };
}

/** What counts in the place of a variable that is not set. */
function derivedValue(name: string, { paths, profile }: Known): Value | null {
  const ofFile = (file: string): Value | null =>
    existsSync(file)
      ? { value: shownValue(name, readFileSync(file, 'utf8').trim()), from: `file ${relative(paths.root, file)}` }
      : null;
  switch (name) {
    case 'CAIRN_DATABASE_URL':
      return (
        ofFile(paths.databaseUrl) ?? (profile === 'embedded' ? { value: null, from: 'made at the first start' } : null)
      );
    case 'CAIRN_LOG_ORIGIN':
      return ofFile(paths.logOrigin) ?? { value: null, from: 'made at the first start' };
    case 'CAIRN_WITNESSES':
      return { value: profile === 'embedded' ? 'own' : 'none', from: 'the profile' };
    case 'CAIRN_WITNESS_DATA':
      return { value: witnessRoot(paths.root, undefined), from: 'CAIRN_DATA' };
    default:
      return null;
  }
}

/** The same variable is wrong for several programs, and is told once. */
function problemsOf(answers: ReadonlyMap<string, DescribedSettings>): string[] {
  const upOnly = answers.get('cairn')!.problems;
  // cairn up makes the database that the others look for.
  const others = [...answers.values()].flatMap(({ problems }) => problems);
  return [...new Set([...upOnly, ...others.filter((line) => !line.startsWith('CAIRN_DATABASE_URL: no node'))])];
}
