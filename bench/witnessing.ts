import { type Bench, DEVICES, load } from './node-load.js';
import { PublicCheckpoints } from './public-checkpoints.js';
import { quantile } from './quantile.js';
import type { Figure } from './report.js';
import { settled } from './settled.js';

const EXPECTED_SCANS_PER_SECOND = 4_000;
// Together about as long for each node as one measurement; each pair in the other order than the one before: what the machine does meanwhile meets both nodes.
const PAIRS = 3;

interface Side {
  readonly bench: Bench;
  readonly seed: string;
  readonly checkpoints: PublicCheckpoints;
  receipted: number;
  seconds: number;
}

/**
 * What witnesses cost: full load on a node that has them and on one that has none, in turns, in one run. Both nodes run all the time; the
 * one whose turn it is not has nothing left to do.
 */
export async function measureWitnessing(
  { witnessed, plain }: { readonly witnessed: Bench; readonly plain: Bench },
  seconds: number,
): Promise<Figure[]> {
  const sides = [sideOf(witnessed, 'cosigned'), sideOf(plain, 'plain')];
  for (const { bench } of sides) await settleAfterWarming(bench);
  const scans = (EXPECTED_SCANS_PER_SECOND * seconds) / PAIRS;
  for (let pair = 0; pair < PAIRS; pair++) {
    for (const side of pair % 2 === 0 ? sides : sides.toReversed()) await loadOnce(side, pair, scans);
  }
  const [withWitnesses, without] = sides.map((side) => side.receipted / side.seconds) as [number, number];
  const [cosigned, uncosigned] = sides.map(({ checkpoints }) => checkpoints) as [PublicCheckpoints, PublicCheckpoints];
  await uncosigned.verify();
  return [
    { what: 'scans, publish to verified receipt, without witnesses', value: without, unit: 'scans/s' },
    { what: 'the same with 2 of 3 witnesses', value: withWitnesses, unit: 'scans/s' },
    { what: 'ratio with / without witnesses', value: withWitnesses / without, unit: '', goal: '>= 0.90' },
    { what: 'public checkpoints that were seen, each with its quorum', value: await cosigned.verify(), unit: '' },
    ...intervals('without witnesses', uncosigned),
    ...intervals('with 2 of 3 witnesses', cosigned),
    {
      what: 'ratio of p50 with / without witnesses',
      value: quantile(cosigned.intervalsMs, 0.5) / quantile(uncosigned.intervalsMs, 0.5),
      unit: '',
    },
  ];
}

const sideOf = (bench: Bench, seed: string): Side => ({
  bench,
  seed,
  checkpoints: new PublicCheckpoints(bench.node.folder),
  receipted: 0,
  seconds: 0,
});

const intervals = (which: string, { intervalsMs }: PublicCheckpoints): Figure[] =>
  [0.5, 0.99].map((part) => ({
    what: `between public checkpoints ${which}, full load, p${part * 100}`,
    value: quantile(intervalsMs, part),
    unit: 'ms',
  }));

async function settleAfterWarming(bench: Bench): Promise<void> {
  await load(bench, { seed: 'warm', devices: 50, scans: 5_000, objectsPerScan: 1, windowScans: 32 });
  await settled(bench.node.databaseUrl);
}

async function loadOnce(side: Side, pair: number, scans: number): Promise<void> {
  const { bench, checkpoints } = side;
  const result = await load(
    bench,
    { seed: `${side.seed}${pair}`, devices: DEVICES, scans, objectsPerScan: 1, windowScans: 32 },
    { onStart: () => checkpoints.begin() },
  ).finally(() => checkpoints.end());
  side.receipted += result.receipted;
  side.seconds += result.seconds;
  await settled(bench.node.databaseUrl); // else the other node pays for what is left
}
