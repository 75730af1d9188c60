import { nativeVerifyPerSecond } from '../baselines.js';
import { DEVICES, load, type ScenarioOptions, withNode } from '../node-load.js';
import { memoryMegabytes } from '../process-memory.js';
import type { Figure } from '../report.js';
import { settled } from '../settled.js';

const EXPECTED_SCANS_PER_SECOND = 4_000;

/** Scans a second from publish to verified receipt, against what one core can verify; then latency at half that rate. */
export async function endToEnd(options: ScenarioOptions): Promise<Figure[]> {
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
