import { setTimeout as pause } from 'node:timers/promises';
import { ConfigurationError, explainStartFailure, type Logger, StartError } from '#libs/host/service';
import { isRefused } from '#libs/transport/stream';

// Longer than the first start of a database and of anchor on a slow machine; then a person, or a supervisor, has to look.
const PATIENCE_MS = 60_000;
const AGAIN_MS = 250;

/**
 * Tries until it works, for what another process of the node prepares. Says once that it waits.
 * @throws {StartError} when patience ends. @throws {ConfigurationError}, {StreamError} REFUSED at once.
 */
export async function patiently<Result>(
  what: string,
  logger: Logger,
  action: () => Promise<Result>,
  { patienceMs = PATIENCE_MS }: { readonly patienceMs?: number } = {},
): Promise<Result> {
  const deadline = performance.now() + patienceMs;
  for (let attempt = 0; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      if (error instanceof ConfigurationError || isRefused(error)) throw error;
      if (performance.now() > deadline)
        throw new StartError(`${what}: ${explainStartFailure(error)}`, { cause: error });
      if (attempt === 1) logger.info({ why: explainStartFailure(error) }, `waiting: ${what}`);
      await pause(AGAIN_MS);
    }
  }
}
