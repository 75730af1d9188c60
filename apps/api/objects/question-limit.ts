import { Injectable } from '@nestjs/common';
import { REQUEST_LIMITS } from '../http/limits.js';
import { ProblemError } from '../http/problems.js';

/** Lets so many questions to the ledger run at once, some wait, and refuses the rest at once: memory and delay stay bounded. */
@Injectable()
export class QuestionLimit {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /** @throws {ProblemError} busy */
  async run<Result>(question: () => Promise<Result>): Promise<Result> {
    if (this.running >= REQUEST_LIMITS.questionsAtOnceMax) {
      if (this.waiting.length >= REQUEST_LIMITS.questionsWaitingMax) {
        throw new ProblemError('busy', 'too many questions are waiting', { headers: { 'retry-after': '1' } });
      }
      // The one that ends hands its place over, so that the count never runs ahead of the limit.
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.running += 1;
    }
    try {
      return await question();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
