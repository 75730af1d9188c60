import { rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { pino } from 'pino';
import { ConfigurationError, dataPaths, explainStartFailure, parseEnvironment } from '#libs/host/service';
import { ingestEnvironment } from '../environment.js';
import { patiently } from '../patience.js';
import { startIngest } from '../start-ingest.js';
import { World } from './world.js';

const logger = pino({ level: 'silent' });

/** A logger, and a promise that resolves when it is told this. */
function listener(words: string): { told: Promise<void>; listening: pino.Logger } {
  let hear: () => void;
  const told = new Promise<void>((resolve) => (hear = resolve));
  const write = (line: string): void => void ((JSON.parse(line) as { msg: string }).msg === words && hear());
  return { told, listening: pino({ level: 'info' }, { write }) };
}

describe('the start of ingest', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.create();
  });
  afterAll(() => world.stop());

  it('fails with the port in one sentence when another program has it', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const started = startIngest(world.environment({ CAIRN_MQTT_PORT: String(port) }), logger);
    const error = await started.catch((reason: unknown) => reason);
    expect(explainStartFailure(error)).toBe(
      `port ${port} is in use by another program. Stop it, or choose another port.`,
    );
    other.close();
  });

  it('fails when CAIRN_LOG_ORIGIN is not the origin of the log', async () => {
    const started = startIngest(world.environment({ CAIRN_LOG_ORIGIN: 'other.example' }), logger);
    await expect(started).rejects.toThrow(ConfigurationError);
  });

  it.each([
    ['a broker', { CAIRN_MQTT_URL: 'mqtt://127.0.0.1:1' }, 'CAIRN_KAFKA_BROKERS'],
    ['a stream', { CAIRN_KAFKA_BROKERS: '127.0.0.1:1' }, 'CAIRN_MQTT_URL'],
  ])('fails in the distributed profile without the address of %s', async (_name, variables, missing) => {
    const started = startIngest(world.environment({ CAIRN_PROFILE: 'distributed', ...variables }), logger);
    await expect(started).rejects.toThrow(missing);
  });

  it('waits for the keys that anchor makes', async () => {
    const { logOrigin } = dataPaths(world.folder);
    rmSync(logOrigin);
    const { told, listening } = listener('waiting: anchor has not prepared the data folder');
    const started = startIngest(world.environment(), listening);
    await Promise.race([told, started.then(() => Promise.reject(new Error('it started without the keys')))]);
    writeFileSync(logOrigin, 'cairn.test/ingest\n');
    const ingest = await started;
    await ingest.stop();
  });

  it('says what it waited for when patience ends', async () => {
    const away = (): Promise<never> =>
      Promise.reject(Object.assign(new Error('x'), { code: 'ECONNREFUSED', address: 'h', port: 1 }));
    await expect(patiently('the registry cannot be read', logger, away, { patienceMs: 0 })).rejects.toThrow(
      'the registry cannot be read: nothing answers at h:1.',
    );
  });
});

describe('the environment of ingest', () => {
  it('names a variable that is wrong, and never its value', () => {
    expect(() => parseEnvironment(ingestEnvironment, { CAIRN_MQTT_PORT: 'secret-70000' })).toThrow(/CAIRN_MQTT_PORT/);
    expect(() => parseEnvironment(ingestEnvironment, { CAIRN_MQTT_PORT: 'secret-70000' })).not.toThrow(/secret/);
  });

  it('has a standard for everything but what the profile needs', () => {
    expect(parseEnvironment(ingestEnvironment, {})).toMatchObject({
      CAIRN_MQTT_PORT: 1883,
      CAIRN_INGEST_HEALTH_PORT: 3001,
    });
  });
});
