import { readFileSync } from 'node:fs';
import { dataPaths } from '#libs/host/service';
import { type Bench, DEVICES, load, type ScenarioOptions, withNode } from '../node-load.js';
import { Askers } from '../reads/askers.js';
import { measureReading, type Reading, type ReadsMeasured, type ReadsOf } from '../reads/measure-reads.js';
import { logObjects, SCANS } from '../reads/objects.js';
import type { Figure } from '../report.js';
import { settled } from '../settled.js';
import { measureVerify } from '../verify.js';

const OTHER_SCANS = 75_000; // a log of 10^5 entries with the objects that are asked for
const SCANS_PER_SECOND = 500;
const OFFERED_PER_SECOND = 100;

const ASKERS: readonly Pick<Reading, 'askers' | 'readsPerSecond'>[] = [
  { askers: 1, readsPerSecond: OFFERED_PER_SECOND },
  { askers: 1 },
  { askers: 20 },
];

const READINGS: readonly Reading[] = (['evidence', 'trail'] as const).flatMap((what) =>
  SCANS.flatMap((scans) =>
    // What officers get beside is more text and a look-up on record: once is enough.
    (scans === 20 ? (['public', 'customs'] as const) : (['public'] as const)).flatMap((tier) =>
      ASKERS.map((askers) => ({ what, scans, tier, ...askers })),
    ),
  ),
);

/** What readers wait and what a read costs: of a node that has nothing else to do, and of one that logs 500 scans a second. */
export async function reads(options: ScenarioOptions): Promise<Figure[]> {
  return withNode(options, async (bench) => {
    const objects = await logObjects(bench);
    await load(bench, { seed: 'others', devices: DEVICES, scans: OTHER_SCANS, objectsPerScan: 1, windowScans: 32 });
    await settled(bench.node.databaseUrl);
    const token = readFileSync(dataPaths(bench.node.folder).customsToken, 'utf8').trim();
    const askers = new Askers();
    const what: ReadsOf = { node: bench.node, askers, objects, token, seconds: options.seconds / 5 };
    try {
      await measureAll(what); // code that was never run before is slow
      return [
        ...figuresOf('idle', await measureAll(what)),
        ...figuresOf(`with ${SCANS_PER_SECOND} scans/s`, await whileLogging(bench, () => measureAll(what), what)),
        ...(await measureVerify(bench.node, objects.get(20)![0]!)),
      ];
    } finally {
      askers.end();
    }
  });
}

type Measured = readonly (readonly [Reading, ReadsMeasured])[];

async function measureAll(what: ReadsOf): Promise<Measured> {
  const measured: [Reading, ReadsMeasured][] = [];
  for (const reading of READINGS) measured.push([reading, await measureReading(reading, what)]);
  return measured;
}

async function whileLogging(bench: Bench, work: () => Promise<Measured>, { seconds }: ReadsOf): Promise<Measured> {
  // A little longer than all the readings take, with what is between them.
  const scans = SCANS_PER_SECOND * READINGS.length * (seconds + 0.5);
  let measured: Promise<Measured> | undefined;
  await load(
    bench,
    { seed: 'meanwhile', devices: DEVICES, scans, objectsPerScan: 1, scansPerSecond: SCANS_PER_SECOND },
    { onStart: () => (measured = work()) },
  );
  return measured!;
}

function figuresOf(when: string, measured: Measured): Figure[] {
  return measured.flatMap(([reading, result]) => {
    const { what, scans, tier, askers, readsPerSecond } = reading;
    const pace = readsPerSecond === undefined ? '' : `, ${readsPerSecond} reads/s offered`;
    const of = `${what} of ${scans}, ${tier}, ${askers} ${askers === 1 ? 'asker' : 'askers'}${pace}, ${when}`;
    const goal = readsPerSecond !== undefined && scans === 20 ? { goal: '<= 20' } : {};
    return [
      { what: `${of}: p50`, value: result.p50Ms, unit: 'ms' },
      { what: `${of}: p99`, value: result.p99Ms, unit: 'ms', ...goal },
      ...(readsPerSecond === undefined ? [{ what: `${of}: reads`, value: result.readsPerSecond, unit: '1/s' }] : []),
      { what: `${of}: event loop of the api, each`, value: result.eventLoopMs, unit: 'ms' },
      { what: `${of}: garbage of it, each`, value: result.garbageMs, unit: 'ms' },
      { what: `${of}: other threads of the api, each`, value: result.otherThreadsMs, unit: 'ms' },
      ...(Number.isNaN(result.postgresMs) || when !== 'idle'
        ? []
        : [{ what: `${of}: PostgreSQL, each`, value: result.postgresMs, unit: 'ms' }]),
    ];
  });
}
