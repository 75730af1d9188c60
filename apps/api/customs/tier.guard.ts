import { CanActivate, ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { bearerToken, type Officer, OfficerBook, type TokenHolder } from '#libs/registry/access';
import { addressOf } from '../http/caller.js';
import { addVary } from '../http/deliver.js';
import { ProblemError } from '../http/problems.js';
import './officer-request.js';
import { WrongTokens } from './wrong-tokens.js';

/** How the guard says no: of every route that it keeps. */
export const TIER_PROBLEMS = [
  'unauthorized',
  'token-expired',
  'token-ended',
  'too-many-wrong-tokens',
  'officers-unreadable',
] as const;

/**
 * Decides the tier of a request. Without Authorization it is public. A token that nobody holds is refused before anything is looked
 * up, so that the refusal is the same whether the thing asked for exists or not.
 *
 * @see RFC 6750
 */
@Injectable()
export class TierGuard implements CanActivate {
  constructor(
    @Inject(OfficerBook) private readonly officers: OfficerBook,
    @Inject(WrongTokens) private readonly wrongTokens: WrongTokens,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    // A shared cache must not give an officer the public answer: nobody would record the look-up.
    addVary(http.getResponse<FastifyReply>(), 'Authorization');
    const header = request.headers.authorization;
    if (header === undefined) return true;
    request.officer = this.officerOf(bearerToken(header), addressOf(request));
    return true;
  }

  /** @throws {ProblemError} why the token opens nothing. */
  private officerOf(token: string | undefined, address: string): Officer {
    const holder = token === undefined ? ({ state: 'unknown' } as const) : this.judged(token, address);
    if (holder.state === 'live') return holder.officer;
    const [problem, detail] = REFUSALS[holder.state];
    throw new ProblemError(problem, detail, { headers: { 'www-authenticate': INVALID_TOKEN } });
  }

  private judged(token: string, address: string): TokenHolder {
    this.wrongTokens.admit(token, address);
    const holder = this.holderOf(token);
    this.wrongTokens.compared(token, address, holder.state === 'live');
    return holder;
  }

  private holderOf(token: string): TokenHolder {
    try {
      return this.officers.holderOf(token);
    } catch (cause) {
      // Neither let in nor accused: the token may be good. The log of the server names the line.
      throw new ProblemError('officers-unreadable', 'the list of officers cannot be read at the moment', {
        cause,
        headers: { 'retry-after': '10' },
      });
    }
  }
}

const INVALID_TOKEN = 'Bearer realm="customs", error="invalid_token"';

const REFUSALS = {
  unknown: ['unauthorized', 'the token is not known here'],
  expired: ['token-expired', 'the token has expired: ask whoever gave it for a new one'],
  ended: ['token-ended', 'the token was ended by whoever gave it'],
} as const;

/** @param challenge value of WWW-Authenticate. */
export const unauthorized = (detail: string, challenge = 'Bearer realm="customs"'): ProblemError =>
  new ProblemError('unauthorized', detail, { headers: { 'www-authenticate': challenge } });
