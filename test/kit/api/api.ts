import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLogger } from '#libs/host/service';
import type { ServerCertificate } from '#libs/host/tls';
import { ScanStream } from '#libs/transport/stream';
import { apiEnvironment } from '../../../apps/api/configuration.js';
import { ApiModule } from '../../../apps/api/api.module.js';
import { prepareApi } from '../../../apps/api/create-api.js';
import { startApiHealth } from '../../../apps/api/start-health.js';
import { createAdapter } from '../../../apps/api/http/adapter.js';
import { MemoryLookups } from './memory-lookups.js';
import { asProgram } from '../../support/database.js';

export interface RunningApi {
  readonly app: NestFastifyApplication;
  /** Where it listens. */
  readonly url: string;
  /** Where it answers operators. */
  readonly healthUrl: string;
  readonly dataFolder: string;
  readonly lookups: MemoryLookups;
  stop(): Promise<void>;
}

export interface ApiOptions {
  readonly dataFolder?: string;
  readonly databaseUrl?: string;
  readonly publicFolder?: string;
  /** Of the environment, beside the data folder and the database. */
  readonly settings?: Readonly<Record<string, string>>;
  /** With it the public port speaks HTTPS. */
  readonly certificate?: ServerCertificate;
  /** Exchanges parts of the real root module. */
  readonly exchange?: (builder: TestingModuleBuilder) => TestingModuleBuilder;
}

/** The real root module on a free port, with a data folder of its own; the stream of look-ups is kept in memory. */
export async function startApi(options: ApiOptions = {}): Promise<RunningApi> {
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'cairn-api-'));
  mkdirSync(join(dataFolder, 'log'), { recursive: true });
  mkdirSync(join(dataFolder, 'keys'), { recursive: true });
  writeFileSync(join(dataFolder, 'keys', 'lookup-mac.key'), `${'5e'.repeat(32)}\n`);
  const lookups = new MemoryLookups(new Uint8Array(32).fill(0x5e));
  const environment = apiEnvironment.parse({
    CAIRN_DATA: dataFolder,
    CAIRN_DATABASE_URL: options.databaseUrl
      ? asProgram(options.databaseUrl, 'api')
      : 'postgres://nobody@127.0.0.1:1/none',
    ...options.settings,
  });
  const root = ApiModule.register({
    environment,
    logger: createLogger({ name: 'api', level: 'silent' }),
    publicFolder: options.publicFolder ?? join(dataFolder, 'no-pages'),
  });
  const builder = Test.createTestingModule({ imports: [root] })
    .overrideProvider(ScanStream)
    .useValue(lookups);
  const module = await (options.exchange?.(builder) ?? builder).compile();
  const { certificate } = options;
  const adapter = await createAdapter({ proxies: environment.CAIRN_TRUSTED_PROXIES, certificate });
  const app = module.createNestApplication<NestFastifyApplication>(adapter, { bodyParser: false, logger: false });
  await prepareApi(app, certificate);
  const health = await startApiHealth(app, '127.0.0.1', 0);
  await app.listen(0, '127.0.0.1');
  return {
    app,
    // Nest says http, whatever the server speaks.
    url: (await app.getUrl()).replace('[::1]', '127.0.0.1').replace(/^http:/u, certificate ? 'https:' : 'http:'),
    healthUrl: `http://127.0.0.1:${health.port}`,
    dataFolder,
    lookups,
    stop: async () => {
      await app.close();
      await health.stop();
      if (!options.dataFolder) rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
