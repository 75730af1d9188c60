import { type ChildProcess, fork } from 'node:child_process';
import { createPublicKey, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import type { RealServices } from '../../test/faults/kills/real-services.js';
import { ending } from '../ending.js';
import { loadDevice } from '../fleet.js';
import type { LoadOrder } from '../generator.js';
import type { Roots } from '../processes/process-groups.js';
import { Device, openDatabase } from './entities.js';
import { type NaiveSettings, TOPIC } from './settings.js';

const DATABASE = 'naive';
const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * What a team writes in a week, on the same services: each message verified, sent through Kafka and saved by TypeORM on its own, in two
 * programs of its own. It enrols nobody, signs no receipt and publishes no log, all of which would slow it down.
 */
export class NaiveBuild {
  private readonly programs: Record<string, ChildProcess> = {};
  private readonly forget = ending.add(() => this.stop());

  private constructor(
    private readonly services: RealServices,
    private readonly orders: ReadonlyMap<string, OrderOfDevices>,
  ) {}

  /** Knows the devices of these loads from the start. */
  static async start(services: RealServices, loads: Readonly<Record<string, number>>): Promise<NaiveBuild> {
    const { environment, devicesUrl: url } = services;
    const settings: NaiveSettings = {
      databaseUrl: await makeDatabase(environment['CAIRN_DATABASE_URL']!),
      kafkaBroker: environment['CAIRN_KAFKA_BROKERS']!,
      mqttUrl: environment['CAIRN_MQTT_URL']!,
    };
    const orders = new Map<string, OrderOfDevices>();
    for (const [seed, devices] of Object.entries(loads)) {
      const passwords = await saveDevices(settings.databaseUrl, seed, devices);
      await services.setPasswords(passwords.map((password, n) => ({ id: loadDevice(seed, n).id, password })));
      orders.set(seed, { seed, passwords, url, trust: 'naive' });
    }
    await makeTopic(settings.kafkaBroker);
    const build = new NaiveBuild(services, orders);
    try {
      for (const name of ['writer', 'ingest']) await build.run(name, settings);
      return build;
    } catch (error) {
      await build.stop();
      throw error;
    }
  }

  orderOf(seed: string): OrderOfDevices {
    return this.orders.get(seed)!;
  }

  programsOf(): Roots {
    const own = Object.entries(this.programs).map(([name, { pid }]) => [`naive ${name}`, pid!]);
    const names = ['kafka', 'mosquitto', 'postgres'] as const;
    return Object.fromEntries([...own, ...names.map((name) => [name, this.services.processId(name)])]) as Roots;
  }

  async stop(): Promise<void> {
    for (const program of Object.values(this.programs)) {
      if (program.exitCode !== null || program.signalCode !== null) continue;
      const gone = once(program, 'exit');
      program.kill('SIGKILL');
      await gone;
    }
    this.forget();
  }

  private async run(name: string, settings: NaiveSettings): Promise<void> {
    const program = fork(fileURLToPath(new URL(`./${name}.js`, import.meta.url)), [JSON.stringify(settings)]);
    this.programs[name] = program;
    const failed = once(program, 'exit').then(([code]) => {
      throw new Error(`the naive build's ${name} ended with code ${code}`);
    });
    failed.catch(() => {}); // when it is stopped
    await Promise.race([once(program, 'message'), failed]);
  }
}

export type OrderOfDevices = Pick<LoadOrder, 'seed' | 'passwords' | 'url' | 'trust'>;

async function makeDatabase(servicesUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: servicesUrl });
  await client.connect();
  await client.query(`CREATE DATABASE ${DATABASE}`);
  await client.end();
  return Object.assign(new URL(servicesUrl), { pathname: `/${DATABASE}` }).href;
}

async function saveDevices(databaseUrl: string, seed: string, count: number): Promise<string[]> {
  const database = await openDatabase(databaseUrl);
  const devices = Array.from({ length: count }, (_, number) => {
    const { id, key, signer } = loadDevice(seed, number);
    const publicKey = createPublicKey({
      key: Buffer.concat([ED25519_SPKI, signer.publicKey]),
      format: 'der',
      type: 'spki',
    }).export({ format: 'der', type: 'spki' });
    return { key: Buffer.from(key).toString('hex'), id, publicKey };
  });
  await database.getRepository(Device).save(devices);
  await database.destroy();
  return devices.map(() => randomBytes(12).toString('base64url'));
}

async function makeTopic(broker: string): Promise<void> {
  const admin = new Kafka({ brokers: [broker], logLevel: logLevel.ERROR }).admin();
  await admin.connect();
  // One chain of hashes over all scans has one order.
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic: TOPIC, numPartitions: 1 }] });
  await admin.disconnect();
}
