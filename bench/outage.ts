import { setTimeout as wait } from 'node:timers/promises';
import { childrenOf } from '../test/faults/kills/processes.js';
import { type Bench, DEVICES, measureLoad, type ScenarioOptions, withNode } from './node-load.js';
import { sampleGroups } from './processes/process-groups.js';
import type { Figure } from './report.js';

const BEFORE_MS = 10_000;
const AWAY_MS = 60_000;
const AFTER_MS = 20_000;
const SAMPLE_EVERY_MS = 1_000;
// No answer comes while the database is away.
const PATIENCE_MS = 180_000;
// What the database's own share of two cores leaves to the rest, with room to catch up.
const SCANS_PER_SECOND = 1_000;

type Phase = 'before' | 'away' | 'after';

/** Memory while the database is away for a minute under load, and whether every scan has its receipt in the end. */
export async function outage(options: ScenarioOptions): Promise<Figure[]> {
  return withNode(options, async (bench) => {
    let phase: Phase = 'before';
    const peaks = new Map<string, Record<Phase, number>>();
    const sample = (): void => {
      for (const [name, { residentBytes }] of sampleGroups(bench.node.processes())) {
        if (name === 'supervisor' || name === 'postgres') continue;
        const peak = peaks.get(name) ?? { before: 0, away: 0, after: 0 };
        peaks.set(name, peak);
        peak[phase] = Math.max(peak[phase], residentBytes / 1e6);
      }
    };
    const seconds = (BEFORE_MS + AWAY_MS + AFTER_MS) / 1_000;
    const scans = SCANS_PER_SECOND * seconds;
    let backAt = 0;
    const interrupt = async (): Promise<void> => {
      await wait(BEFORE_MS);
      phase = 'away';
      const bringBack = takeDatabaseAway(bench);
      await wait(AWAY_MS);
      await bringBack();
      phase = 'after';
      backAt = performance.now();
    };
    let interruption: Promise<void> | undefined;
    let sampling: NodeJS.Timeout | undefined;
    const result = await measureLoad(
      bench,
      {
        seed: 'outage',
        devices: DEVICES,
        scans,
        objectsPerScan: 1,
        scansPerSecond: SCANS_PER_SECOND,
        patienceMs: PATIENCE_MS,
      },
      {
        onStart: () => {
          interruption = interrupt();
          sampling = setInterval(sample, SAMPLE_EVERY_MS);
        },
        onEnd: () => clearInterval(sampling),
      },
    );
    await interruption;
    return [
      { what: 'scans sent, the database away for 60 s', value: scans, unit: 'scans' },
      { what: 'receipts verified', value: result.receipted, unit: 'scans', goal: `= ${scans}` },
      { what: 'until the last receipt, after its return', value: (performance.now() - backAt) / 1_000, unit: 's' },
      ...[...peaks].flatMap(([name, peak]) =>
        (['before', 'away', 'after'] as const).map((when) => ({
          what: `memory of ${name}, ${when}`,
          value: peak[when],
          unit: 'MB',
          goal: '<= 300',
        })),
      ),
    ];
  });
}

/**
 * Distributed: kill -9 and a new start. Embedded: the node starts its database again within a second, so all of its processes are
 * stopped instead (SIGSTOP), which is harder: nothing is refused, everything waits.
 */
function takeDatabaseAway({ node, services }: Bench): () => Promise<void> {
  if (services) {
    services.kill('postgres', true);
    return () => services.startAgain('postgres');
  }
  const main = node.processes()['postgres']!;
  const members = [main, ...childrenOf(main)];
  const tell = (signal: NodeJS.Signals): void => {
    for (const pid of members) {
      try {
        process.kill(pid, signal);
      } catch {
        // A backend that ended by itself needs no signal.
      }
    }
  };
  tell('SIGSTOP');
  return async () => tell('SIGCONT');
}
