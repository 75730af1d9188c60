import { type MachineTime, readMachineTime } from './process-stat.js';
import { type GroupSamples, type Roots, sampleGroups } from './process-groups.js';

export interface GroupUsage {
  readonly processorSeconds: number;
  /** The most that was in memory at a sample. */
  readonly residentBytesMax: number;
}

export interface Usage {
  readonly seconds: number;
  readonly groups: ReadonlyMap<string, GroupUsage>;
  /** What reading all this took, as a part of one core. */
  readonly readerShare: number;
  /** What programs that are not watched have taken meanwhile, in cores. */
  readonly othersCores: number;
  /** What the machine below this one has kept from it, in cores. */
  readonly stolenCores: number;
}

// They are watched too, and are no part of what is measured.
const NOT_MEASURED = ['generator', 'bench'];

/** Of everything that is measured together: all programs but the generator and the bench itself. */
export const processorSecondsOf = ({ groups }: Usage): number =>
  [...groups]
    .filter(([name]) => !NOT_MEASURED.includes(name))
    .reduce((sum, [, { processorSeconds }]) => sum + processorSeconds, 0);

const EVERY_MS = 1_000;

/** The one reader of /proc: processor time between start and end, memory once a second. */
export class ProcessWatch {
  private readonly startedAtMs = performance.now();
  private readonly first: GroupSamples;
  private readonly machineFirst: MachineTime;
  private readonly peaks = new Map<string, number>();
  private readonly timer: NodeJS.Timeout;
  private readerSeconds = 0;

  /** @param roots asked at each sample: a program that was started again has another number */
  constructor(
    private readonly roots: () => Roots,
    private readonly proc = '/proc',
  ) {
    this.first = this.sample();
    this.machineFirst = readMachineTime(proc);
    this.timer = setInterval(() => void this.sample(), EVERY_MS);
  }

  end(): Usage {
    clearInterval(this.timer);
    const last = this.sample();
    const seconds = (performance.now() - this.startedAtMs) / 1_000;
    const groups = [...last].map(([name, { processorSeconds }]): [string, GroupUsage] => [
      name,
      {
        processorSeconds: processorSeconds - (this.first.get(name)?.processorSeconds ?? 0),
        residentBytesMax: this.peaks.get(name)!,
      },
    ]);
    const machine = readMachineTime(this.proc);
    const watched = groups.reduce((sum, [, { processorSeconds }]) => sum + processorSeconds, 0);
    const busy = machine.busySeconds - this.machineFirst.busySeconds;
    return {
      seconds,
      groups: new Map(groups),
      readerShare: this.readerSeconds / seconds,
      othersCores: Math.max(0, busy - watched) / seconds,
      stolenCores: (machine.stolenSeconds - this.machineFirst.stolenSeconds) / seconds,
    };
  }

  private sample(): GroupSamples {
    const before = process.cpuUsage();
    const samples = sampleGroups(this.roots(), this.proc);
    const { user, system } = process.cpuUsage(before);
    this.readerSeconds += (user + system) / 1e6;
    for (const [name, { residentBytes }] of samples)
      this.peaks.set(name, Math.max(this.peaks.get(name) ?? 0, residentBytes));
    return samples;
  }
}
