/**
 * Every way in which this API says no. The name is the last part of the problem's `type`; /problems/{name} explains it.
 * A name, once published, keeps its meaning: programs decide by it, never by the detail.
 */
export const PROBLEMS = {
  'malformed-request': {
    status: 400,
    title: 'The request cannot be read',
    meaning:
      'The bytes are not an HTTP request, or the path holds a broken percent-encoding. Sending it again changes nothing.',
  },
  validation: {
    status: 400,
    title: 'A parameter has no usable value',
    meaning: 'The member `errors` names each parameter and says what was expected.',
  },
  'digital-link': {
    status: 400,
    title: 'Not a GS1 Digital Link path or object URI',
    meaning:
      'The object in the path or in `uri` follows none of the forms that the log knows. `code` says which rule it breaks.',
  },
  'check-digit': {
    status: 400,
    title: 'The check digit is wrong',
    meaning: 'The GS1 key was mistyped or misread: its last digit does not follow from the others.',
  },
  unauthorized: {
    status: 401,
    title: 'A customs token is needed',
    meaning: 'No token or an unknown one was sent. The answer is the same whether the thing asked for exists or not.',
  },
  'token-expired': {
    status: 401,
    title: 'The customs token has expired',
    meaning: 'The token was good until its time was over. Whoever gives access makes a new one.',
  },
  'token-ended': {
    status: 401,
    title: 'The customs token was ended',
    meaning: 'Whoever gives access has ended this token. Sending it again changes nothing.',
  },
  'not-found': { status: 404, title: 'There is nothing here', meaning: 'The path belongs to no resource of this API.' },
  'unknown-object': {
    status: 404,
    title: 'The log knows no such object',
    meaning:
      'Up to the published checkpoint no entry names the object. That is no proof of absence: ask again after the next scan.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This API only reads',
    meaning: 'Use GET, HEAD or OPTIONS. Scans come in over MQTT.',
  },
  'not-acceptable': {
    status: 406,
    title: 'No acceptable media type',
    meaning: 'The header Accept leaves out the only media type in which this resource exists.',
  },
  'request-timeout': {
    status: 408,
    title: 'The request took too long',
    meaning: 'The request was not complete in time.',
  },
  'content-too-large': {
    status: 413,
    title: 'A request to this API has no content',
    meaning: 'Questions stand in path and query. Leave the content away.',
  },
  'uri-too-long': { status: 414, title: 'The URL is too long', meaning: 'The detail gives the limit in bytes.' },
  'range-not-satisfiable': {
    status: 416,
    title: 'The range lies outside the file',
    meaning: 'The header Content-Range gives the length of the file.',
  },
  'too-many-questions': {
    status: 429,
    title: 'You ask too much at once',
    meaning:
      'As many of your questions are under way as one caller may have. With a token the limit is that of its officer, without one that of your address. Others are answered meanwhile: try again after the seconds in Retry-After.',
  },
  'too-many-wrong-tokens': {
    status: 429,
    title: 'Too many wrong tokens came from your address',
    meaning:
      'The token was not looked at: too many that open nothing came from this address. A token that was good before is answered all the same. Try again after the seconds in Retry-After.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The headers are too large',
    meaning: 'The detail gives the limit in bytes.',
  },
  internal: {
    status: 500,
    title: 'The server failed',
    meaning: 'A fault of the server. Nothing is said about the object asked for.',
  },
  'ledger-unavailable': {
    status: 503,
    title: 'The ledger cannot be read at the moment',
    meaning:
      'An outage: it says nothing about the object asked for, neither good nor bad. Try again after the seconds in Retry-After.',
  },
  'nothing-published': {
    status: 503,
    title: 'No checkpoint has been published yet',
    meaning: 'The log was just created. Try again after the seconds in Retry-After.',
  },
  'lookup-not-recorded': {
    status: 503,
    title: 'The look-up could not be recorded',
    meaning: 'On the customs tier an answer only goes out after the look-up was durably recorded. Try again later.',
  },
  'officers-unreadable': {
    status: 503,
    title: 'The list of officers cannot be read',
    meaning:
      'Whether a token is good cannot be told at the moment, so nobody is let in. Nothing is said against the token; the public tier goes on.',
  },
  busy: {
    status: 503,
    title: 'Too many questions at once',
    meaning: 'More questions are waiting than can be answered in time. Try again after the seconds in Retry-After.',
  },
} as const satisfies Record<string, { readonly status: number; readonly title: string; readonly meaning: string }>;

export type ProblemName = keyof typeof PROBLEMS;

/** One parameter that has no usable value. */
export interface ParameterError {
  readonly parameter: string;
  readonly detail: string;
}

/** What the answer adds to name, title and status. */
export interface ProblemOptions {
  /** Which rule was broken, for programs: a code of the library that found it. */
  readonly code?: string;
  readonly errors?: readonly ParameterError[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** Thrown wherever a question cannot be answered; becomes a problem document (RFC 9457). */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: string | undefined;
  readonly errors: readonly ParameterError[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  /** @param message becomes `detail`: what was wrong and what was expected; never a token, a stack or a file name. */
  constructor(
    readonly problem: ProblemName,
    message: string,
    { code, errors, headers = {}, cause }: ProblemOptions = {},
  ) {
    super(message, { cause });
    this.code = code;
    this.errors = errors;
    this.headers = headers;
  }

  get status(): number {
    return PROBLEMS[this.problem].status;
  }
}

/** The members of RFC 9457 section 3.1, and ours. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code?: string;
  readonly errors?: readonly ParameterError[];
}

/** @param instance path of the request that had the problem. */
export function problemDocument(error: ProblemError, instance: string): ProblemDocument {
  const { status, title } = PROBLEMS[error.problem];
  return {
    type: `/problems/${error.problem}`,
    title,
    status,
    detail: error.message,
    instance,
    ...(error.code !== undefined && { code: error.code }),
    ...(error.errors && { errors: error.errors }),
  };
}
