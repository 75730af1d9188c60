import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { withoutUserinfo } from '#libs/host/addresses';
import type { Health } from './health.js';
import { hostProblem } from './host-header.js';
import type { Metrics } from './metrics.js';
import { busyPort } from './run.js';

export interface HealthServerOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Variable of the environment that gives another port: said where this one is busy. */
  readonly variable: string;
  readonly health: Health;
  readonly metrics: Metrics;
}

export interface HealthServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Answers one path, whatever the method. */
export type HealthRoute = (response: ServerResponse) => Promise<void>;

/** /health/live, /health/ready and /metrics, for a server that has other paths as well. */
export const healthRoutes = ({
  health,
  metrics,
}: Pick<HealthServerOptions, 'health' | 'metrics'>): Readonly<Record<string, HealthRoute>> => ({
  '/health/live': async (response) => send(response, 200, 'application/json', '{"status":"ok"}'),
  '/health/ready': async (response) => {
    const report = await health.report();
    send(response, report.status === 'ok' ? 200 : 503, 'application/json', JSON.stringify(report));
  },
  '/metrics': async (response) => send(response, 200, metrics.contentType, await metrics.render()),
});

/**
 * Serves /health/live, /health/ready and /metrics, apart from what others may ask.
 * @throws {StartError} when the port is busy.
 */
export async function startHealthServer(options: HealthServerOptions): Promise<HealthServer> {
  const { host, port, variable, health, metrics } = options;
  const routes = healthRoutes({ health, metrics });
  const server = createServer({ requireHostHeader: false }, (request, response) => {
    const wrongHost = hostProblem(request);
    if (wrongHost) return refuse(response, wrongHost);
    const route = routes[(request.url ?? '/').split('?')[0]!];
    if (!route) return send(response, 404, 'text/plain', 'not found\n');
    route(response).catch((error: unknown) => send(response, 500, 'text/plain', `${withoutUserinfo(String(error))}\n`));
  });
  await listen(server, host, port).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? busyPort({ port, what: 'health and metrics', variable }) : error;
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function refuse(response: ServerResponse, why: string): void {
  response.setHeader('connection', 'close');
  send(response, 400, 'text/plain', `${why}\n`);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
