import type { IncomingMessage, ServerResponse } from 'node:http';
import { Health, healthRoutes, hostProblem, type Logger, Metrics } from '#libs/host/service';
import { WITNESS_REQUEST_BYTES_MAX } from '#libs/core/tlog';
import type { WitnessDecision } from '../decision.js';
import type { Witness } from '../witness.js';
import { type HttpAnswer, httpAnswerOf, text } from './answer.js';
import { pageOf } from './page.js';
import { readBody } from './read-body.js';
import { addWitnessChecks, type RequestOutcome, WitnessMetrics } from './witness-metrics.js';

/** Answers what comes to a witness over HTTP. */
export class RequestHandler {
  private readonly witness: Witness;
  private readonly logger: Logger;
  private readonly metrics: WitnessMetrics;
  private readonly prefix: string;
  private readonly reads: ReturnType<typeof healthRoutes>;
  private readonly open = new Set<Promise<void>>();

  constructor({
    witness,
    logger,
    prefix,
  }: {
    readonly witness: Witness;
    readonly logger: Logger;
    readonly prefix: string;
  }) {
    this.witness = witness;
    this.logger = logger;
    this.prefix = prefix;
    const [health, metrics] = [new Health(), new Metrics()];
    this.metrics = new WitnessMetrics(witness, metrics);
    addWitnessChecks(witness, health);
    const page = async (response: ServerResponse): Promise<void> =>
      send(response, { status: 200, contentType: 'text/plain; charset=utf-8', body: pageOf(witness, this.submission) });
    this.reads = { ...healthRoutes({ health, metrics }), [`${prefix}/`]: page, [prefix || '/']: page };
  }

  private get submission(): string {
    return `${this.prefix}/add-checkpoint`;
  }

  /** Nothing that a client does ends the process: what goes wrong is one answer. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const work = this.route(request, response).catch((error: unknown) => {
      if (request.socket.destroyed) return; // the client went away; a request that was read is destroyed as well
      this.logger.error({ err: error }, 'a request failed');
      send(response, text(500, 'the witness could not store or sign it; nothing was cosigned'));
    });
    this.open.add(work);
    await work;
    this.open.delete(work);
  }

  async settled(): Promise<void> {
    await Promise.all(this.open);
  }

  private async route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const wrongHost = hostProblem(request);
    if (wrongHost) {
      response.setHeader('connection', 'close');
      return send(response, text(400, wrongHost));
    }
    const path = (request.url ?? '/').split('?')[0]!;
    const { method } = request;
    if (path === this.submission) {
      if (method !== 'POST') return notAllowed(response, 'POST');
      return this.addCheckpoint(request, response);
    }
    const read = Object.hasOwn(this.reads, path) ? this.reads[path] : undefined;
    if (!read) return send(response, text(404, `nothing is here; requests go to POST ${this.submission}`));
    if (method !== 'GET' && method !== 'HEAD') return notAllowed(response, 'GET, HEAD');
    return read(response);
  }

  private async addCheckpoint(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request, WITNESS_REQUEST_BYTES_MAX);
    if (body.kind === 'too-large') {
      this.metrics.requests.inc({ outcome: 'too-large' satisfies RequestOutcome });
      response.setHeader('connection', 'close');
      return send(response, text(413, `a request has at most ${WITNESS_REQUEST_BYTES_MAX} bytes`));
    }
    const done = this.metrics.seconds.startTimer();
    try {
      const decision = await this.witness.addCheckpoint(body.bytes);
      this.metrics.requests.inc({ outcome: decision.kind });
      this.report(decision);
      send(response, httpAnswerOf(decision));
    } catch (error) {
      this.metrics.requests.inc({ outcome: 'failed' satisfies RequestOutcome });
      throw error;
    } finally {
      done();
    }
  }

  /** Anyone can send rubbish, so that is debug; what a log has signed against itself is kept, for it is proof. */
  private report(decision: WitnessDecision): void {
    const { kind } = decision;
    if (kind === 'conflict' || kind === 'inconsistent')
      this.logger.warn(decision, 'a log contradicts what it signed before');
    else if (kind === 'clock-behind') this.logger.error(decision, 'the clock is wrong');
    else if (kind === 'cosigned') this.logger.debug({ kind, ...summary(decision.checkpoint) }, 'cosigned');
    else this.logger.debug(decision, 'refused');
  }
}

const summary = ({ origin, size, timeSeconds }: { origin: string; size: number; timeSeconds: number }) => ({
  origin,
  size,
  timeSeconds,
});

function notAllowed(response: ServerResponse, methods: string): void {
  response.setHeader('allow', methods);
  send(response, text(405, `this path takes ${methods}`));
}

function send(response: ServerResponse, { status, contentType, body }: HttpAnswer): void {
  if (response.headersSent) return void response.destroy();
  response
    .writeHead(status, {
      'content-type': contentType,
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    .end(body);
}
