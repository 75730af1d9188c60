import { DEVICES } from '../node-load.js';
import { processorSecondsOf, type Usage } from '../processes/process-watch.js';
import { cell, type Figure } from '../report.js';
import { rateOfOneCore, type VerifyRate } from '../verifying/verify-rate.js';
import { type MeasuredLoad, WINDOW_SCANS } from './measured-load.js';

const MICROSECONDS = 1e6;
const PROCESSOR_TABLE = 'processor time of a scan, µs';
const BESIDE_TABLE = 'beside what is measured (goal: reading /proc < 1 %)';
const MEMORY_TABLE = 'memory, MB (at rest: proportional; under load: the most that was resident)';

export function verifyFigures(before: VerifyRate, after: VerifyRate): Figure[] {
  return [
    { what: `node:crypto verifications, ${before.cores} cores at once, before`, value: before.allCores, unit: '1/s' },
    { what: 'the same afterwards', value: after.allCores, unit: '1/s' },
    { what: 'they differ by', value: differenceOf(before, after) * 100, unit: '%' },
    { what: 'one core, the mean of both by the number of cores', value: meanOfOneCore(before, after), unit: '1/s' },
    { what: 'one core alone, before', value: before.alone, unit: '1/s' },
    { what: 'one core alone, afterwards', value: after.alone, unit: '1/s' },
  ];
}

/** As a part of the greater one. */
export const differenceOf = (before: VerifyRate, after: VerifyRate): number =>
  Math.abs(before.allCores - after.allCores) / Math.max(before.allCores, after.allCores);

export const meanOfOneCore = (before: VerifyRate, after: VerifyRate): number =>
  (rateOfOneCore(before) + rateOfOneCore(after)) / 2;

export function rateFigures({ result }: MeasuredLoad, before: VerifyRate, after: VerifyRate): Figure[] {
  const { steady, receipted, seconds } = result;
  const core = meanOfOneCore(before, after);
  return [
    { what: 'full load, devices', value: DEVICES, unit: '' },
    { what: 'full load, scans of a device without answer at a time', value: WINDOW_SCANS, unit: '' },
    { what: 'full load, verified receipts without the ramps', value: steady.perSecond, unit: 'scans/s' },
    { what: 'full load, scans in the ramps, left out', value: steady.rampScans, unit: 'scans' },
    { what: 'full load, scans in all', value: receipted, unit: 'scans' },
    { what: 'full load, with the ramps', value: receipted / seconds, unit: 'scans/s' },
    { what: 'ratio full load / one core', value: steady.perSecond / core, unit: '', goal: '>= 0.60' },
    { what: 'the same with the ramps', value: receipted / seconds / core, unit: '' },
  ];
}

/** What has no receipt, of all loads. */
export function outcomeFigures(loads: readonly MeasuredLoad[]): Figure[] {
  const sum = (of: (load: MeasuredLoad) => number): number => loads.reduce((total, load) => total + of(load), 0);
  return [
    { what: 'scans of all loads', value: sum(({ result }) => result.offered), unit: 'scans' },
    { what: 'refused', value: sum(({ result }) => result.rejected), unit: 'scans', goal: '= 0' },
    {
      what: 'without answer when patience ran out',
      value: sum(({ result }) => result.unanswered),
      unit: 'scans',
      goal: '= 0',
    },
  ];
}

export function latencyFigures({ name, scansPerSecond, result }: MeasuredLoad): Figure[] {
  const { latencyMs } = result;
  const goal = scansPerSecond === 1_000 ? { goal: '<= 250' } : {};
  return [
    { what: `due to receipt at ${name}, p50`, value: latencyMs.p50, unit: 'ms' },
    { what: `due to receipt at ${name}, p99`, value: latencyMs.p99, unit: 'ms', ...goal },
    { what: `due to receipt at ${name}, the longest`, value: latencyMs.max, unit: 'ms' },
  ];
}

/** A table of programs and loads; what full load leaves to do afterwards, by its scans; and what rest costs. */
export function processorFigures(loads: readonly MeasuredLoad[], leftBehind: Usage, rest: Usage): Figure[] {
  const of = (row: string, column: string, seconds: number, scans: number): Figure =>
    cell(PROCESSOR_TABLE, row, column, (seconds / scans) * MICROSECONDS, 'µs');
  const columns = loads.flatMap(({ name, usage, result, gcSeconds }) => {
    const scans = result.receipted;
    return [
      ...[...usage.groups].map(([group, { processorSeconds }]) => of(group, name, processorSeconds, scans)),
      of('all without generator and bench', name, processorSecondsOf(usage), scans),
      ...[...gcSeconds].map(([program, seconds]) => of(`garbage collection in ${program}`, name, seconds, scans)),
    ];
  });
  const fullScans = loads.at(-1)!.result.receipted;
  const behind = [...leftBehind.groups].map(([group, { processorSeconds }]) =>
    of(group, 'left behind', processorSeconds, fullScans),
  );
  return [
    ...columns,
    ...behind,
    of('all without generator and bench', 'left behind', processorSecondsOf(leftBehind), fullScans),
    {
      what: 'processor time at rest, whole node',
      value: (processorSecondsOf(rest) / rest.seconds) * 1_000,
      unit: 'ms/s',
    },
  ];
}

/** What the measuring itself took, and what else ran: on the same cores as the node. */
export function besideFigures(loads: readonly MeasuredLoad[]): Figure[] {
  return loads.flatMap(({ name, scansPerSecond, result, usage }) => {
    const of = (row: string, value: number): Figure => cell(BESIDE_TABLE, row, name, value, '');
    return [
      of('generator, % of a core', (result.generatorCpuSeconds / usage.seconds) * 100),
      ...(scansPerSecond === undefined ? [] : [of('generator behind its schedule, p99, ms', result.lagMs.p99)]),
      of('receipt waits for its verification, p99, ms', result.verifyingMs.p99),
      of('reading /proc, % of a core', usage.readerShare * 100),
      of('other programs, % of a core', usage.othersCores * 100),
      of('stolen by the machine below, % of a core', usage.stolenCores * 100),
    ];
  });
}

export function memoryFigures(
  before: ReadonlyMap<string, number>,
  loads: readonly MeasuredLoad[],
  after: ReadonlyMap<string, number>,
): Figure[] {
  const of = (row: string, column: string, bytes: number): Figure => cell(MEMORY_TABLE, row, column, bytes / 1e6, 'MB');
  return [
    ...[...before].map(([group, bytes]) => of(group, 'before', bytes)),
    ...loads.flatMap(({ name, usage }) =>
      [...usage.groups].map(([group, { residentBytesMax }]) => of(group, name, residentBytesMax)),
    ),
    ...[...after].map(([group, bytes]) => of(group, 'after', bytes)),
  ];
}
