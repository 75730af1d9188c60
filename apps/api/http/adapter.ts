import { FastifyAdapter } from '@nestjs/platform-fastify';
import helmet from '@fastify/helmet';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ServerOptions, STATUS_CODES } from 'node:http';
import type { ServerOptions as HttpsServerOptions } from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { TrustedProxies } from '#libs/host/addresses';
import { hostProblem } from '#libs/host/service';
import type { ServerCertificate } from '#libs/host/tls';
import { problemAnswer } from './answer.js';
import { trustProxy } from './caller.js';
import { deliver, pathOf } from './deliver.js';
import { problemOf } from './failures.js';
import { CONNECTION_LIMITS, REQUEST_LIMITS } from './limits.js';
import { problemDocument, ProblemError } from './problems.js';

/** A year, as the lists of browsers ask (RFC 6797 11.2). Whoever takes the certificate away shuts out for so long whoever came before. */
const HSTS_SECONDS = 31_536_000;

const METHODS = 'GET, HEAD, OPTIONS';

/** What every answer forbids the browser; pages replace it by a policy of their own (pages/policies.ts). */
export const STRICT_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Node's own settings of a server, with TLS or without. */
const SERVER_OPTIONS: ServerOptions = {
  maxHeaderSize: REQUEST_LIMITS.headerBytesMax,
  headersTimeout: REQUEST_LIMITS.requestTimeoutMs,
  connectionsCheckingInterval: CONNECTION_LIMITS.connectionCheckMs,
  // Node would refuse with an empty answer; refusalOf does it with a problem document.
  requireHostHeader: false,
};

export interface AdapterOptions {
  /** Whose word on who is calling counts. */
  readonly proxies: TrustedProxies;
  /** With it the port speaks HTTPS, and nothing else. */
  readonly certificate?: ServerCertificate | undefined;
}

/** Fastify with our limits, our refusals and the security headers, before any controller is asked. */
export async function createAdapter({ proxies, certificate }: AdapterOptions): Promise<FastifyAdapter> {
  const adapter = new FastifyAdapter({
    logger: false,
    trustProxy: trustProxy(proxies),
    bodyLimit: 1_024,
    requestTimeout: REQUEST_LIMITS.requestTimeoutMs,
    connectionTimeout: 0,
    handlerTimeout: REQUEST_LIMITS.answerTimeoutMs,
    keepAliveTimeout: REQUEST_LIMITS.keepAliveTimeoutMs,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { maxParamLength: REQUEST_LIMITS.pathSegmentCharactersMax },
    ...(certificate ? { https: tlsOptions(certificate) } : { http: SERVER_OPTIONS }),
    clientErrorHandler: refuseConnection,
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
      void refuse(request, reply, refusalOf(request) ?? error),
  });
  const server = adapter.getInstance();
  await adapter.register(helmet as never, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"] } },
    referrerPolicy: { policy: 'no-referrer' },
    // Behind a proxy only the proxy can promise it. Names below this one may belong to others, who have no TLS.
    strictTransportSecurity: certificate ? { maxAge: HSTS_SECONDS, includeSubDomains: false } : false,
  });
  server.addHook('onRequest', async (request, reply) => {
    reply.header('content-security-policy', STRICT_POLICY);
    const refusal = refusalOf(request);
    if (refusal) return refuse(request, reply, refusal);
    if (request.method === 'OPTIONS') return answerPreflight(reply);
    return undefined;
  });
  closeInOrder(server);
  return adapter;
}

const tlsOptions = (certificate: ServerCertificate): HttpsServerOptions => ({
  ...SERVER_OPTIONS,
  ...certificate.options,
  handshakeTimeout: CONNECTION_LIMITS.handshakeTimeoutMs,
});

/** A connection whose answer is under way when the stop comes would otherwise stay open as long as its client likes. */
function closeInOrder(server: FastifyInstance): void {
  let closing = false;
  server.addHook('preClose', async () => {
    closing = true;
  });
  server.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close');
  });
}

function refusalOf(request: FastifyRequest): ProblemError | undefined {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  const wrongHost = hostProblem(request.raw);
  if (wrongHost) return new ProblemError('malformed-request', wrongHost, { headers: { connection: 'close' } });
  if (Buffer.byteLength(request.url) > REQUEST_LIMITS.urlBytesMax) {
    return new ProblemError('uri-too-long', `a URL has at most ${REQUEST_LIMITS.urlBytesMax} bytes`);
  }
  if (!METHODS.split(', ').includes(request.method)) {
    return new ProblemError('method-not-allowed', `${request.method} is not used here: this API only reads`, {
      headers: { allow: METHODS },
    });
  }
  if (encoding !== undefined || (length !== undefined && length !== '0')) {
    return new ProblemError('content-too-large', 'a request to this API has no content', {
      headers: { connection: 'close' },
    });
  }
  return undefined;
}

/** The public tier may be read from any page. Authorization is not offered: a token is of no use to pages of other origins. */
function answerPreflight(reply: FastifyReply): FastifyReply {
  return reply
    .status(204)
    .headers({
      allow: METHODS,
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, HEAD',
      'access-control-allow-headers': 'If-None-Match, Range',
      'access-control-max-age': '86400',
    })
    .send();
}

async function refuse(request: FastifyRequest, reply: FastifyReply, error: unknown): Promise<FastifyReply> {
  return reply.send(await deliver(request, reply, problemAnswer(problemOf(error), pathOf(request.url), true)));
}

const CONNECTION_PROBLEMS: Readonly<Record<string, ProblemError>> = {
  HPE_HEADER_OVERFLOW: new ProblemError(
    'headers-too-large',
    `request line and headers have at most ${REQUEST_LIMITS.headerBytesMax} bytes together`,
  ),
  ERR_HTTP_REQUEST_TIMEOUT: new ProblemError(
    'request-timeout',
    `a request must be complete within ${REQUEST_LIMITS.requestTimeoutMs} ms`,
  ),
};
const MALFORMED = new ProblemError('malformed-request', 'these bytes are not an HTTP/1.1 request');

/** Answers bytes that never became a request, then closes. */
function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable || isBeforeHandshake(socket)) return void socket.destroy(error);
  const problem = CONNECTION_PROBLEMS[error.code ?? ''] ?? MALFORMED;
  const body = JSON.stringify(problemDocument(problem, '/'));
  socket.end(
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\ncontent-type: application/problem+json\r\n` +
      `cache-control: no-store\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

/** Whoever has not shaken hands, such as one who speaks plain HTTP to a port with TLS, would wait for words that cannot be sent. */
const isBeforeHandshake = (socket: Socket): boolean =>
  socket instanceof TLSSocket && socket.getPeerFinished() === undefined;
