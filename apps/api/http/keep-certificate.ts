import type { Server } from 'node:tls';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Health, Logger } from '#libs/host/service';
import type { ServerCertificate } from '#libs/host/tls';
import { API_HEALTH, API_LOGGER, CLOCK } from '../tokens.js';

/** Takes up certificate files that are renewed while the server runs, and has its health say when the one in use has ended. */
export function keepCertificate(app: NestFastifyApplication, certificate: ServerCertificate): void {
  // Made with a certificate, it is one of TLS.
  const server = app.getHttpServer() as unknown as Server;
  const logger = app.get<Logger>(API_LOGGER);
  const now = app.get<() => number>(CLOCK);
  app.get<Health>(API_HEALTH).addCheck('certificate', () => certificate.check(now()));
  certificate.follow((options) => server.setSecureContext(options), {
    replaced: (timeMs) => logger.info({ validUntil: new Date(timeMs).toISOString() }, 'the certificate was replaced'),
    unusable: (why) => logger.error({ why }, 'the new certificate cannot be used: the old one stays'),
  });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onClose', async () => certificate.stop());
}
