import 'reflect-metadata';
import type { INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { AsyncMicroserviceOptions } from '@nestjs/microservices';
import type { EnvironmentKeys } from '#libs/host/keys';
import { LedgerReader } from '#libs/log/ledger';
import { ScanTransport } from '#libs/transport/mqtt';
import { Health, type Logger, Metrics, NestPinoLogger, type RunningApp, startHealthServer } from '#libs/host/service';
import { ScanStream } from '#libs/transport/stream';
import { ScanServer } from './arrivals/scan-server.js';
import type { IngestEnvironment } from './environment.js';
import { IngestModule, type IngestParts } from './ingest.module.js';
import { IngestMetrics } from './metrics.js';
import { loadNodeSecrets } from './node-secrets.js';
import { patiently } from './patience.js';
import { ReceiptForwarder } from './receipts/forwarder.js';
import { Credentials } from './registry/credentials.js';
import { DistrustedDevices } from './registry/distrusted-devices.js';
import { DeviceRegistry } from './registry/device-registry.js';
import { followRegistry } from './registry/follow-registry.js';
import { Revocations } from './registry/revocations.js';
import { ScanAppender } from './scans/appender.js';
import { StopSteps } from './stop-steps.js';
import { readWayIn } from './way-in.js';

export interface RunningIngest extends RunningApp {
  readonly app: INestMicroservice;
  readonly healthPort: number;
}

/** Keys that came in the environment, and parts that tests exchange. */
type ExchangedParts = Pick<IngestParts, 'verifier' | 'stream'> & { readonly keys?: EnvironmentKeys };

/** The module as Nest runs it. */
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
  exchanged: ExchangedParts = {},
): Promise<RunningIngest> {
  const steps = new StopSteps(logger);
  try {
    return await start(environment, logger, exchanged, steps);
  } catch (error) {
    await steps.stop();
    throw error;
  }
}

async function start(
  environment: IngestEnvironment,
  logger: Logger,
  { keys, ...exchanged }: ExchangedParts,
  steps: StopSteps,
): Promise<RunningIngest> {
  const wayIn = readWayIn(environment, logger);
  const health = new Health();
  const metrics = new Metrics();
  let started = false;
  health.addCheck('start', () => {
    if (!started) throw new Error('ingest is starting or stopping');
  });
  const port = environment.CAIRN_INGEST_HEALTH_PORT;
  const variable = 'CAIRN_INGEST_HEALTH_PORT';
  const healthServer = await startHealthServer({
    host: environment.CAIRN_HEALTH_HOST,
    port,
    variable,
    health,
    metrics,
  });
  steps.add('health', () => healthServer.stop());

  const secrets = await patiently('anchor has not prepared the data folder', logger, () =>
    loadNodeSecrets(environment, keys),
  );
  const app = await createIngest({ environment, logger, metrics, secrets, wayIn, ...exchanged });
  const [ledger, stream, transport] = [app.get(LedgerReader), app.get(ScanStream), app.get(ScanTransport)];
  const [registry, appender, forwarder] = [app.get(DeviceRegistry), app.get(ScanAppender), app.get(ReceiptForwarder)];
  steps.add('database', () => ledger.close());
  steps.add('stream', () => stream.close());
  steps.add('appends', () => appender.stop());

  const distrusted = app.get(DistrustedDevices);
  app.get(IngestMetrics).watch({ transport, registry, distrusted });
  health.addCheck('mqtt', () => transport.check());
  health.addCheck('registry', () => registry.check());
  health.addCheck('receipt-key', () => registry.checkReceiptKey(secrets.receiptKey.keyId));
  health.addCheck('receipts', () => forwarder.check());
  health.addCheck('stream', async () => {
    appender.check();
    await stream.ends('scans');
  });

  const credentials = app.get(Credentials);
  const revocations = new Revocations(ledger.registry, transport, {
    trouble: (error) =>
      logger.warn({ err: error }, 'passwords cannot be looked up: open connections go on until they can'),
    changed: () => credentials.forget(),
  });
  const following = followRegistry(ledger, { registry, credentials, revocations, distrusted }, logger);
  steps.add('registry', () => following.stop());
  steps.add('receipts', () => forwarder.stop());
  await patiently('receipts cannot be read from the stream', logger, () => forwarder.start());
  // Scans under way first, as long as everything they need still runs. It has deadlines of its own.
  steps.add('scans', () => app.close(), { timeoutMs: 2_100 });
  await app.listen();
  started = true;
  return {
    app,
    healthPort: healthServer.port,
    stop: () => {
      started = false;
      return steps.stop();
    },
  };
}
