import { copyRowsPerSecond, nativeVerifyPerSecond } from './baselines.js';
import { check } from './check/measure-check.js';
import { DEVICES, load, type ScenarioOptions, withNode } from './node-load.js';
import { outage } from './outage.js';
import { memoryMegabytes } from './process-memory.js';
import type { Figure } from './report.js';
import { settled } from './settled.js';
import { reads } from './scenarios/reads.js';
import { trust } from './trust.js';

const EXPECTED_SCANS_PER_SECOND = 4_000;

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
      { meanwhile: sample },
    );
    const verify = (verifyBefore + nativeVerifyPerSecond()) / 2;
    const rate = full.receipted / full.seconds;
    const half = rate / 2;
    const paced = {
      devices: DEVICES,
      scans: half * options.seconds,
      objectsPerScan: 1,
      scansPerSecond: half,
    };
    await settled(node.databaseUrl); // else the search, which is behind after the full load, is measured as well
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

/** Memory of the whole node with nothing to do. */
async function idle(options: ScenarioOptions): Promise<Figure[]> {
  return withNode(options, async (bench) => {
    const { node } = bench;
    await new Promise((done) => setTimeout(done, 20_000));
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

export const scenarios = { 'end-to-end': endToEnd, links, reads, idle, outage, check, trust } as const;
export type ScenarioName = keyof typeof scenarios;
