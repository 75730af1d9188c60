import { RealServices } from '../test/faults/kills/real-services.js';
import { enrolLoad } from './enrol-load.js';
import { loadDevice } from './fleet.js';
import type { LoadResult } from './generator.js';
import { prepareLoad } from './load.js';
import { NodeUnderTest, type PrepareNode } from './node-under-test.js';

export interface ScenarioOptions {
  readonly profile: 'embedded' | 'distributed';
  /** About how long the load of one measurement lasts. */
  readonly seconds: number;
  /** Of the log that `check` makes. */
  readonly entries: number;
  /** Folder of a log that `check` made before, or where it is to be made and kept. */
  readonly log: string | undefined;
}

/** As many as the goals name. */
export const DEVICES = 200;

export interface Bench {
  readonly node: NodeUnderTest;
  /** Kafka, Mosquitto and PostgreSQL of this run, in the distributed profile. */
  readonly services: RealServices | undefined;
}

/** Starts a node in an empty folder, with services of its own in the distributed profile, and ends all of it. */
export async function withNode<Result>(
  { profile, prepare }: Pick<ScenarioOptions, 'profile'> & { readonly prepare?: PrepareNode },
  work: (bench: Bench) => Promise<Result>,
): Promise<Result> {
  const services = profile === 'distributed' ? await RealServices.start() : undefined;
  try {
    const node = await NodeUnderTest.start({
      profile,
      ...(services && { environment: services.environment }),
      ...(prepare && { prepare }),
    });
    try {
      return await work({ node, services });
    } finally {
      await node.stop();
    }
  } finally {
    await services?.remove();
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
}

export interface LoadWatch {
  readonly onStart?: () => void;
  /** Called twice a second while scans are on their way. */
  readonly meanwhile?: () => void;
}

/** Enrols the devices of a load, lets them send, and waits until every scan has its verified receipt. */
export async function load(
  { node, services }: Bench,
  { seed, devices, scans, ...rest }: Load,
  { onStart, meanwhile }: LoadWatch = {},
): Promise<LoadResult> {
  const enrolled = await enrolLoad(node, seed, devices);
  await services?.setPasswords(enrolled.passwords.map((password, n) => ({ id: loadDevice(seed, n).id, password })));
  const url = services?.devicesUrl ?? node.mqttUrl;
  const running = await prepareLoad({
    ...enrolled,
    url,
    scansPerDevice: Math.ceil(scans / devices),
    windowScans: 1,
    ...rest,
  });
  const watching = meanwhile && setInterval(meanwhile, 500);
  onStart?.();
  const result = await running.go().finally(() => clearInterval(watching));
  if (result.rejected > 0) throw new Error(`${result.rejected} scans of the load were refused`);
  return result;
}
