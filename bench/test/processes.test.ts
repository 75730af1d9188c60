import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeTemporaryFolders, temporaryFolder } from '../../test/kit/temporary-folder.js';
import { gcSecondsIn } from '../processes/gc-share.js';
import { proportionalBytesOfGroups, sampleGroups } from '../processes/process-groups.js';
import { readMachineTime } from '../processes/process-stat.js';
import { processorSecondsOf, ProcessWatch } from '../processes/process-watch.js';

const PAGE = 4_096;

interface Written {
  readonly pid: number;
  readonly parent: number;
  readonly name?: string;
  /** User, system, and of ended children user and system, in ticks of 10 ms. */
  readonly ticks?: readonly [number, number, number, number];
  readonly residentPages?: number;
  readonly sharedPages?: number;
  readonly pssKilobytes?: number;
}

/** A folder as /proc is, of these processes. */
class SyntheticProc {
  readonly folder = temporaryFolder();

  write({
    pid,
    parent,
    name = 'node',
    ticks = [0, 0, 0, 0],
    residentPages = 0,
    sharedPages = 0,
    pssKilobytes,
  }: Written): void {
    const folder = join(this.folder, String(pid));
    mkdirSync(folder, { recursive: true });
    const before = [parent, pid, pid, 0, -1, 4_194_304, 100, 0, 0, 0];
    const stat = `${pid} (${name}) S ${[...before, ...ticks, 20, 0, 1, 0, 12_345, 1_000_000, residentPages].join(' ')}\n`;
    writeFileSync(join(folder, 'stat'), stat);
    writeFileSync(join(folder, 'statm'), `9999 ${residentPages} ${sharedPages} 1 0 55 0\n`);
    if (pssKilobytes !== undefined)
      writeFileSync(
        join(folder, 'smaps_rollup'),
        `55d-7ff ---p 0 00:00 0 [rollup]\nRss: 9 kB\nPss:  ${pssKilobytes} kB\n`,
      );
  }

  end(pid: number): void {
    rmSync(join(this.folder, String(pid)), { recursive: true });
  }

  machine(line: string): void {
    writeFileSync(join(this.folder, 'stat'), `cpu  ${line}\ncpu0 1 1 1 1\nintr 5\n`);
  }
}

let proc: SyntheticProc;
beforeEach(() => {
  proc = new SyntheticProc();
  mkdirSync(join(proc.folder, 'self'));
  proc.machine('0 0 0 0 0 0 0 0 0 0');
});
afterAll(removeTemporaryFolders);

it('a process belongs to its nearest ancestor that is a program, and to none where there is no such', () => {
  proc.write({ pid: 10, parent: 1, ticks: [100, 50, 0, 0] });
  proc.write({ pid: 11, parent: 10, ticks: [200, 100, 0, 0] });
  proc.write({ pid: 12, parent: 11, ticks: [1, 0, 0, 0] });
  proc.write({ pid: 13, parent: 12, ticks: [1, 1, 0, 0] });
  proc.write({ pid: 20, parent: 1, ticks: [900, 900, 900, 900] });
  const samples = sampleGroups({ supervisor: 10, postgres: 11 }, proc.folder);
  expect([...samples].map(([name, { processes, processorSeconds }]) => [name, processes, processorSeconds])).toEqual([
    ['supervisor', 1, 1.5],
    ['postgres', 3, 3.03],
  ]);
});

it('a name may hold brackets, spaces and numbers', () => {
  proc.write({ pid: 10, parent: 1, name: 'a) R 99 (b) 7 7', ticks: [3, 4, 0, 0] });
  expect(sampleGroups({ odd: 10 }, proc.folder).get('odd')!.processorSeconds).toBeCloseTo(0.07);
});

it('memory that is shared counts once, and of each process what is its own', () => {
  proc.write({ pid: 10, parent: 1, residentPages: 100, sharedPages: 90, pssKilobytes: 50 });
  proc.write({ pid: 11, parent: 10, residentPages: 120, sharedPages: 95, pssKilobytes: 70 });
  expect(sampleGroups({ postgres: 10 }, proc.folder).get('postgres')!.residentBytes).toBe((10 + 25 + 95) * PAGE);
  expect(proportionalBytesOfGroups({ postgres: 10 }, proc.folder).get('postgres')).toBe(120 * 1_024);
});

it('a program that has ended is absent, and so is a process that ends between two files', () => {
  proc.write({ pid: 10, parent: 1 });
  mkdirSync(join(proc.folder, '11'));
  expect([...sampleGroups({ here: 10, gone: 12, going: 11 }, proc.folder).keys()]).toEqual(['here']);
});

it('processor time of a child that ended stays with the program that waited for it', () => {
  proc.write({ pid: 10, parent: 1, ticks: [100, 0, 0, 0] });
  proc.write({ pid: 11, parent: 10, ticks: [50, 0, 0, 0] });
  const watch = new ProcessWatch(() => ({ postgres: 10 }), proc.folder);
  proc.write({ pid: 11, parent: 10, ticks: [80, 0, 0, 0] });
  proc.end(11);
  proc.write({ pid: 10, parent: 1, ticks: [110, 0, 80, 0] });
  expect(watch.end().groups.get('postgres')!.processorSeconds).toBeCloseTo(0.4);
});

it('the watch tells programs apart from what else the machine does', () => {
  proc.write({ pid: 10, parent: 1, ticks: [100, 100, 0, 0], residentPages: 7 });
  proc.write({ pid: 11, parent: 1, ticks: [10, 0, 0, 0] });
  const watch = new ProcessWatch(() => ({ anchor: 10, generator: 11 }), proc.folder);
  proc.write({ pid: 10, parent: 1, ticks: [150, 150, 0, 0], residentPages: 5 });
  proc.write({ pid: 11, parent: 1, ticks: [30, 0, 0, 0] });
  proc.machine('100 10 60 9999 50 20 10 40 0 0');
  const usage = watch.end();
  expect(processorSecondsOf(usage)).toBeCloseTo(1);
  expect(usage.groups.get('generator')!.processorSeconds).toBeCloseTo(0.2);
  expect(usage.groups.get('anchor')!.residentBytesMax).toBe(7 * PAGE);
  expect(usage.othersCores * usage.seconds).toBeCloseTo(2 - 1.2);
  expect(usage.stolenCores * usage.seconds).toBeCloseTo(0.4);
});

it('the machine is busy in programs, kernel and interrupts, not idle or waiting', () => {
  proc.machine('100 10 60 9999 50 20 10 40 5 5');
  expect(readMachineTime(proc.folder)).toEqual({ busySeconds: 2, stolenSeconds: 0.4 });
});

it('garbage collection is the sum over its kinds', () => {
  const metrics = [
    'nodejs_gc_duration_seconds_bucket{le="0.001",kind="major"} 7',
    'nodejs_gc_duration_seconds_sum{kind="major"} 0.25',
    'nodejs_gc_duration_seconds_count{kind="major"} 3',
    'nodejs_gc_duration_seconds_sum{kind="minor"} 1.5e-1',
  ].join('\n');
  expect(gcSecondsIn(metrics)).toBeCloseTo(0.4);
  expect(gcSecondsIn('process_cpu_seconds_total 4')).toBeNull();
});
