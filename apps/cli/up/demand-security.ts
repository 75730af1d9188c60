import { ConfigurationError, databaseUrl, StartError } from '#libs/host/service';
import { apiCertificate } from '#libs/host/tls';
import { kafkaSecurity } from '#libs/transport/stream';
import { demandSafeBroker, demandSafePublicBroker } from './broker.js';
import type { UpEnvironment } from './configuration.js';

const CHECKS: readonly ((environment: UpEnvironment) => unknown)[] = [
  apiCertificate,
  (environment) => environment.CAIRN_DATABASE_URL && databaseUrl(environment),
  (environment) => environment.CAIRN_PROFILE === 'distributed' && kafkaSecurity(environment),
  demandSafePublicBroker,
  demandSafeBroker,
];

/**
 * What the programs refuse at their start, asked before anything is started: clear text beyond this machine that nobody has asked for,
 * and files of certificates that cannot be used.
 * @throws {StartError} that says all of it; {ConfigurationError} where it is one thing, and one of settings
 */
export function demandSecurity(environment: UpEnvironment): void {
  const refusals = CHECKS.flatMap((check) => refusalOf(() => check(environment)) ?? []);
  if (refusals.length > 1) throw new StartError(refusals.map(({ message }) => message).join(' '));
  if (refusals[0]) throw refusals[0];
}

function refusalOf(check: () => unknown): Error | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof StartError || error instanceof ConfigurationError) return error;
    throw error;
  }
}
