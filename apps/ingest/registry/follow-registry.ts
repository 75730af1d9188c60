import type { LedgerReader } from '#libs/log/ledger';
import type { Logger } from '#libs/host/service';
import type { Credentials } from './credentials.js';
import type { DeviceRegistry } from './device-registry.js';

// Should an announcement get lost.
const POLL_INTERVAL_MS = 30_000;

/** Keeps registry and passwords up to date: at each announcement of the database, after each reconnect, and now and then. */
export function followRegistry(
  ledger: Pick<LedgerReader, 'listen'>,
  { registry, credentials }: { readonly registry: DeviceRegistry; readonly credentials: Credentials },
  logger: Logger,
): { stop(): Promise<void> } {
  const refresh = (): void => {
    registry.refresh().catch((error: unknown) => logger.warn({ err: error }, 'the registry cannot be read'));
  };
  const listener = ledger.listen('cairn_registry', () => {
    credentials.forget();
    refresh();
  });
  const timer = setInterval(refresh, POLL_INTERVAL_MS).unref();
  return {
    async stop() {
      clearInterval(timer);
      await listener.stop();
    },
  };
}
