import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { pino } from 'pino';
import { ensureCustomsToken } from '#libs/registry/access';
import { decodeLookupBatch, type Lookup } from '#libs/core/wire';
import {
  ConfigurationError,
  createLogger,
  type HealthReport,
  type Logger as PinoLogger,
  parseEnvironment,
} from '#libs/host/service';
import { createScanStream, openRecord } from '#libs/transport/stream';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { apiEnvironment } from '../configuration.js';
import { createApi } from '../create-api.js';
import { startApiHealth } from '../start-health.js';
import { Fleet, MemoryLog, publish } from '../../../test/kit/api/published-log.js';

const silent = createLogger({ name: 'api', level: 'silent' });

const LOOKUP_KEY = new Uint8Array(32).fill(7);

let dataFolder: string;
beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'cairn-api-boot-'));
  mkdirSync(join(dataFolder, 'keys'));
  writeFileSync(join(dataFolder, 'keys', 'lookup-mac.key'), Buffer.from(LOOKUP_KEY).toString('hex'));
});
afterEach(() => rmSync(dataFolder, { recursive: true, force: true }));

async function boot(variables: Record<string, string>, logger: PinoLogger = silent) {
  const environment = parseEnvironment(apiEnvironment, { CAIRN_DATA: dataFolder, ...variables });
  const app = await createApi({ environment, logger, publicFolder: join(dataFolder, 'none') });
  const health = await startApiHealth(app, '127.0.0.1', 0);
  await app.listen(0, '127.0.0.1');
  const close = async (): Promise<void> => {
    await app.close();
    await health.stop();
  };
  return {
    app,
    close,
    url: (await app.getUrl()).replace('[::1]', '127.0.0.1'),
    healthUrl: `http://127.0.0.1:${health.port}`,
  };
}

describe('the real root module', () => {
  it('starts without a database, lives, and says what it waits for', async () => {
    const { close, url, healthUrl } = await boot({ CAIRN_DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/none' });
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    const ready = await fetch(`${healthUrl}/health/ready`);
    const report = (await ready.json()) as HealthReport;
    expect([ready.status, report.status]).toEqual([503, 'unavailable']);
    expect(Object.keys(report.checks)).toEqual(['database', 'log']);
    expect(JSON.stringify(report)).not.toContain('secret');
    expect(await (await fetch(`${healthUrl}/metrics`)).text()).toContain('cairn_api_request_seconds');
    for (const path of ['/health/ready', '/metrics']) expect((await fetch(`${url}${path}`)).status).toBe(404);
    await close();
    await expect(fetch(`${healthUrl}/health/live`)).rejects.toThrow();
  });

  it('refuses to start without the address of a database, and names the variable', async () => {
    await expect(boot({})).rejects.toThrow(ConfigurationError);
    await expect(boot({})).rejects.toThrow(/CAIRN_DATABASE_URL/u);
  });

  it.each([
    ['CAIRN_API_PORT', '70000'],
    ['CAIRN_API_HEALTH_PORT', '-1'],
    ['CAIRN_API_DATABASE_CONNECTIONS', '0'],
    ['CAIRN_PROFILE', 'cloud'],
  ])('refuses a bad %s by name', (name, value) => {
    expect(() => parseEnvironment(apiEnvironment, { [name]: value })).toThrow(new RegExp(name, 'u'));
  });

  it('needs brokers in the distributed profile', async () => {
    await expect(
      boot({ CAIRN_PROFILE: 'distributed', CAIRN_DATABASE_URL: 'postgres://a@127.0.0.1:1/b' }),
    ).rejects.toThrow(/CAIRN_KAFKA_BROKERS/u);
  });

  it('leaves it to its caller to say why it cannot start', async () => {
    const lines: string[] = [];
    const listening = pino({ level: 'info' }, { write: (line) => lines.push(line) });
    const variables = { CAIRN_PROFILE: 'distributed', CAIRN_DATABASE_URL: 'postgres://a@127.0.0.1:1/b' };
    await expect(boot(variables, listening)).rejects.toThrow(/CAIRN_KAFKA_BROKERS/u);
    expect(lines).toEqual([]);
    // What Nest has to say in operation still comes through.
    new Logger('ExceptionsHandler').error('a fault');
    expect(lines.join()).toContain('a fault');
  });
});

describe('with everything it needs', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  it('is ready, answers, and leaves each look-up in the stream that the anchor reads', async () => {
    const fleet = new Fleet(new MemoryLog('cairn.example/boot'));
    fleet
      .partyWithDevice('Maker')
      .scan({ subjects: ['https://id.gs1.org/01/09520001000010/21/A1'], bizStep: 'packing' });
    await publish(fleet.log, { databaseUrl: database.url, logFolder: join(dataFolder, 'log') });
    const { close, url, healthUrl } = await boot({ CAIRN_DATABASE_URL: database.url });
    const { token } = ensureCustomsToken(dataFolder);
    expect((await fetch(`${healthUrl}/health/ready`)).status).toBe(200);
    const path = '/api/v1/objects/01/09520001000010/21/A1/trail';
    const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    expect(response.status).toBe(200);
    const [lookup] = await lookupsIn(database.url);
    expect(lookup).toMatchObject({ who: 'officer', question: `GET ${path}`, status: 200 });
    expect(Buffer.from(lookup!.id).toString('hex')).toBe(response.headers.get('cairn-lookup')!.replaceAll('-', ''));
    await close();
  });

  it('answers no officer, and shows everybody else the log, until anchor has left the key for look-ups', async () => {
    const fleet = new Fleet(new MemoryLog('cairn.example/boot'));
    const item = '/api/v1/objects/01/09520001000010/21/A1/trail';
    fleet.partyWithDevice('Maker').scan({ subjects: ['https://id.gs1.org/01/09520001000010/21/A1'] });
    await publish(fleet.log, { databaseUrl: database.url, logFolder: join(dataFolder, 'log') });
    const keyFile = join(dataFolder, 'keys', 'lookup-mac.key');
    rmSync(keyFile);
    const { close, url } = await boot({ CAIRN_DATABASE_URL: database.url });
    const { token } = ensureCustomsToken(dataFolder);
    const asOfficer = async (): Promise<number> =>
      (await fetch(`${url}${item}`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await asOfficer()).toBe(503);
    expect((await fetch(`${url}${item}`)).status).toBe(200);
    writeFileSync(keyFile, Buffer.from(LOOKUP_KEY).toString('hex'));
    expect(await asOfficer()).toBe(200);
    await close();
  });

  it('finishes what is under way when it is stopped, and takes nothing new', async () => {
    const { app, close, url } = await boot({ CAIRN_DATABASE_URL: database.url });
    // Held back by the stream's first connection and table, so that it is under way when the stop comes.
    const { token } = ensureCustomsToken(dataFolder);
    const answer = fetch(`${url}/api/v1/search?q=PO-1`, { headers: { authorization: `Bearer ${token}` } });
    await new Promise((resolve) => {
      app.getHttpServer().once('request', resolve);
    });
    await close();
    expect((await answer).status).toBe(503); // no checkpoint yet: an answer, not a broken connection
    await expect(fetch(`${url}/health/live`)).rejects.toThrow();
  });
});

async function lookupsIn(databaseUrl: string): Promise<readonly Lookup[]> {
  const stream = createScanStream({ kind: 'postgres', databaseUrl });
  try {
    return await new Promise((resolve, reject) => {
      stream
        .subscribe({
          stream: 'lookups',
          group: 'test',
          startAt: async () => new Map(),
          onBatch: async ({ records }) =>
            resolve(records.flatMap(({ value }) => decodeLookupBatch(openRecord(LOOKUP_KEY, value)).lookups)),
        })
        .catch(reject);
    });
  } finally {
    await stream.close();
  }
}
