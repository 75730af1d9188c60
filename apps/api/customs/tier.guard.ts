import { CanActivate, ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { bearerToken, OfficerBook } from '#libs/registry/access';
import { addVary } from '../http/deliver.js';
import { ProblemError } from '../http/problems.js';
import './officer-request.js';

/**
 * Decides the tier of a request. Without Authorization it is public. A token that nobody holds is refused before anything is looked
 * up, so that the refusal is the same whether the thing asked for exists or not.
 *
 * @see RFC 6750
 */
@Injectable()
export class TierGuard implements CanActivate {
  constructor(@Inject(OfficerBook) private readonly officers: OfficerBook) {}

  canActivate(context: ExecutionContext): boolean {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    // A shared cache must not give an officer the public answer: nobody would record the look-up.
    addVary(http.getResponse<FastifyReply>(), 'Authorization');
    const header = request.headers.authorization;
    if (header === undefined) return true;
    const token = bearerToken(header);
    const officer = token === undefined ? undefined : this.officers.holderOf(token);
    if (!officer) throw unauthorized('the token is not known here', 'Bearer realm="customs", error="invalid_token"');
    request.officer = officer;
    return true;
  }
}

/** @param challenge value of WWW-Authenticate. */
export const unauthorized = (detail: string, challenge = 'Bearer realm="customs"'): ProblemError =>
  new ProblemError('unauthorized', detail, { headers: { 'www-authenticate': challenge } });
