import { createHash } from 'node:crypto';
import { problemDocument, type ProblemError } from './problems.js';

/** Values of Cache-Control. Each says why caches may keep the answer that long. */
export const CACHING = {
  /** Never changes: a full tile or bundle, a file with its hash in its name. */
  immutable: 'public, max-age=31536000, immutable',
  /** Never changes either, but goes away once the full tile exists; clients then take that one. */
  partialTile: 'public, max-age=3600',
  /** As fresh as anyone needs: a new checkpoint comes with each publication. */
  checkpoint: 'public, max-age=2',
  /** Follows the checkpoint. */
  followsCheckpoint: 'public, max-age=2',
  /** Pages and scripts with fixed names: a new version is seen soon. */
  page: 'public, max-age=300',
  /** Asked for with a token, or about this moment. */
  never: 'no-store',
} as const;

/** What a controller hands back: the whole answer, ready to be hashed, recorded and sent. */
export class Answer {
  readonly status: number;
  readonly mediaType: string;
  readonly body: Uint8Array;
  readonly caching: string;
  /** True when scripts of any origin may read the answer. */
  readonly anyOrigin: boolean;
  /** True when parts may be asked for by the header Range. */
  readonly ranges: boolean;
  readonly headers: Readonly<Record<string, string>>;
  /** The same bytes, compressed ahead of time. */
  readonly encoded: Readonly<Partial<Record<ContentCoding, Uint8Array>>>;
  private hash: Uint8Array | undefined;

  constructor(options: AnswerOptions) {
    this.status = options.status ?? 200;
    this.mediaType = options.mediaType;
    this.body = typeof options.body === 'string' ? new TextEncoder().encode(options.body) : options.body;
    this.caching = options.caching;
    this.anyOrigin = options.anyOrigin ?? false;
    this.ranges = options.ranges ?? false;
    this.headers = options.headers ?? {};
    this.encoded = options.encoded ?? {};
  }

  /** SHA-256 of the body before any compression: the entity tag, and what a look-up records. */
  bodyHash(): Uint8Array {
    this.hash ??= createHash('sha256').update(this.body).digest();
    return this.hash;
  }
}

export type ContentCoding = 'br' | 'gzip';

export interface AnswerOptions {
  readonly status?: number;
  readonly mediaType: string;
  readonly body: Uint8Array | string;
  readonly caching: string;
  readonly anyOrigin?: boolean;
  readonly ranges?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly encoded?: Readonly<Partial<Record<ContentCoding, Uint8Array>>>;
}

/** @param value must survive JSON: no bigint, no bytes. */
export const jsonAnswer = (value: unknown, options: Omit<AnswerOptions, 'body' | 'mediaType'>): Answer =>
  new Answer({ ...options, mediaType: 'application/json', body: JSON.stringify(value) });

/** The answer that says no: RFC 9457. Readable by scripts of any origin, so that a shop's page can say what is wrong. */
export function problemAnswer(error: ProblemError, instance: string, anyOrigin: boolean): Answer {
  return new Answer({
    status: error.status,
    mediaType: 'application/problem+json',
    body: JSON.stringify(problemDocument(error, instance)),
    caching: CACHING.never,
    anyOrigin,
    headers: error.headers,
  });
}
