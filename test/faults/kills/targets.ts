import type { DeviceGroup } from '../load/device-group.js';
import type { Random } from '../random.js';
import { until } from '../waiting.js';
import { isAlive, killNow } from './processes.js';
import type { Profile, VictimNode } from './victim-node.js';

export type TargetName = 'device' | 'ingest' | 'anchor' | 'mosquitto' | 'kafka' | 'postgres';

/** Who is killed, chosen and not yet killed. */
export interface Victim {
  /** For people: which of several. */
  readonly text: string;
  /** The device process whose own scans on their way count; all of them where something else is killed. */
  readonly group?: DeviceGroup;
  /** Whether there is anything to kill at this moment. */
  isThere(): boolean;
  /** Sends SIGKILL and returns at once. */
  kill(): void;
  /** Resolves when what was killed is up again. */
  recovered(): Promise<void>;
}

/** What each profile has to kill. In the embedded one ingest is the broker and PostgreSQL the stream as well. */
export const TARGETS: Readonly<Record<Profile, readonly TargetName[]>> = {
  embedded: ['device', 'ingest', 'anchor', 'postgres'],
  distributed: ['device', 'ingest', 'anchor', 'mosquitto', 'kafka', 'postgres'],
};

/** What the parts of the list are in each profile. */
export const ROLES: Readonly<Record<Profile, Readonly<Partial<Record<TargetName, string>>>>> = {
  embedded: { device: 'device client', ingest: 'ingest, broker', anchor: 'anchor', postgres: 'stream, database' },
  distributed: {
    device: 'device client',
    ingest: 'ingest',
    anchor: 'anchor',
    mosquitto: 'broker',
    kafka: 'stream',
    postgres: 'database',
  },
};

const RESTART_AFTER_MS_MAX = 1_000;

/** Chooses who dies. Where there are several of a kind it may be one or all. */
export class Victims {
  constructor(
    private readonly victim: VictimNode,
    private readonly groups: readonly DeviceGroup[],
    private readonly random: Random,
  ) {}

  /** @param inDisorder something else is down: whoever is there is taken. */
  async choose(target: TargetName, inDisorder: boolean): Promise<Victim> {
    switch (target) {
      case 'device':
        return this.deviceProcess(this.random.pick(this.groups));
      case 'ingest':
        return this.programs(this.some(this.named('ingest')));
      case 'anchor':
        return this.programs(inDisorder ? this.some(this.named('anchor')) : await this.someAnchors());
      default:
        return this.victim.services ? this.service(target) : this.programs(['postgres'], this.random.next() < 0.5);
    }
  }

  private deviceProcess(group: DeviceGroup): Victim {
    let gone: Promise<void> | undefined;
    return {
      text: group.name,
      group,
      isThere: () => group.state !== undefined,
      kill: () => void (gone = group.kill()),
      recovered: async () => {
        await gone;
        await this.patience();
        await group.start();
      },
    };
  }

  /** Programs of the node: its supervisor starts them again and writes their new process numbers down when they are ready. */
  private programs(names: readonly string[], withChildren = false): Victim {
    let before: Readonly<Record<string, number>> = {};
    const there = (): string[] => names.filter((name) => before[name] !== undefined && isAlive(before[name]));
    return {
      text: `${names.join(' and ')}${withChildren ? ' with all its children' : ''}`,
      isThere: () => {
        before = this.victim.processes() ?? {};
        return there().length > 0;
      },
      kill: () => {
        for (const name of there()) killNow(before[name]!, withChildren);
      },
      recovered: () =>
        until(`${names.join(' and ')} is started again`, () => {
          const now = this.victim.processes();
          return now !== undefined && names.every((name) => now[name] !== before[name]);
        }),
    };
  }

  private service(name: 'mosquitto' | 'kafka' | 'postgres'): Victim {
    const services = this.victim.services!;
    // A database that loses its first process alone goes on for a moment; one that loses all at once does not.
    const withChildren = name === 'postgres' && this.random.next() < 0.5;
    return {
      text: `${name}${withChildren ? ' with all its children' : ''}`,
      isThere: () => isAlive(services.processId(name)),
      kill: () => services.kill(name, withChildren),
      recovered: async () => {
        await this.patience();
        await services.startAgain(name);
      },
    };
  }

  private named(name: string): string[] {
    return Object.keys(this.victim.processes() ?? {}).filter((each) => each.startsWith(name));
  }

  /** One or all of them. */
  private some(names: readonly string[]): readonly string[] {
    return this.random.next() < 0.5 ? names : [this.random.pick(names)];
  }

  /** The one that reigns, alone or together with the stand-by: then nobody is there to take over but those who come back. */
  private async someAnchors(): Promise<readonly string[]> {
    const all = this.named('anchor');
    let active: string | undefined;
    await until('an anchor is active', async () => {
      active = (await this.victim.anchors.active())?.name;
      return active !== undefined;
    });
    return this.random.next() < 0.5 ? all : [active!];
  }

  private patience(): Promise<void> {
    return new Promise((done) => setTimeout(done, this.random.between(0, RESTART_AFTER_MS_MAX)));
  }
}
