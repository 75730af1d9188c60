import { CallHandler, ExecutionContext, Inject, Injectable, NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, Observable } from 'rxjs';
import { LookupRecorder } from '../customs/lookup-recorder.js';
import { Answer, CACHING, problemAnswer } from './answer.js';
import { addVary, deliver, pathOf } from './deliver.js';
import { problemOf } from './failures.js';
import { ProblemError } from './problems.js';
import { RequestLog } from './request-log.js';

/**
 * Sends what the controllers hand back. On the customs tier the look-up is recorded first, whatever the answer is: what is not
 * recorded does not go out.
 */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  constructor(
    @Inject(LookupRecorder) private readonly lookups: LookupRecorder,
    @Inject(RequestLog) private readonly log: RequestLog,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    return from(this.send(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), next));
  }

  private async send(request: FastifyRequest, reply: FastifyReply, next: CallHandler): Promise<Buffer | undefined> {
    if (!request.officer) return deliver(request, reply, (await lastValueFrom(next.handle())) as Answer);
    addVary(reply, 'Authorization');
    return deliver(request, reply, await this.recorded(request, reply, next));
  }

  private async recorded(request: FastifyRequest, reply: FastifyReply, next: CallHandler): Promise<Answer> {
    const answer = await this.answerOrProblem(request, next);
    try {
      const id = await this.lookups.record({
        who: request.officer!.name,
        question: `${request.method} ${request.url}`,
        status: answer.status,
        answerHash: answer.bodyHash(),
      });
      // From here the look-up is on record; the answer may go out.
      reply.header('cairn-lookup', id);
      return answer;
    } catch (error) {
      this.log.failure(request, error);
      const problem = new ProblemError(
        'lookup-not-recorded',
        'the look-up could not be recorded, so there is no answer',
        {
          cause: error,
          headers: { 'retry-after': '2' },
        },
      );
      return problemAnswer(problem, pathOf(request.url), false);
    }
  }

  private async answerOrProblem(request: FastifyRequest, next: CallHandler): Promise<Answer> {
    try {
      const answer = (await lastValueFrom(next.handle())) as Answer;
      return new Answer({ ...answer, caching: CACHING.never, anyOrigin: false });
    } catch (error) {
      const problem = problemOf(error);
      if (problem.status >= 500) this.log.failure(request, error);
      return problemAnswer(problem, pathOf(request.url), false);
    }
  }
}
