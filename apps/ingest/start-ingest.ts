import 'reflect-metadata';
import type { INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { AsyncMicroserviceOptions } from '@nestjs/microservices';
import { LedgerReader } from '#libs/ledger';
import { ScanTransport } from '#libs/mqtt';
import { Health, type Logger, Metrics, NestPinoLogger, type RunningApp, startHealthServer } from '#libs/service';
import { ScanStream } from '#libs/stream';
import { ScanServer } from './arrivals/scan-server.js';
import type { IngestEnvironment } from './environment.js';
import { IngestModule, type IngestParts } from './ingest.module.js';
import { IngestMetrics } from './metrics.js';
import { loadNodeSecrets } from './node-secrets.js';
import { patiently } from './patience.js';
import { ReceiptForwarder } from './receipts/forwarder.js';
import { Credentials } from './registry/credentials.js';
import { DeviceRegistry } from './registry/device-registry.js';
import { followRegistry } from './registry/follow-registry.js';
import { ScanAppender } from './scans/appender.js';

export interface RunningIngest extends RunningApp {
  readonly app: INestMicroservice;
  readonly healthPort: number;
}

// Nothing that is left then is worth waiting for: scans that are not durable are sent again.
const STOP_STEP_TIMEOUT_MS = 500;

/** The module as Nest runs it; tests call it with exchanged parts. */
export const createIngest = (parts: IngestParts): Promise<INestMicroservice> =>
  NestFactory.createMicroservice<AsyncMicroserviceOptions>(IngestModule.register(parts), {
    logger: new NestPinoLogger(parts.logger),
    abortOnError: false,
    inject: [ScanServer],
    useFactory: (strategy: ScanServer) => ({ strategy }),
  });

/** Starts ingest: answers for its health at once, takes scans when keys, registry and stream are there. */
export async function startIngest(
  environment: IngestEnvironment,
  logger: Logger,
  exchanged: Pick<IngestParts, 'verifier'> = {},
): Promise<RunningIngest> {
  const health = new Health();
  const metrics = new Metrics();
  let missing: string | undefined = 'ingest is starting';
  health.addCheck('start', () => {
    if (missing !== undefined) throw new Error(missing);
  });
  const healthServer = await startHealthServer({
    host: '127.0.0.1',
    port: environment.CAIRN_INGEST_HEALTH_PORT,
    health,
    metrics,
  });
  const secrets = await patiently('anchor has not prepared the data folder', logger, () =>
    loadNodeSecrets(environment),
  );
  const app = await createIngest({ environment, logger, metrics, secrets, ...exchanged });
  const [ledger, stream, transport] = [app.get(LedgerReader), app.get(ScanStream), app.get(ScanTransport)];
  const [registry, appender, forwarder] = [app.get(DeviceRegistry), app.get(ScanAppender), app.get(ReceiptForwarder)];
  app.get(IngestMetrics).watch({ transport, registry });
  health.addCheck('mqtt', () => transport.check());
  health.addCheck('registry', () => registry.check());
  health.addCheck('receipts', () => forwarder.check());
  health.addCheck('stream', async () => {
    appender.check();
    await stream.ends('scans');
  });
  const following = followRegistry(ledger, { registry, credentials: app.get(Credentials) }, logger);
  await patiently('receipts cannot be read from the stream', logger, () => forwarder.start());
  await app.listen();
  missing = undefined;
  return {
    app,
    healthPort: healthServer.port,
    async stop() {
      missing = 'ingest is stopping';
      // Scans under way first, as long as everything they need still runs.
      await app.close();
      await Promise.all([forwarder.stop(), appender.stop(), following.stop()].map(inTime));
      await Promise.all([stream.close(), ledger.close(), healthServer.stop()].map(inTime));
    },
  };
}

async function inTime(step: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, STOP_STEP_TIMEOUT_MS)));
  await Promise.race([step, late]);
  clearTimeout(timer);
}
