import { copyRowsPerSecond, nativeVerifyPerSecond } from './baselines.js';
import { RealServices } from '../test/faults/kills/real-services.js';
import { enrolLoad } from './enrol-load.js';
import { loadDevice } from './fleet.js';
import type { LoadResult } from './generator.js';
import { prepareLoad } from './load.js';
import { NodeUnderTest } from './node-under-test.js';
import { memoryMegabytes } from './process-memory.js';
import { measureReads, randomObjects } from './reads.js';
import type { Figure } from './report.js';
import { measureVerify } from './verify.js';

export interface ScenarioOptions {
  readonly profile: 'embedded' | 'distributed';
  /** About how long the load of one measurement lasts. */
  readonly seconds: number;
}

const DEVICES = 200;
const EXPECTED_SCANS_PER_SECOND = 4_000;

interface Bench {
  readonly node: NodeUnderTest;
  /** Kafka, Mosquitto and PostgreSQL of this run, in the distributed profile. */
  readonly services: RealServices | undefined;
}

async function withNode<Result>(
  { profile }: ScenarioOptions,
  work: (bench: Bench) => Promise<Result>,
): Promise<Result> {
  const services = profile === 'distributed' ? await RealServices.start() : undefined;
  try {
    const node = await NodeUnderTest.start({ profile, environment: services?.environment });
    try {
      return await work({ node, services });
    } finally {
      await node.stop();
    }
  } finally {
    await services?.remove();
  }
}

interface Load {
  readonly seed: string;
  readonly devices: number;
  readonly scans: number;
  readonly objectsPerScan: number;
  readonly object?: string;
  readonly windowScans: number;
  readonly scansPerSecond?: number;
}

async function load(
  { node, services }: Bench,
  { seed, devices, scans, ...rest }: Load,
  during?: () => void,
): Promise<LoadResult> {
  const enrolled = await enrolLoad(node, seed, devices);
  await services?.setPasswords(enrolled.passwords.map((password, n) => ({ id: loadDevice(seed, n).id, password })));
  const url = services?.devicesUrl ?? node.mqttUrl;
  const running = await prepareLoad({ ...enrolled, url, scansPerDevice: Math.ceil(scans / devices), ...rest });
  const watching = during && setInterval(during, 500);
  const result = await running.go().finally(() => clearInterval(watching));
  if (result.rejected > 0) throw new Error(`${result.rejected} scans of the load were refused`);
  return result;
}

/** Scans a second from publish to verified receipt, against what one core can verify; then latency at half that rate. */
async function endToEnd(options: ScenarioOptions): Promise<Figure[]> {
  const verifyBefore = nativeVerifyPerSecond();
  return withNode(options, async (bench) => {
    const { node } = bench;
    const scans = EXPECTED_SCANS_PER_SECOND * options.seconds;
    await load(bench, { seed: 'warm', devices: 50, scans: 5_000, objectsPerScan: 1, windowScans: 32 });
    const memory = new Map<string, number>();
    const sample = (): void => {
      for (const [name, pid] of Object.entries(node.processes())) {
        if (name !== 'supervisor') memory.set(name, Math.max(memory.get(name) ?? 0, memoryMegabytes(pid)));
      }
    };
    const full = await load(
      bench,
      { seed: 'full', devices: DEVICES, scans, objectsPerScan: 1, windowScans: 32 },
      sample,
    );
    const verify = (verifyBefore + nativeVerifyPerSecond()) / 2;
    const rate = full.receipted / full.seconds;
    const half = rate / 2;
    const paced = {
      devices: DEVICES,
      scans: half * options.seconds,
      objectsPerScan: 1,
      windowScans: 1_000,
      scansPerSecond: half,
    };
    const calm = await load(bench, { seed: 'half', ...paced });
    return [
      { what: 'native Ed25519 verifications of one core', value: verify, unit: '1/s' },
      { what: 'scans, publish to verified receipt', value: rate, unit: 'scans/s' },
      { what: 'the same without the ramps', value: full.steadyPerSecond, unit: 'scans/s' },
      { what: 'ratio scans / verifications', value: rate / verify, unit: '', goal: '>= 0.30' },
      {
        what: 'generator CPU for each 1,000 scans',
        value: (full.generatorCpuSeconds / full.receipted) * 1e6,
        unit: 'ms',
      },
      { what: 'latency at half the load, p50', value: calm.latencyMs.p50, unit: 'ms' },
      { what: 'latency at half the load, p99', value: calm.latencyMs.p99, unit: 'ms', goal: '<= 250' },
      ...[...memory].map(([name, value]) => ({
        what: `memory under load, ${name}`,
        value,
        unit: 'MB',
        goal: '<= 300',
      })),
    ];
  });
}

/** Reads of 50 tags: object links a second, against COPY of rows of the same shape. */
async function links(options: ScenarioOptions): Promise<Figure[]> {
  return withNode(options, async (bench) => {
    const { node } = bench;
    const objectsPerScan = 50;
    const scans = 400 * options.seconds;
    const copyBefore = await copyRowsPerSecond(node.databaseUrl);
    const result = await load(bench, { seed: 'links', devices: DEVICES, scans, objectsPerScan, windowScans: 8 });
    const copy = (copyBefore + (await copyRowsPerSecond(node.databaseUrl))) / 2;
    const rate = (result.receipted / result.seconds) * objectsPerScan;
    return [
      { what: 'COPY of rows of the same shape', value: copy, unit: 'rows/s' },
      { what: 'object links, publish to verified receipt', value: rate, unit: 'links/s' },
      { what: 'ratio links / COPY', value: rate / copy, unit: '', goal: '>= 0.15' },
    ];
  });
}

/** What a reader waits at 10^5 entries. */
async function reads(options: ScenarioOptions): Promise<Figure[]> {
  return withNode(options, async (bench) => {
    const { node } = bench;
    await load(bench, { seed: 'reads', devices: DEVICES, scans: 100_000, objectsPerScan: 1, windowScans: 32 });
    const object = 'https://id.gs1.org/01/09520000000004/21/twenty';
    await load(bench, { seed: 'twenty', devices: 5, scans: 20, objectsPerScan: 1, windowScans: 1, object });
    await new Promise((settled) => setTimeout(settled, 3_000)); // the projector fills search rows behind
    return [
      ...(await measureReads(node.apiUrl, await randomObjects(node.databaseUrl, 10_000))),
      ...(await measureVerify(node, object)),
    ];
  });
}

/** Memory of the whole node with nothing to do. */
async function idle(options: ScenarioOptions): Promise<Figure[]> {
  return withNode(options, async (bench) => {
    const { node } = bench;
    await new Promise((settled) => setTimeout(settled, 20_000));
    // The supervisor's children are the programs: its own memory is what is left.
    const { supervisor, ...programs } = node.processes();
    const parts = Object.entries(programs).map(([name, pid]) => ({ name, value: memoryMegabytes(pid) }));
    const all = memoryMegabytes(supervisor!);
    const own = all - parts.reduce((sum, { value }) => sum + value, 0);
    return [
      ...[...parts, { name: 'supervisor', value: own }].map(({ name, value }) => ({
        what: `memory idle, ${name}`,
        value,
        unit: 'MB',
      })),
      { what: 'memory idle, whole node', value: all, unit: 'MB', goal: '<= 450' },
    ];
  });
}

export const scenarios = { 'end-to-end': endToEnd, links, reads, idle } as const;
export type ScenarioName = keyof typeof scenarios;
