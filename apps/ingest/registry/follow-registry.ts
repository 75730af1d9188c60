import type { LedgerReader } from '#libs/log/ledger';
import type { Logger } from '#libs/host/service';
import type { Credentials } from './credentials.js';
import type { DeviceRegistry } from './device-registry.js';
import type { DistrustedDevices } from './distrusted-devices.js';
import type { Revocations } from './revocations.js';

// Should an announcement get lost: then an ended password opens nothing more after this time.
const POLL_INTERVAL_MS = 30_000;
// Nobody announces them, and what goes by meanwhile the anchor finds.
const DISTRUST_INTERVAL_MS = 5_000;

export interface Followers {
  readonly registry: DeviceRegistry;
  readonly credentials: Credentials;
  readonly revocations: Revocations;
  readonly distrusted: DistrustedDevices;
}

/** Keeps registry and passwords up to date: at each announcement of the database, after each reconnect, and now and then. */
export function followRegistry(
  ledger: Pick<LedgerReader, 'listen'>,
  { registry, credentials, revocations, distrusted }: Followers,
  logger: Logger,
): { stop(): Promise<void> } {
  const refresh = (): void => {
    // First: who comes in while the connections are looked through must come in by what holds now.
    credentials.forget();
    revocations.look();
    registry.refresh().catch((error: unknown) => logger.warn({ err: error }, 'the registry cannot be read'));
  };
  const readDistrusted = (): void =>
    void distrusted
      .refresh()
      .catch((error: unknown) => logger.warn({ err: error }, 'which devices are distrusted cannot be read'));
  readDistrusted();
  const listener = ledger.listen('cairn_registry', refresh);
  const timers = [setInterval(refresh, POLL_INTERVAL_MS), setInterval(readDistrusted, DISTRUST_INTERVAL_MS)];
  for (const timer of timers) timer.unref();
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await listener.stop();
      await revocations.stop();
    },
  };
}
