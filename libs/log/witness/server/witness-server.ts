import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type Logger, StartError } from '#libs/host/service';
import type { Witness } from '../witness.js';
import { RequestHandler } from './request-handler.js';

/** A request has 265 kB at most: whoever needs longer for it holds a connection, and nothing else. */
const REQUEST_TIMEOUT_MS = 10_000;
/** Headers are one packet. */
const HEADERS_TIMEOUT_MS = 5_000;
/** A log comes back within its interval, a minute or less while something happens. Proxies close after 60 s by custom. */
const KEEP_ALIVE_MS = 65_000;
/** At 265 kB each below 70 MB. A witness has a few logs; a network of them comes through a proxy that shares connections. */
const CONNECTIONS_MAX = 256;
/** How often Node looks for connections whose time is over. */
const CONNECTIONS_CHECK_MS = 1_000;
/** For requests that are under way at the end: half of what a process has for it. */
const STOP_PATIENCE_MS = 2_000;

export interface WitnessServerOptions {
  readonly witness: Witness;
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Path before `/add-checkpoint`: empty, or as `/w1`. */
  readonly prefix?: string;
  readonly logger: Logger;
}

export interface WitnessServer {
  readonly port: number;
  /** Finishes what is under way. */
  stop(): Promise<void>;
}

/**
 * Serves a witness: `POST <prefix>/add-checkpoint`, a page for people at `<prefix>/`, /health/live, /health/ready, /metrics.
 * @throws {StartError} when the port is busy
 */
export async function startWitnessServer(options: WitnessServerOptions): Promise<WitnessServer> {
  const handler = new RequestHandler({ prefix: '', ...options });
  const server = createServer(
    {
      requestTimeout: REQUEST_TIMEOUT_MS,
      headersTimeout: HEADERS_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: CONNECTIONS_CHECK_MS,
      requireHostHeader: false, // Node would refuse with an empty answer; the handler says why
    },
    (request, response) => void handler.handle(request, response),
  );
  server.maxConnections = CONNECTIONS_MAX;
  await listen(server, options);
  server.on('error', (error) => options.logger.error({ err: error }, 'the server failed'));
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeIdleConnections();
      await Promise.race([handler.settled(), wait(STOP_PATIENCE_MS, undefined, { ref: false })]);
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server, { host, port }: WitnessServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new StartError(`port ${port} of ${host} is in use by another program. Choose another port.`)
          : error,
      ),
    );
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
}
