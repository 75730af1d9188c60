import { setTimeout as wait } from 'node:timers/promises';
import type { LoadResult } from '../generator.js';
import { type Bench, DEVICES, measureLoad, programsOf } from '../node-load.js';
import { gcSeconds } from '../processes/gc-share.js';
import { proportionalBytesOfGroups } from '../processes/process-groups.js';
import { ProcessWatch, type Usage } from '../processes/process-watch.js';
import { settled } from '../settled.js';

/** What one load was and what it cost. */
export interface MeasuredLoad {
  /** `1,000/s` or `full load`. */
  readonly name: string;
  /** Undefined: full load. */
  readonly scansPerSecond: number | undefined;
  readonly result: LoadResult;
  /** Of every program of the profile, of the generator, and of the bench itself. */
  readonly usage: Usage;
  /** Seconds of garbage collection meanwhile, of the programs that show it. */
  readonly gcSeconds: ReadonlyMap<string, number>;
}

/** Scans of one device that may be without answer at full load. */
export const WINDOW_SCANS = 32;
/** Before anything is measured: programs compile what they run often. */
export const WARM = { seed: 'warm', devices: 50, scans: 10_000, objectsPerScan: 1, windowScans: WINDOW_SCANS };
const WINDOWS_MIN = 5;
const GC_PROGRAMS = ['ingest', 'anchor', 'api'] as const;

/** So many that full load lasts about so long, and is not all ramps. */
export const fullLoadScans = (warm: LoadResult, seconds: number): number =>
  Math.max(warm.steady.perSecond * seconds, WINDOWS_MIN * DEVICES * WINDOW_SCANS);

/** Lets the devices send when nothing is left of what came before, and watches what each process pays. */
export async function measure(bench: Bench, scansPerSecond: number | undefined, scans: number): Promise<MeasuredLoad> {
  const name = scansPerSecond === undefined ? 'full load' : `${scansPerSecond.toLocaleString('en')}/s`;
  console.error(`  ${name}: signing ${Math.ceil(scans)} scans, then sending them`);
  await settled(bench.node.databaseUrl); // else the search, which may be behind, is measured as well
  const before = await gcOf(bench);
  let watch: ProcessWatch | undefined;
  let usage: Usage | undefined;
  const result = await measureLoad(
    bench,
    {
      seed: scansPerSecond === undefined ? 'full' : `r${scansPerSecond}`,
      devices: DEVICES,
      scans,
      objectsPerScan: 1,
      windowScans: WINDOW_SCANS,
      ...(scansPerSecond !== undefined && { scansPerSecond }),
    },
    {
      onStart: (generator) => {
        watch = new ProcessWatch(() => ({ ...programsOf(bench), generator, bench: process.pid }));
      },
      onEnd: () => (usage = watch?.end()),
    },
  );
  const after = await gcOf(bench);
  const gc = [...after].map(([program, seconds]): [string, number] => [program, seconds - (before.get(program) ?? 0)]);
  return { name, scansPerSecond, result, usage: usage!, gcSeconds: new Map(gc) };
}

/** What the node takes with nothing to do: memory in bytes by program, and processor time. */
export async function measureRest(
  bench: Bench,
  forMs: number,
): Promise<{ readonly memory: ReadonlyMap<string, number>; readonly usage: Usage }> {
  await settled(bench.node.databaseUrl);
  await wait(forMs / 2); // what a start leaves to do
  const watch = new ProcessWatch(() => programsOf(bench));
  await wait(forMs);
  const usage = watch.end();
  return { usage, memory: proportionalBytesOfGroups(programsOf(bench)) };
}

async function gcOf({ node }: Bench): Promise<Map<string, number>> {
  const seconds = await Promise.all(
    GC_PROGRAMS.map(async (program) => [program, await gcSeconds(node.metricsUrl(program))] as const),
  );
  return new Map(seconds.filter((one): one is readonly [(typeof GC_PROGRAMS)[number], number] => one[1] !== null));
}
