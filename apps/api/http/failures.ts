import { HttpException } from '@nestjs/common';
import { Gs1Error } from '#libs/core/gs1';
import { EvidenceError } from '#libs/core/evidence';
import { certificateFault } from '#libs/host/service';
import { REQUEST_LIMITS } from './limits.js';
import { ProblemError, type ProblemName } from './problems.js';

/** Seconds after which a client may try again: an anchor or a database is back about then. */
const RETRY_AFTER = { 'retry-after': '2' };

// Classes of SQLSTATE: connection exception, insufficient resources, operator intervention, undefined table (not set up yet).
const OUTAGE_SQLSTATE = /^(?:08|53|57|58|42P01|3D000|28)/u;
const OUTAGE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
]);

const OUTAGE_WORDS =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|does not support SSL/u;

/** Fastify's own refusals, which come before any of our code. */
const FRAMEWORK: Readonly<Record<string, readonly [ProblemName, string]>> = {
  FST_ERR_BAD_URL: ['malformed-request', 'the path holds a broken percent-encoding'],
  FST_ERR_MAX_PARAM_LENGTH: [
    'uri-too-long',
    `a part of the path has more than ${REQUEST_LIMITS.pathSegmentCharactersMax} characters`,
  ],
  FST_ERR_CTP_BODY_TOO_LARGE: ['content-too-large', 'a request to this API has no content'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['content-too-large', 'a request to this API has no content'],
  FST_ERR_HANDLER_TIMEOUT: ['busy', `no answer was ready within ${REQUEST_LIMITS.answerTimeoutMs} ms`],
};

/** Turns whatever was thrown into a problem. A failure nobody planned for becomes `internal`, with nothing of its text. */
export function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof Gs1Error) return gs1Problem(error);
  if (error instanceof EvidenceError && error.code === 'OBJECT_UNKNOWN') {
    return new ProblemError('unknown-object', `${error.message}, up to the published checkpoint`, { cause: error });
  }
  if (error instanceof HttpException && error.getStatus() === 404) {
    return new ProblemError('not-found', 'the path belongs to no resource of this API', { cause: error });
  }
  const code = (error as { code?: unknown } | null)?.code;
  const framework = typeof code === 'string' ? FRAMEWORK[code] : undefined;
  if (framework) return new ProblemError(framework[0], framework[1], { cause: error });
  if (isOutage(error)) return ledgerUnavailable(error);
  return new ProblemError('internal', 'the server failed; its log says why', { cause: error });
}

/** The object in a path or query follows none of the forms that the log knows. */
export const gs1Problem = (error: Gs1Error): ProblemError =>
  new ProblemError(error.code === 'CHECK_DIGIT' ? 'check-digit' : 'digital-link', error.message, {
    code: error.code,
    cause: error,
  });

export const ledgerUnavailable = (cause: unknown): ProblemError =>
  new ProblemError(
    'ledger-unavailable',
    'the database does not answer at the moment; this says nothing about the object asked for',
    { cause, headers: RETRY_AFTER },
  );

/** Whether an error of the database or its connection means that it is away, as against a fault of ours. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && (OUTAGE_CODES.has(code) || OUTAGE_SQLSTATE.test(code))) return true;
  if (certificateFault({ code }) !== undefined) return true;
  return OUTAGE_WORDS.test(error.message) || isOutage(error.cause);
}
