import { ArgumentsHost, Catch, ExceptionFilter, Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemAnswer } from './answer.js';
import { deliver, pathOf } from './deliver.js';
import { problemOf } from './failures.js';
import { RequestLog } from './request-log.js';

/** Answers everything that was thrown with a problem document. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(RequestLog) private readonly log: RequestLog) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = problemOf(error);
    if (problem.status >= 500) this.log.failure(request, error);
    if (reply.sent) return;
    const anyOrigin = request.headers.authorization === undefined;
    await reply.send(await deliver(request, reply, problemAnswer(problem, pathOf(request.url), anyOrigin)));
  }
}
