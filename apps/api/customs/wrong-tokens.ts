import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { OFFICERS_MAX } from '#libs/registry/access';
import { LimitMetrics } from '../http/limit-metrics.js';
import { WRONG_TOKEN_LIMITS } from '../http/limits.js';
import { ProblemError } from '../http/problems.js';
import { CLOCK } from '../tokens.js';

interface Allowance {
  readonly left: number;
  readonly atMs: number;
}

const { burst, perSecond, addressesMax } = WRONG_TOKEN_LIMITS;

/**
 * Bounds what tokens that open nothing may cost, by address. A token that was good before is not held up by those that others send from
 * the same address: it is known here by its hash.
 */
@Injectable()
export class WrongTokens {
  private readonly allowances = new LRUCache<string, Allowance>({ max: addressesMax });
  private readonly goodBefore = new LRUCache<string, true>({ max: OFFICERS_MAX });

  constructor(
    @Inject(CLOCK) private readonly nowMs: () => number,
    @Inject(LimitMetrics) private readonly limits: LimitMetrics,
  ) {}

  /** Before a token is compared with those that are known. @throws {ProblemError} too-many-wrong-tokens */
  admit(token: string, address: string): void {
    if (this.goodBefore.has(hashOf(token))) return;
    const left = this.leftTo(address);
    if (left >= 1) return;
    this.limits.reached('wrong-tokens-per-address');
    const seconds = Math.ceil((1 - left) / perSecond);
    throw new ProblemError(
      'too-many-wrong-tokens',
      'too many tokens that open nothing came from this address: wait before you send another',
      { headers: { 'retry-after': String(seconds) } },
    );
  }

  /** What came of the comparison. */
  compared(token: string, address: string, isGood: boolean): void {
    const hash = hashOf(token);
    if (isGood) return void this.goodBefore.set(hash, true);
    this.goodBefore.delete(hash);
    this.allowances.set(address, { left: this.leftTo(address) - 1, atMs: this.nowMs() });
  }

  private leftTo(address: string): number {
    const allowance = this.allowances.get(address);
    if (!allowance) return burst;
    // A clock that was set back gives nothing and takes nothing.
    const passedMs = Math.max(0, this.nowMs() - allowance.atMs);
    return Math.min(burst, allowance.left + (passedMs / 1_000) * perSecond);
  }
}

const hashOf = (token: string): string => createHash('sha256').update(token, 'utf8').digest('base64');
