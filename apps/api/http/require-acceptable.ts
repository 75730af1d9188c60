import type { FastifyRequest } from 'fastify';
import { accepts } from './negotiation.js';
import { ProblemError } from './problems.js';

/**
 * @param mediaTypes those in which the resource exists; one of them must be acceptable.
 * @throws {ProblemError} not-acceptable
 */
export function requireAcceptable(request: FastifyRequest, ...mediaTypes: readonly string[]): void {
  if (mediaTypes.some((mediaType) => accepts(request.headers.accept, mediaType))) return;
  throw new ProblemError('not-acceptable', `this resource exists as ${mediaTypes.join(' or ')} only`);
}
