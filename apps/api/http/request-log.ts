import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { API_LOGGER, API_METRICS } from '../tokens.js';
import type { Counter, Histogram, Logger, Metrics } from '#libs/host/service';

/**
 * What is kept of a request: its route, status and duration. Paths and queries of ordinary requests are not logged: they say who
 * looks at which goods.
 */
@Injectable()
export class RequestLog {
  private readonly seconds: Histogram<'route' | 'tier' | 'status'>;
  private readonly failures: Counter<'route'>;

  constructor(
    @Inject(API_LOGGER) private readonly logger: Logger,
    @Inject(API_METRICS) metrics: Metrics,
  ) {
    this.seconds = metrics.histogram('cairn_api_request_seconds', 'From the request to the last byte of the answer', {
      labelNames: ['route', 'tier', 'status'],
    });
    this.failures = metrics.counter('cairn_api_failures_total', 'Answers with status 500 and above', ['route']);
  }

  answered(request: FastifyRequest, reply: FastifyReply): void {
    this.seconds.observe(
      { route: routeOf(request), tier: request.officer ? 'customs' : 'public', status: String(reply.statusCode) },
      reply.elapsedTime / 1_000,
    );
  }

  failure(request: FastifyRequest, error: unknown): void {
    this.failures.inc({ route: routeOf(request) });
    this.logger.error({ err: error, route: routeOf(request), request: request.id }, 'a request failed');
  }
}

// The pattern, not the path: a metric has few label values.
const routeOf = (request: FastifyRequest): string => request.routeOptions?.url ?? 'none';
