import { NodeUnderTest } from '../../../bench/node-under-test.js';
import { Anchors, HEALTH_PORT_STEP } from './anchors.js';
import { freePort } from '../../kit/free-port.js';
import { RealServices } from './real-services.js';

export type Profile = 'embedded' | 'distributed';

const ANCHORS = 2;
const INGESTS = { embedded: 1, distributed: 2 } as const;

/** A whole node to be broken: as `cairn up` runs it, with a stand-by anchor, and in the distributed profile with services of its own. */
export class VictimNode {
  private constructor(
    readonly profile: Profile,
    readonly node: NodeUnderTest,
    readonly services: RealServices | undefined,
    readonly anchors: Anchors,
  ) {}

  /** @throws when a real service that the profile needs is missing, or the node does not start. */
  static async start(profile: Profile): Promise<VictimNode> {
    const services = profile === 'distributed' ? await RealServices.start() : undefined;
    try {
      const anchorPort = await freePort(HEALTH_PORT_STEP * (ANCHORS - 1) + 1);
      const environment = {
        CAIRN_ANCHOR_PROCESSES: String(ANCHORS),
        CAIRN_INGEST_PROCESSES: String(INGESTS[profile]),
        CAIRN_ANCHOR_HEALTH_PORT: String(anchorPort),
        CAIRN_INGEST_HEALTH_PORT: String(await freePort()),
        CAIRN_POSTGRES_PORT: String(await freePort()),
        ...services?.environment,
      };
      const node = await NodeUnderTest.start({ profile, environment });
      return new VictimNode(profile, node, services, new Anchors(ANCHORS, anchorPort));
    } catch (error) {
      await services?.remove();
      throw error;
    }
  }

  /** Where devices connect. */
  get brokerUrl(): string {
    return this.services?.devicesUrl ?? this.node.mqttUrl;
  }

  /** Process numbers by name; undefined while the supervisor is writing them. */
  processes(): Readonly<Record<string, number>> | undefined {
    try {
      return this.node.processes();
    } catch {
      return undefined;
    }
  }

  async stop(): Promise<void> {
    await this.node.stop();
    await this.services?.remove();
  }
}
