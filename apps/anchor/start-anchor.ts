import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FileCheckpointStore, type FileOperations } from '#libs/log/storage';
import { type Clock, type Faults, LedgerReader } from '#libs/log/ledger';
import {
  dataPaths,
  databaseUrl,
  Health,
  type Logger,
  Metrics,
  NestPinoLogger,
  type RunningApp,
  startHealthServer,
} from '#libs/host/service';
import type { SignatureVerifier } from '#libs/core/signatures';
import { EnvironmentKeys, guardedKey, handOut, IdentityError, loadIdentity, type NodeIdentity } from '#libs/host/keys';
import { openVerifierPool } from '#libs/host/verification';
import { ScanStream, whenRefused } from '#libs/transport/stream';
import { AnchorModule, type AnchorModuleParts } from './anchor.module.js';
import type { AnchorEnvironment } from './environment.js';
import { RefusalError } from './error.js';
import { AnchorObserver } from './metrics.js';
import { migrateNode } from './migrations.js';
import { addProjectionNotes } from './projecting/notes.js';
import { Anchor } from './sequencing/anchor.js';
import { mendSequences } from './sequencing/mend-sequences.js';
import { addWitnessNotes } from './witnessing/notes.js';
import { StreamAlarms } from './stream-alarms.js';
import { PolicyCosigner } from './witnessing/policy-cosigner.js';

export interface RunningAnchor extends RunningApp {
  readonly app: INestApplicationContext;
  readonly anchor: Anchor;
  readonly healthPort: number;
}

/** What a start may be given from outside: keys that came in the environment, and parts that tests exchange. */
export interface ExchangedParts {
  readonly faults?: Faults;
  readonly files?: FileOperations;
  /** Instead of threads that verify. */
  readonly verifier?: SignatureVerifier;
  readonly clock?: Clock;
  /** How long a clock that jumped is watched. */
  readonly goOnAfterMs?: number;
  readonly keys?: EnvironmentKeys;
  /** Exchanges keys of the identity that was loaded for such as lie elsewhere. */
  readonly withKeys?: (identity: NodeIdentity) => NodeIdentity;
}

/** The module as Nest runs it; tests call it with exchanged parts. */
export const createAnchor = (parts: AnchorModuleParts): Promise<INestApplicationContext> =>
  NestFactory.createApplicationContext(AnchorModule.register(parts), {
    logger: new NestPinoLogger(parts.logger),
    abortOnError: false,
  });

/**
 * Starts anchor: tables, keys, then the lease. Resolves when it is active or stands by, and keys, policy and first entries are there.
 * @throws {RefusalError} when what is signed and what is stored contradict each other; {StreamError} REFUSED when the stream does not let
 *   this program in; what else makes a start fail.
 */
export async function startAnchor(
  environment: AnchorEnvironment,
  logger: Logger,
  exchanged: ExchangedParts = {},
): Promise<RunningAnchor> {
  const health = new Health();
  const metrics = new Metrics();
  const port = environment.CAIRN_ANCHOR_HEALTH_PORT;
  const variable = 'CAIRN_ANCHOR_HEALTH_PORT';
  const healthServer = await startHealthServer({
    host: environment.CAIRN_HEALTH_HOST,
    port,
    variable,
    health,
    metrics,
  });
  const undo: (() => Promise<void>)[] = [() => healthServer.stop()];
  try {
    // Before the migrations too: each takes a number for its row in the account of its schema.
    await mendSequences(databaseUrl(environment), logger);
    await migrateNode(databaseUrl(environment));
    const { keys, faults, files, clock, goOnAfterMs, withKeys = (loaded: NodeIdentity) => loaded } = exchanged;
    const identity = withGuardedKeys(withKeys(await identityOf(environment, keys)));
    shareFiles(environment, keys, logger);
    const verifier = exchanged.verifier ?? (await openThreads(logger, health, undo));
    const app = await createAnchor({
      environment,
      identity,
      logger,
      metrics,
      verifier,
      faults,
      files,
      clock,
      goOnAfterMs,
    });
    const [anchor, stream] = [app.get(Anchor), app.get(ScanStream)];
    // In this order at the end too: what was committed is published before the stream goes.
    undo.unshift(
      () => anchor.stop(),
      () => stream.close(),
      () => app.close(),
    );
    health.addCheck('sequencer', () => requireWorking(anchor));
    health.addCheck('stream', async () => void (await stream.ends('scans')));
    addWitnessNotes(health, app.get(PolicyCosigner), app.get(AnchorObserver));
    addProjectionNotes(health, app.get(AnchorObserver));
    app.get(StreamAlarms).addNote(health);
    // The streams in PostgreSQL are tables of ours, and ingest and the api may not make them.
    if (environment.CAIRN_PROFILE === 'embedded') await stream.partitions('scans');
    await Promise.race([anchor.start(), whenRefused(stream, 'scans')]);
    return { app, anchor, healthPort: healthServer.port, stop: () => inOrder(undo) };
  } catch (error) {
    await inOrder(undo);
    throw error;
  }
}

async function openThreads(logger: Logger, health: Health, undo: (() => Promise<void>)[]): Promise<SignatureVerifier> {
  const verifier = await openVerifierPool({ warn: (sentence) => logger.warn(sentence), keysAreEnrolled: true });
  undo.unshift(() => verifier.close());
  health.addNote('signatures', () => `verified by ${verifier.kind}`);
  return verifier;
}

async function inOrder(steps: readonly (() => Promise<void>)[]): Promise<void> {
  for (const step of steps) await step();
}

async function identityOf(environment: AnchorEnvironment, keys?: EnvironmentKeys): Promise<NodeIdentity> {
  const paths = dataPaths(environment.CAIRN_DATA);
  const reader = LedgerReader.open({ databaseUrl: databaseUrl(environment), name: 'cairn-anchor', connectionsMax: 1 });
  try {
    const begun =
      (await reader.head()) !== null || (await new FileCheckpointStore(paths.checkpoints).highest()) !== null;
    return loadIdentity({ paths, origin: environment.CAIRN_LOG_ORIGIN, begun, keys });
  } catch (error) {
    if (error instanceof IdentityError) throw new RefusalError(error.code, error.message, { cause: error });
    throw error;
  } finally {
    await reader.close();
  }
}

/** Before the first lease too: ingest and api wait for these files. */
function shareFiles(
  environment: AnchorEnvironment,
  keys: EnvironmentKeys = EnvironmentKeys.none,
  logger: Logger,
): void {
  const { CAIRN_DATA, CAIRN_ANCHOR_HAND_OUT: folder } = environment;
  if (folder === undefined) return;
  const files = handOut(dataPaths(CAIRN_DATA), keys, folder);
  if (files.length > 0) logger.info({ files }, 'files were handed out to ingest and api');
}

/** What a key elsewhere answers late or wrong ends the reign, before anybody has seen it. */
const withGuardedKeys = (identity: NodeIdentity): NodeIdentity => ({
  ...identity,
  logKey: guardedKey(identity.logKey),
  nextLogKey: identity.nextLogKey && { ...identity.nextLogKey, key: guardedKey(identity.nextLogKey.key) },
  operatorKey: guardedKey(identity.operatorKey),
  receiptKey: guardedKey(identity.receiptKey),
});

/** Standing by is healthy too: the other one is active. */
function requireWorking({ state }: Anchor): void {
  switch (state.kind) {
    case 'active':
    case 'standby':
      return;
    case 'starting':
    case 'stopped':
      throw new Error(`the anchor is ${state.kind}`);
    case 'holding':
    case 'recovering':
    case 'refusing':
      throw new Error(state.why);
  }
}
