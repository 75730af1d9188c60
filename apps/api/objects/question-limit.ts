import { Inject, Injectable } from '@nestjs/common';
import type { Metrics } from '#libs/host/service';
import type { Caller } from '../http/caller.js';
import { FairQueue, RefusedError, type Refusal } from '../http/fair-queue.js';
import { LimitMetrics } from '../http/limit-metrics.js';
import { QUESTION_LIMITS } from '../http/limits.js';
import { ProblemError } from '../http/problems.js';
import { API_METRICS } from '../tokens.js';

/** Lets so many questions to the ledger run at once, some wait, and refuses the rest at once: memory and delay stay bounded, for each caller. */
@Injectable()
export class QuestionLimit {
  private readonly queue = new FairQueue(QUESTION_LIMITS);

  constructor(
    @Inject(LimitMetrics) private readonly limits: LimitMetrics,
    @Inject(API_METRICS) metrics: Metrics,
  ) {
    metrics.gauge('cairn_api_questions', 'Questions to the ledger', ['state'], (gauge) => {
      gauge.set({ state: 'running' }, this.queue.running);
      gauge.set({ state: 'waiting' }, this.queue.waiting);
    });
  }

  /** @throws {ProblemError} too-many-questions, where this caller has more than one may have; busy, where all have. */
  async run<Result>(caller: Caller, question: () => Promise<Result>): Promise<Result> {
    await this.queue.enter(caller).catch((error: unknown) => {
      throw error instanceof RefusedError ? this.problemOf(error.refusal) : error;
    });
    try {
      return await question();
    } finally {
      this.queue.leave(caller);
    }
  }

  private problemOf(refusal: Refusal): ProblemError {
    const [limit, problem, detail] = PROBLEMS[refusal];
    this.limits.reached(limit);
    return new ProblemError(problem, detail, { headers: { 'retry-after': '1' } });
  }
}

const PROBLEMS = {
  share: [
    'questions-per-caller',
    'too-many-questions',
    `one caller may have ${QUESTION_LIMITS.perCallerMax} questions under way, and fewer while others wait`,
  ],
  full: ['questions', 'busy', 'too many questions are waiting'],
} as const;
