import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestPinoLogger } from '#libs/host/service';
import { ApiModule, type ApiParts } from './api.module.js';
import { createAdapter } from './http/adapter.js';
import { RequestLog } from './http/request-log.js';
import { ApiDescription } from './openapi/document.js';

/** The whole api, ready to listen. */
export async function createApi(parts: ApiParts): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.register(parts), await createAdapter(), {
    logger: new NestPinoLogger(parts.logger),
    abortOnError: false,
    bodyParser: false,
  });
  return prepareApi(app);
}

/** What a Nest application of {@link ApiModule} needs before it listens; tests call it for modules with exchanged parts. */
export async function prepareApi(app: NestFastifyApplication): Promise<NestFastifyApplication> {
  const requests = app.get(RequestLog);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onResponse', async (request, reply) => requests.answered(request, reply));
  await app.init();
  app.get(ApiDescription).describe(app);
  return app;
}
