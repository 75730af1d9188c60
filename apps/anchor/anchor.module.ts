import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import {
  CheckpointStore,
  FileCheckpointStore,
  FileLogStorage,
  type FileOperations,
  FilePrivateParts,
  LogStorage,
  PrivateParts,
} from '#libs/log/storage';
import { type Clock, type Faults, noFaults, systemClock } from '#libs/log/ledger';
import { dataPaths, databaseUrl, type Logger, type Metrics } from '#libs/host/service';
import { SignatureVerifier } from '#libs/core/signatures';
import type { NodeIdentity } from '#libs/host/keys';
import { openScanStream, ScanStream } from '#libs/transport/stream';
import type { AnchorEnvironment } from './environment.js';
import { AnchorObserver } from './metrics.js';
import { Anchor } from './sequencing/anchor.js';
import { createCosigner } from './witnessing/create-cosigner.js';
import { StreamAlarms } from './stream-alarms.js';
import { PolicyCosigner } from './witnessing/policy-cosigner.js';

export interface AnchorModuleParts {
  readonly environment: AnchorEnvironment;
  readonly identity: NodeIdentity;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Of everything that the anchor verifies. */
  readonly verifier: SignatureVerifier;
  readonly clock?: Clock;
  readonly faults?: Faults;
  readonly files?: FileOperations;
  /** How long a clock that jumped is watched; left out in the field. */
  readonly goOnAfterMs?: number | undefined;
}

const SCANS_PER_COMMIT_MAX = 4_096;

/** All of anchor. The profile chooses the stream and nothing else. */
@Module({})
export class AnchorModule {
  static register(parts: AnchorModuleParts): DynamicModule {
    const { environment, identity, logger, metrics, verifier, clock = systemClock, faults = noFaults, files } = parts;
    const paths = dataPaths(environment.CAIRN_DATA);
    const providers: Provider[] = [
      { provide: LogStorage, useFactory: () => new FileLogStorage(paths.log, files) },
      { provide: CheckpointStore, useFactory: () => new FileCheckpointStore(paths.checkpoints, files) },
      { provide: PrivateParts, useFactory: () => new FilePrivateParts(paths.privateParts, files) },
      { provide: ScanStream, useFactory: () => openScanStream(environment, { logger, clientId: 'cairn-anchor' }) },
      // The ledger judges each key before it trusts what the key has signed; the log's own needs no judging.
      { provide: SignatureVerifier, useValue: verifier },
      { provide: StreamAlarms, useFactory: () => new StreamAlarms(metrics, logger, clock) },
      {
        provide: AnchorObserver,
        inject: [StreamAlarms],
        useFactory: (alarms: StreamAlarms) => new AnchorObserver(metrics, logger, alarms),
      },
      {
        provide: PolicyCosigner,
        inject: [LogStorage, SignatureVerifier, AnchorObserver],
        useFactory: (storage: LogStorage, verifier: SignatureVerifier, observer: AnchorObserver) =>
          createCosigner({
            policy: identity.policy,
            urls: environment.CAIRN_ANCHOR_WITNESS_URLS,
            storage,
            verifier,
            clock,
            timeoutMs: environment.CAIRN_ANCHOR_WITNESS_TIMEOUT_MS,
            cosignEveryMs: environment.CAIRN_ANCHOR_COSIGN_MS,
            onOutcome: (state) => observer.witnessAnswered(state),
          }),
      },
      {
        provide: Anchor,
        inject: [
          LogStorage,
          CheckpointStore,
          PrivateParts,
          PolicyCosigner,
          ScanStream,
          SignatureVerifier,
          AnchorObserver,
        ],
        useFactory: (
          storage: LogStorage,
          checkpoints: CheckpointStore,
          privateParts: PrivateParts,
          cosigner: PolicyCosigner,
          stream: ScanStream,
          verifier: SignatureVerifier,
          observer: AnchorObserver,
        ) =>
          new Anchor({
            identity,
            databaseUrl: databaseUrl(environment),
            stream,
            storage,
            checkpoints,
            cosigner,
            privateParts,
            verifier,
            observer,
            logger,
            clock,
            faults,
            limits: {
              commitEveryMs: environment.CAIRN_ANCHOR_COMMIT_MS,
              publishEveryMs: environment.CAIRN_ANCHOR_PUBLISH_MS,
              cosignEveryMs: environment.CAIRN_ANCHOR_COSIGN_MS,
              holdTimeMs: environment.CAIRN_ANCHOR_HOLD_MS,
              scansPerCommitMax: SCANS_PER_COMMIT_MAX,
            },
            clockGuard: { agreedMs: environment.CAIRN_ANCHOR_CLOCK_AGREED, goOnAfterMs: parts.goOnAfterMs },
            lease: {
              databaseUrl: databaseUrl(environment),
              durationMs: environment.CAIRN_ANCHOR_LEASE_MS,
              renewEveryMs: environment.CAIRN_ANCHOR_RENEW_MS,
            },
          }),
      },
    ];
    return { module: AnchorModule, providers };
  }
}
