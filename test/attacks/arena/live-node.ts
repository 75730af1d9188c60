import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { NodeUnderTest } from '../../../bench/node-under-test.js';
import type { RealServices } from '../../faults/kills/real-services.js';

export type Profile = 'embedded' | 'distributed';

// A scan that waits for one below it, as behind a forged counter, is let go sooner than in the field: the run waits for it.
const HOLD_MS = '500';

/** A node as `cairn up` runs it; in the distributed profile with a database and topics of its own on services that several share. */
export class LiveNode {
  private constructor(
    readonly profile: Profile,
    readonly node: NodeUnderTest,
    readonly services: RealServices | undefined,
  ) {}

  /** @param services of the distributed profile, running. @throws when the node does not start. */
  static async start(profile: Profile, services: RealServices | undefined): Promise<LiveNode> {
    const environment = { CAIRN_ANCHOR_HOLD_MS: HOLD_MS, ...(services && (await ownPlaces(services))) };
    const start = (): Promise<NodeUnderTest> => NodeUnderTest.start({ profile, environment });
    // A port that was free when it was looked for may be another program's by now.
    return new LiveNode(profile, await start().catch(start), services);
  }

  /** Where devices connect. */
  get brokerUrl(): string {
    return this.services?.devicesUrl ?? this.node.mqttUrl;
  }

  get anchorProcess(): number {
    return this.node.processes()['anchor']!;
  }

  get anchorHealthUrl(): string {
    return `http://127.0.0.1:${this.node.environment['CAIRN_ANCHOR_HEALTH_PORT']}`;
  }

  stop(): Promise<void> {
    return this.node.stop();
  }
}

/** A node that was beaten leaves its log behind: the next one begins beside it. */
async function ownPlaces({ environment }: RealServices): Promise<Record<string, string>> {
  const name = `attacked_${randomBytes(4).toString('hex')}`;
  const client = new pg.Client({ connectionString: environment['CAIRN_DATABASE_URL'] });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`).finally(() => client.end());
  const url = new URL(environment['CAIRN_DATABASE_URL']!);
  url.pathname = `/${name}`;
  return { ...environment, CAIRN_DATABASE_URL: url.toString(), CAIRN_KAFKA_PREFIX: `${name}.` };
}
