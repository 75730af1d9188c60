import { databaseUrl } from '#libs/host/service';
import { apiCertificate } from '#libs/host/tls';
import { kafkaSecurity } from '#libs/transport/stream';
import type { UpEnvironment } from './configuration.js';

/**
 * What the programs refuse at their start, asked before anything is started: clear text beyond this machine that nobody has asked for,
 * and files of certificates that cannot be used.
 * @throws {StartError}; {ConfigurationError}
 */
export function demandSecurity(environment: UpEnvironment): void {
  apiCertificate(environment);
  if (environment.CAIRN_DATABASE_URL) databaseUrl(environment);
  if (environment.CAIRN_PROFILE === 'distributed') kafkaSecurity(environment);
}
