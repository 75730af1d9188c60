import { RealServices } from '../test/faults/kills/real-services.js';
import { ending } from './ending.js';
import { enrolLoad } from './enrol-load.js';
import { loadDevice } from './fleet.js';
import type { LoadResult } from './generator.js';
import { prepareLoad } from './load.js';
import { NodeUnderTest, type PrepareNode } from './node-under-test.js';
import type { Roots } from './processes/process-groups.js';

export interface ScenarioOptions {
  readonly profile: 'embedded' | 'distributed';
  /** About how long the load of one measurement lasts. */
  readonly seconds: number;
  /** Of the log that `check` makes. */
  readonly entries: number;
  /** Folder of a log that `check` made before, or where it is to be made and kept. */
  readonly log: string | undefined;
  /** Offered rates of `end-to-end` beside full load, in scans a second. */
  readonly rates: readonly number[];
  /** Root of another checkout that is built, whose programs are measured. Absent: this one. */
  readonly checkout?: string;
}

/** As many as the goals name. */
export const DEVICES = 200;

export interface Bench {
  readonly node: NodeUnderTest;
  /** Kafka, Mosquitto and PostgreSQL of this run, in the distributed profile. */
  readonly services: RealServices | undefined;
}

/** Every program that the profile needs, by name: those of the node, and the services of the distributed profile. */
export function programsOf({ node, services }: Bench): Roots {
  const names = ['kafka', 'mosquitto', 'postgres'] as const;
  const others = services ? Object.fromEntries(names.map((name) => [name, services.processId(name)])) : {};
  return { ...node.processes(), ...others };
}

type NodeOptions = Pick<ScenarioOptions, 'profile' | 'checkout'> & { readonly prepare?: PrepareNode };

/** Starts a node in an empty folder, with services of its own in the distributed profile, and ends all of it. */
export function withNode<Result>(options: NodeOptions, work: (bench: Bench) => Promise<Result>): Promise<Result> {
  return withServices(options.profile, (services) => withNodeOn(services, options, work));
}

/** The same on services that run already. */
export function withNodeOn<Result>(
  services: RealServices | undefined,
  { profile, prepare, checkout }: NodeOptions,
  work: (bench: Bench) => Promise<Result>,
): Promise<Result> {
  return lasting(
    NodeUnderTest.start({
      profile,
      ...(services && { environment: services.environment }),
      ...(prepare && { prepare }),
      ...(checkout !== undefined && { checkout }),
    }),
    (node) => node.stop(),
    (node) => work({ node, services }),
  );
}

/** Starts Kafka, Mosquitto and PostgreSQL for this run alone where the profile needs them, and ends them. */
export function withServices<Result>(
  profile: ScenarioOptions['profile'],
  work: (services: RealServices | undefined) => Promise<Result>,
): Promise<Result> {
  if (profile === 'embedded') return work(undefined);
  return lasting(RealServices.start(), (services) => services.remove(), work);
}

/** Whatever happens, an interruption at the start included, what was started is ended. */
async function lasting<Started, Result>(
  starting: Promise<Started>,
  end: (started: Started) => Promise<void>,
  work: (started: Started) => Promise<Result>,
): Promise<Result> {
  const forget = ending.add(() => starting.then(end, () => {}));
  try {
    const started = await starting;
    try {
      return await work(started);
    } finally {
      if (!ending.isBegun) await end(started);
    }
  } finally {
    forget();
  }
}

export interface Load {
  readonly seed: string;
  readonly devices: number;
  readonly scans: number;
  readonly objectsPerScan: number;
  /** Each device scans these in turn; absent: goods of its own. */
  readonly objects?: readonly string[];
  /** Scans of one device that may be without receipt at a time; what is paced does not look at it. */
  readonly windowScans?: number;
  readonly scansPerSecond?: number;
  readonly patienceMs?: number;
}

export interface LoadWatch {
  /** Everything is signed and connected, and the load begins. @param generator number of its process */
  readonly onStart?: (generator: number) => void;
  /** Every scan has its answer, or patience has run out. */
  readonly onEnd?: () => void;
}

/** Enrols the devices of a load and lets them send. @returns what came of it, refused and unanswered scans included */
export async function measureLoad(
  { node, services }: Bench,
  { seed, devices, scans, ...rest }: Load,
  { onStart, onEnd }: LoadWatch = {},
): Promise<LoadResult> {
  const enrolled = await enrolLoad(node, seed, devices);
  await services?.setPasswords(enrolled.passwords.map((password, n) => ({ id: loadDevice(seed, n).id, password })));
  const running = await prepareLoad({
    ...enrolled,
    url: services?.devicesUrl ?? node.mqttUrl,
    scansPerDevice: Math.ceil(scans / devices),
    windowScans: 1,
    ...rest,
  });
  onStart?.(running.pid);
  return running.go().finally(onEnd);
}

/** The same where every scan has to have its receipt. @throws when one is refused or without answer */
export async function load(bench: Bench, load: Load, watch?: LoadWatch): Promise<LoadResult> {
  const result = await measureLoad(bench, load, watch);
  const [trouble] = troubleOf(`the load ${load.seed}`, result);
  if (trouble !== undefined) throw new Error(trouble);
  return result;
}

/** Sentences about scans that have no receipt. */
export function troubleOf(what: string, { offered, rejected, rejects, unanswered }: LoadResult): string[] {
  const reasons = Object.entries(rejects).map(([reason, count]) => `${count} ${reason}`);
  return [
    ...(rejected > 0 ? [`${what}: ${rejected} of ${offered} scans were refused (${reasons.join(', ')})`] : []),
    ...(unanswered > 0 ? [`${what}: ${unanswered} of ${offered} scans had no answer when patience ran out`] : []),
  ];
}
