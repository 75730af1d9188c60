import type { LedgerReader } from '#libs/log/ledger';
import type { Logger } from '#libs/host/service';
import type { Credentials } from './credentials.js';
import type { DeviceRegistry } from './device-registry.js';
import type { Revocations } from './revocations.js';

// Should an announcement get lost: then an ended password opens nothing more after this time.
const POLL_INTERVAL_MS = 30_000;

export interface Followers {
  readonly registry: DeviceRegistry;
  readonly credentials: Credentials;
  readonly revocations: Revocations;
}

/** Keeps registry and passwords up to date: at each announcement of the database, after each reconnect, and now and then. */
export function followRegistry(
  ledger: Pick<LedgerReader, 'listen'>,
  { registry, credentials, revocations }: Followers,
  logger: Logger,
): { stop(): Promise<void> } {
  const refresh = (): void => {
    // First: who comes in while the connections are looked through must come in by what holds now.
    credentials.forget();
    revocations.look();
    registry.refresh().catch((error: unknown) => logger.warn({ err: error }, 'the registry cannot be read'));
  };
  const listener = ledger.listen('cairn_registry', refresh);
  const timer = setInterval(refresh, POLL_INTERVAL_MS).unref();
  return {
    async stop() {
      clearInterval(timer);
      await listener.stop();
      await revocations.stop();
    },
  };
}
