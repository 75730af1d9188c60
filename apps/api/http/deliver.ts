import type { FastifyReply, FastifyRequest } from 'fastify';
import { promisify } from 'node:util';
import { gzip, gzipSync } from 'node:zlib';
import { Answer, CACHING, problemAnswer, type ContentCoding } from './answer.js';
import { byteRange, chooseCoding, matchesNone } from './negotiation.js';
import { ProblemError } from './problems.js';

const gzipAsync = promisify(gzip);
// Below one packet compression saves nothing.
const COMPRESS_BYTES_MIN = 1_200;
// Up to here compressing takes less time than handing it to another thread and back (measured: 0.4 ms for 31 kB).
const COMPRESS_HERE_BYTES_MAX = 65_536;
const COMPRESSIBLE = /^(?:text\/|application\/(?:[\w.+-]*\+)?(?:json|javascript)|image\/svg\+xml)/u;

/** Path of the request without its query, for problem documents. */
export const pathOf = (url: string): string => url.split('?', 1)[0]!;

/**
 * Sets status and headers of an answer and gives the bytes to send: conditions, ranges and compression are decided here and nowhere else.
 *
 * The entity tag is SHA-256 of the uncompressed body in hex; weak where the bytes sent are compressed (RFC 9110 section 8.8.1).
 */
export async function deliver(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Answer,
): Promise<Buffer | undefined> {
  const length = answer.body.length;
  const cacheable = answer.status === 200 && answer.caching !== CACHING.never;
  reply.status(answer.status);
  reply.headers({
    'content-type': withCharset(answer.mediaType),
    'cache-control': answer.caching,
    ...answer.headers,
  });
  if (answer.anyOrigin) {
    reply.header('access-control-allow-origin', '*');
    reply.header('access-control-expose-headers', 'ETag, Content-Range, Retry-After');
    reply.header('cross-origin-resource-policy', 'cross-origin');
  }
  if (answer.status === 200) {
    if (answer.ranges) reply.header('accept-ranges', 'bytes');
    const tag = `"${hex(answer.bodyHash())}"`;
    reply.header('etag', tag);
    if (cacheable && matchesNone(request.headers['if-none-match'], tag)) {
      // A cache takes over these headers: without them it would give the compressed bytes to everyone (RFC 9110 section 15.4.5).
      const coding = codingFor(request, reply, answer);
      if (coding) reply.header('etag', `W/${tag}`);
      reply.status(304).removeHeader('content-type');
      return undefined;
    }
    const ifRange = request.headers['if-range'];
    const range =
      answer.ranges && (ifRange === undefined || ifRange === tag)
        ? byteRange(request.headers.range, length)
        : undefined;
    if (range === 'outside') return deliver(request, reply, outsideRange(request, length));
    if (range) {
      reply.status(206).header('content-range', `bytes ${range.from}-${range.to}/${length}`);
      return bytes(answer.body.subarray(range.from, range.to + 1));
    }
  }
  return compressed(request, reply, answer);
}

async function compressed(request: FastifyRequest, reply: FastifyReply, answer: Answer): Promise<Buffer> {
  const coding = codingFor(request, reply, answer);
  if (!coding) return bytes(answer.body);
  const body = bytes(answer.encoded[coding] ?? (await gzipped(answer.body)));
  // Only now: a time limit that ends meanwhile sends a problem document as it is, and this header with it.
  reply.header('content-encoding', coding);
  const tag = reply.getHeader('etag');
  if (typeof tag === 'string') reply.header('etag', `W/${tag}`);
  return body;
}

/** Chooses how the body is compressed, and says in Vary what that depends on. */
function codingFor(request: FastifyRequest, reply: FastifyReply, answer: Answer): ContentCoding | undefined {
  if (answer.body.length < COMPRESS_BYTES_MIN || !COMPRESSIBLE.test(answer.mediaType)) return undefined;
  addVary(reply, 'Accept-Encoding');
  const ready = Object.keys(answer.encoded) as ContentCoding[];
  return chooseCoding(request.headers['accept-encoding'], ready.length > 0 ? ready : ['gzip']);
}

const gzipped = async (body: Uint8Array): Promise<Uint8Array> =>
  body.length <= COMPRESS_HERE_BYTES_MAX ? gzipSync(body) : gzipAsync(body);

/** Adds a name to Vary: what the answer was chosen by. */
export function addVary(reply: FastifyReply, name: string): void {
  const names = String(reply.getHeader('vary') ?? '');
  if (!names.split(', ').includes(name)) reply.header('vary', names ? `${names}, ${name}` : name);
}

const outsideRange = (request: FastifyRequest, length: number): Answer =>
  problemAnswer(
    new ProblemError('range-not-satisfiable', `the file has ${length} bytes, the range lies outside`, {
      headers: { 'content-range': `bytes */${length}` },
    }),
    pathOf(request.url),
    true,
  );

const withCharset = (mediaType: string): string =>
  mediaType.startsWith('text/') && !mediaType.includes('charset') ? `${mediaType}; charset=utf-8` : mediaType;
const bytes = (body: Uint8Array): Buffer => Buffer.from(body.buffer, body.byteOffset, body.byteLength);
const hex = (hash: Uint8Array): string => Buffer.from(hash).toString('hex');
