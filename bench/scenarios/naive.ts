import type { RealServices } from '../../test/faults/kills/real-services.js';
import type { LoadResult } from '../generator.js';
import { prepareLoad } from '../load.js';
import { NaiveBuild } from '../naive/naive-build.js';
import { DEVICES, load, type ScenarioOptions, troubleOf, withNodeOn, withServices } from '../node-load.js';
import { ProcessWatch, processorSecondsOf } from '../processes/process-watch.js';
import type { Figure, Findings } from '../report.js';
import { loadNotes } from './end-to-end-notes.js';
import { fullLoadScans, measure, WARM } from './measured-load.js';

// One message at a time: with more of them under way each would only wait longer.
const WINDOW_SCANS = 4;
const WARM_DEVICES = 50;
const WARM_SCANS = 1_000;
const WINDOWS_MIN = 5;

interface Outcome {
  readonly perSecond: number;
  /** Processor time of a scan at full load, of all programs but the generator, in microseconds. */
  readonly scanMicroseconds: number;
  /** Offered half of its own full rate. */
  readonly half: LoadResult;
  readonly notes: readonly string[];
}

/** Cairn against what a team writes in a week, on the same services, one after the other. */
export async function naive(options: ScenarioOptions): Promise<Findings> {
  if (options.profile !== 'distributed')
    throw new Error('naive needs --profile distributed: what it compares with runs on Kafka, Mosquitto and PostgreSQL');
  const [theirs, ours] = await withServices('distributed', async (services) => [
    await measureNaive(services!, options.seconds),
    await measureCairn(services!, options),
  ]);
  const ratios: Figure[] = [
    { what: 'ratio of the full rates', value: ours.perSecond / theirs.perSecond, unit: '', goal: '>= 10' },
    {
      what: 'ratio of p99 from due, each at half of its rate',
      value: ours.half.latencyMs.p99 / theirs.half.latencyMs.p99,
      unit: '',
      goal: '< 1',
    },
  ];
  return {
    figures: [...figuresOf('naive', theirs), ...figuresOf('Cairn', ours), ...ratios],
    notes: [...theirs.notes, ...ours.notes],
  };
}

const figuresOf = (whose: string, { perSecond, scanMicroseconds, half }: Outcome): Figure[] => [
  { what: `${whose}, full load without the ramps`, value: perSecond, unit: 'scans/s' },
  { what: `${whose}, processor time of a scan at full load`, value: scanMicroseconds, unit: 'µs' },
  { what: `${whose}, due to receipt at half that rate, p50`, value: half.latencyMs.p50, unit: 'ms' },
  { what: `${whose}, due to receipt at half that rate, p99`, value: half.latencyMs.p99, unit: 'ms' },
  { what: `${whose}, generator behind its schedule, p99`, value: half.lagMs.p99, unit: 'ms' },
];

async function measureCairn(services: RealServices, options: ScenarioOptions): Promise<Outcome> {
  return withNodeOn(services, options, async (bench) => {
    const warm = await load(bench, WARM);
    const full = await measure(bench, undefined, fullLoadScans(warm, options.seconds));
    const halfRate = Math.round(full.result.steady.perSecond / 2);
    const half = await measure(bench, halfRate, halfRate * options.seconds);
    return {
      perSecond: full.result.steady.perSecond,
      scanMicroseconds: (processorSecondsOf(full.usage) / full.result.receipted) * 1e6,
      half: half.result,
      notes: [full, half].flatMap(loadNotes).map((note) => `Cairn, ${note}`),
    };
  });
}

async function measureNaive(services: RealServices, seconds: number): Promise<Outcome> {
  console.error('  the naive build: starting');
  const build = await NaiveBuild.start(services, { warm: WARM_DEVICES, full: DEVICES, half: DEVICES });
  try {
    const warm = await send(build, 'warm', WARM_SCANS);
    const fullScans = Math.max(warm.result.steady.perSecond * seconds, WINDOWS_MIN * DEVICES * WINDOW_SCANS);
    const full = await send(build, 'full', fullScans);
    const halfRate = full.result.steady.perSecond / 2;
    const half = await send(build, 'half', halfRate * seconds, halfRate);
    return {
      perSecond: full.result.steady.perSecond,
      scanMicroseconds: (full.processorSeconds / full.result.receipted) * 1e6,
      half: half.result,
      notes: [...troubleOf('naive, full load', full.result), ...troubleOf('naive, half of it', half.result)],
    };
  } finally {
    await build.stop();
  }
}

async function send(
  build: NaiveBuild,
  seed: string,
  scans: number,
  scansPerSecond?: number,
): Promise<{ readonly result: LoadResult; readonly processorSeconds: number }> {
  console.error(`  the naive build, ${seed}: ${Math.ceil(scans)} scans`);
  const order = build.orderOf(seed);
  const running = await prepareLoad({
    ...order,
    scansPerDevice: Math.ceil(scans / order.passwords.length),
    objectsPerScan: 1,
    windowScans: WINDOW_SCANS,
    ...(scansPerSecond !== undefined && { scansPerSecond }),
  });
  const watch = new ProcessWatch(() => ({ ...build.programsOf(), generator: running.pid, bench: process.pid }));
  const result = await running.go();
  return { result, processorSeconds: processorSecondsOf(watch.end()) };
}
