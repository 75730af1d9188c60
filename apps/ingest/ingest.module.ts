import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { LedgerReader } from '#libs/log/ledger';
import { ScanTransport } from '#libs/transport/mqtt';
import { databaseUrl, type Logger, type Metrics } from '#libs/host/service';
import { SignatureVerifier } from '#libs/core/signatures';
import { NativeVerifier } from '#libs/host/keys';
import { openScanStream, ScanStream } from '#libs/transport/stream';
import { ScanServer } from './arrivals/scan-server.js';
import type { IngestEnvironment } from './environment.js';
import { IngestMetrics } from './metrics.js';
import type { NodeSecrets } from './node-secrets.js';
import { patiently } from './patience.js';
import { DistrustedDevices } from './registry/distrusted-devices.js';
import { ReceiptForwarder } from './receipts/forwarder.js';
import { Credentials } from './registry/credentials.js';
import { DeviceRegistry } from './registry/device-registry.js';
import { ScanAppender } from './scans/appender.js';
import { ScanJudge } from './scans/judge.js';
import { ScanPipeline } from './scans/pipeline.js';
import { RejectWriter } from './scans/reject-writer.js';
import { ScansController } from './scans/scans.controller.js';
import { SignatureGate } from './scans/signature-gate.js';
import type { WayIn } from './way-in.js';

export interface IngestParts {
  readonly environment: IngestEnvironment;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly secrets: NodeSecrets;
  readonly wayIn: WayIn;
  /** Instead of the native one: for a bench that leaves signatures out. */
  readonly verifier?: SignatureVerifier;
  /** Instead of the profile's: for tests that share a Kafka. */
  readonly stream?: ScanStream;
}

/** All of ingest. The profile chooses two adapters, the broker and the stream, and nothing else. */
@Module({})
export class IngestModule {
  static register({ environment, logger, metrics, secrets, wayIn, verifier, stream }: IngestParts): DynamicModule {
    const embedded = environment.CAIRN_PROFILE === 'embedded';
    const providers: Provider[] = [
      { provide: IngestMetrics, useFactory: () => new IngestMetrics(metrics, logger) },
      {
        provide: LedgerReader,
        useFactory: () => LedgerReader.open({ databaseUrl: databaseUrl(environment, 'ingest'), name: 'cairn-ingest' }),
      },
      { provide: ScanStream, useFactory: () => stream ?? openScanStream(environment, { logger, program: 'ingest' }) },
      // Every key comes from the registry, whose keys were checked when they were enrolled.
      { provide: SignatureVerifier, useFactory: () => verifier ?? new NativeVerifier({ keysAreEnrolled: true }) },
      {
        provide: DeviceRegistry,
        inject: [LedgerReader],
        useFactory: async (ledger: LedgerReader) => {
          const registry = new DeviceRegistry(ledger.registry);
          await patiently('the registry of devices cannot be read', logger, () => registry.refresh());
          return registry;
        },
      },
      {
        provide: DistrustedDevices,
        inject: [LedgerReader],
        useFactory: (ledger: LedgerReader) => new DistrustedDevices(ledger.registry),
      },
      {
        provide: Credentials,
        inject: [LedgerReader],
        useFactory: (ledger: LedgerReader) => new Credentials(ledger.registry),
      },
      {
        provide: ScanTransport,
        inject: [Credentials, IngestMetrics],
        useFactory: (credentials: Credentials, observer: IngestMetrics) =>
          wayIn.transport({ credentials: (deviceId, password) => credentials.verify(deviceId, password), observer }),
      },
      {
        provide: ScanServer,
        inject: [ScanTransport],
        useFactory: (transport: ScanTransport) => new ScanServer(transport),
      },
      {
        provide: ScanAppender,
        inject: [ScanStream, IngestMetrics],
        useFactory: (stream: ScanStream, observer: IngestMetrics) =>
          new ScanAppender(stream, secrets.streamKey, observer),
      },
      {
        provide: ScanPipeline,
        inject: [
          ScanStream,
          DeviceRegistry,
          DistrustedDevices,
          SignatureVerifier,
          ScanAppender,
          ScanTransport,
          IngestMetrics,
        ],
        useFactory: async (
          stream: ScanStream,
          registry: DeviceRegistry,
          distrusted: DistrustedDevices,
          verifier: SignatureVerifier,
          appender: ScanAppender,
          transport: ScanTransport,
          observer: IngestMetrics,
        ) =>
          new ScanPipeline({
            judge: new ScanJudge(registry, (error) => observer.unexpected(error), embedded ? 'here' : 'elsewhere'),
            registry,
            verifier,
            gate: new SignatureGate(distrusted),
            distrust: (device) => distrusted.add(device),
            appender,
            observer,
            rejects: new RejectWriter(secrets.receiptKey, secrets.logOrigin),
            partitions: await patiently('the stream cannot be reached', logger, () => stream.partitions('scans')),
            // A reject that does not arrive is written again when the device sends the scan again.
            send: (deviceId, message) => void transport.send(deviceId, message).catch(() => {}),
          }),
      },
      {
        provide: ReceiptForwarder,
        inject: [ScanStream, ScanTransport, IngestMetrics],
        useFactory: (stream: ScanStream, transport: ScanTransport, observer: IngestMetrics) =>
          new ReceiptForwarder({
            stream,
            transport,
            observer,
            streamKey: secrets.streamKey,
            // Only this process can reach the devices of its own broker.
            group: embedded ? `cairn-ingest-${process.pid.toString(36)}-${Date.now().toString(36)}` : 'cairn-ingest',
          }),
      },
    ];
    return { module: IngestModule, controllers: [ScansController], providers };
  }
}
