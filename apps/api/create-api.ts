import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { TrustedProxies } from '#libs/host/addresses';
import { type Logger, NestPinoLogger } from '#libs/host/service';
import type { ServerCertificate } from '#libs/host/tls';
import { ApiModule, type ApiParts } from './api.module.js';
import { createAdapter } from './http/adapter.js';
import { ConnectionLimit } from './http/connection-limit.js';
import { keepCertificate } from './http/keep-certificate.js';
import { RequestLog } from './http/request-log.js';
import { tellUnnamedProxy } from './http/unnamed-proxy.js';
import { ApiDescription } from './openapi/document.js';
import { API_LOGGER } from './tokens.js';

/**
 * The whole api, ready to listen.
 * @param certificate with it the public port speaks HTTPS
 */
export async function createApi(parts: ApiParts, certificate?: ServerCertificate): Promise<NestFastifyApplication> {
  const adapter = await createAdapter({ proxies: parts.environment.CAIRN_TRUSTED_PROXIES, certificate });
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.register(parts), adapter, {
    logger: new NestPinoLogger(parts.logger),
    abortOnError: false,
    bodyParser: false,
  });
  return prepareApi(app, certificate);
}

/** What a Nest application of {@link ApiModule} needs before it listens; tests call it for modules with exchanged parts. */
export async function prepareApi(
  app: NestFastifyApplication,
  certificate?: ServerCertificate,
): Promise<NestFastifyApplication> {
  const requests = app.get(RequestLog);
  const connections = app.get(ConnectionLimit);
  const server = app.getHttpAdapter().getInstance();
  server.addHook('onResponse', async (request, reply) => requests.answered(request, reply));
  server.addHook('preClose', async () => connections.endSoon());
  connections.watch(server.server);
  tellUnnamedProxy(server, app.get(TrustedProxies), app.get<Logger>(API_LOGGER));
  if (certificate) keepCertificate(app, certificate);
  await app.init();
  app.get(ApiDescription).describe(app);
  return app;
}
