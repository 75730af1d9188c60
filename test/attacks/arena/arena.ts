import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Turnstile } from '#libs/sdk/device';
import type { RealServices } from '../../faults/kills/real-services.js';
import { untilPublished } from '../../faults/evidence/run-evidence.js';
import type { Random } from '../../faults/random.js';
import type { TestDevice } from '../../kit/ledger/device.js';
import { placeAfter } from '../forging/place.js';
import { Attacker } from './attacker.js';
import { CommandFollower } from './command-follower.js';
import { enrol, nameIn } from './enrol.js';
import type { Field } from './field.js';
import { HonestDevice } from './honest-device.js';
import { LiveNode, type Profile } from './live-node.js';
import { PublicView } from './public-view.js';

const SCAN_EVERY_MS = 150;
const FIRST_RECEIPTS_TIMEOUT_MS = 60_000;
export const RECEIPTS_TIMEOUT_MS = 60_000;
/** One is enough for most attacks; enrolling takes a second, so a few are kept ready. */
const UNUSED = 3;
const ACCOMPLICES = 12;

/** Enough that nobody scans one too often in a day, however long the run. */
const BYSTANDER_OBJECTS = 500;

const uri = (name: string): string => `https://id.gs1.org/01/09520000000004/21/${name}`;

export const ATTACKED_OBJECT = uri('attacked');

/** A live node under honest traffic, and an attacker beside it. */
export class Arena {
  private constructor(
    readonly live: LiveNode,
    readonly attacker: Attacker,
    readonly view: PublicView,
    readonly follower: CommandFollower,
    readonly victim: HonestDevice,
    /** They scan on, whatever happens: one beside the victim in its partition, one in each other. */
    readonly bystanders: readonly HonestDevice[],
    private readonly folder: string,
    private readonly spare: { readonly unused: HonestDevice[]; readonly accomplices: TestDevice[] },
    private readonly prefix: string,
  ) {}

  static async begin(profile: Profile, services: RealServices | undefined, number: number): Promise<Arena> {
    const live = await LiveNode.start(profile, services);
    const folder = mkdtempSync(join(tmpdir(), 'cairn-attacks-'));
    const undo: (() => Promise<void>)[] = [
      () => live.stop(),
      () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
    ];
    try {
      const attacker = await Attacker.begin(live);
      undo.push(() => attacker.end());
      const { partitions } = attacker;
      const prefix = `${profile}-${number}`;
      const at = number % partitions;
      const names = [
        nameIn(`${prefix}-victim`, at, partitions),
        ...Array.from({ length: partitions }, (_, n) =>
          nameIn(`${prefix}-bystander`, (at + n) % partitions, partitions),
        ),
        ...unusedNames(prefix, 'ready', at, partitions, UNUSED),
      ];
      const accomplices = unusedNames(prefix, 'traitor', at, partitions, ACCOMPLICES);
      const enrolled = await enrol(live, folder, { devices: names, accomplices });
      const connecting = new Turnstile(8);
      const open = async (n: number, ...objects: string[]): Promise<HonestDevice> => {
        const device = await HonestDevice.open(enrolled.folders[n]!, { broker: live.brokerUrl, connecting, objects });
        undo.push(() => device.close());
        return device;
      };
      const victim = await open(0, ATTACKED_OBJECT);
      const bystanders: HonestDevice[] = [];
      for (let n = 0; n < partitions; n++)
        bystanders.push(await open(1 + n, ...(n === 0 ? [ATTACKED_OBJECT] : []), ...objectsOf(`bystander-${n}`)));
      const unused: HonestDevice[] = [];
      for (let n = 0; n < UNUSED; n++) unused.push(await open(1 + partitions + n, uri(`unused-${n}`)));
      const view = new PublicView(live.node.folder);
      const follower = CommandFollower.start(live, join(folder, 'follow.json'));
      undo.push(() => follower.end().then(() => {}));
      const spare = { unused, accomplices: enrolled.accomplices };
      const arena = new Arena(live, attacker, view, follower, victim, bystanders, folder, spare, prefix);
      await arena.firstFlow();
      return arena;
    } catch (error) {
      for (const step of undo.reverse()) await step().catch(() => {});
      throw error;
    }
  }

  get honest(): readonly HonestDevice[] {
    return [this.victim, ...this.bystanders, ...this.used];
  }

  /** Entries up to the newest scan of an honest device that has its receipt. */
  get receiptedSize(): number {
    const indexes = this.honest.flatMap(({ scans }) => [...scans.values()].map(({ logIndex }) => logIndex ?? -1));
    return Math.max(-1, ...indexes) + 1;
  }

  private readonly used: HonestDevice[] = [];
  /** Whether a follower may have noticed something about devices of the attacker's own. */
  mayBeNoticed = false;

  async end(): Promise<void> {
    await this.follower.end();
    for (const device of [...this.honest, ...this.spare.unused]) await device.close().catch(() => {});
    await this.attacker.end();
    await this.live.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  field(random: Random): Field {
    const { live, attacker, victim } = this;
    const partition = attacker.partitionOf(victim.key);
    return {
      profile: live.profile,
      live,
      random,
      attacker,
      victim,
      partition,
      object: ATTACKED_OBJECT,
      origin: () => this.view.origin,
      policy: () => this.view.policy,
      operatorKeyId: () => this.view.operatorKeyId(),
      nextPlace: () => placeAfter(victim),
      unused: () => {
        const device = this.spare.unused.shift();
        if (!device) throw new Error('no device is left that has sent nothing');
        this.used.push(device);
        return Promise.resolve(device);
      },
      accomplice: () => this.accomplice(partition),
      taken: () => this.takenIn(partition),
      takenIn: (where) => this.takenIn(where),
    };
  }

  /** Whatever was injected into a partition before is taken when a later scan of that partition has its receipt. */
  private async takenIn(partition: number): Promise<void> {
    const beside = this.bystanders.find(({ key }) => this.attacker.partitionOf(key) === partition)!;
    await beside.store();
    await beside.receipted(RECEIPTS_TIMEOUT_MS);
  }

  /** While the bystanders pause, and what they have sent is published. */
  async atRest<Result>(work: () => Promise<Result>): Promise<Result> {
    await Promise.all(this.bystanders.map((device) => device.stop()));
    await Promise.all(this.honest.map((device) => device.receipted(RECEIPTS_TIMEOUT_MS)));
    // A node on which nothing flows any more is looked at as it is.
    await untilPublished(this.live.node.databaseUrl, RECEIPTS_TIMEOUT_MS).catch(() => {});
    try {
      return await work();
    } finally {
      for (const device of this.bystanders) device.start(SCAN_EVERY_MS);
    }
  }

  private async accomplice(partition: number): Promise<TestDevice> {
    if (this.spare.accomplices.length === 0) {
      const names = unusedNames(this.prefix, `traitor-${Date.now()}`, partition, this.attacker.partitions, 4);
      const { accomplices } = await enrol(this.live, this.folder, { devices: [], accomplices: names });
      this.spare.accomplices.push(...accomplices);
    }
    return this.spare.accomplices.shift()!;
  }

  private async firstFlow(): Promise<void> {
    for (const device of this.bystanders) device.start(SCAN_EVERY_MS);
    await this.victim.store();
    await this.victim.store();
    for (const device of [this.victim, ...this.bystanders]) {
      if (!(await device.receipted(FIRST_RECEIPTS_TIMEOUT_MS)) && device.complaints.length > 0)
        throw new Error(`before any attack: ${device.complaints[0]}`);
    }
    if (this.victim.unreceipted > 0) throw new Error('before any attack: the victim gets no receipts');
  }
}

const objectsOf = (name: string): string[] => Array.from({ length: BYSTANDER_OBJECTS }, (_, n) => uri(`${name}-${n}`));

function unusedNames(prefix: string, role: string, partition: number, partitions: number, count: number): string[] {
  return Array.from({ length: count }, (_, n) => nameIn(`${prefix}-${role}-${n}`, partition, partitions));
}
