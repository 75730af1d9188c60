import { parseWitnessAnswer, TlogError, WITNESS_ANSWER_BYTES_MAX, type WitnessAnswer } from '#libs/core/tlog';

/** What one POST brought. */
export type Exchange =
  | WitnessAnswer
  | { readonly kind: 'invalid'; readonly reason: string }
  | { readonly kind: 'unreachable'; readonly reason: string };

/**
 * Sends one request and reads its answer, whatever that is. Redirects are not followed: a witness is asked at the address of the policy.
 * Connections are kept by Node's own pool.
 *
 * @throws the signal's reason when it aborts
 */
export async function exchange(url: string, body: string, signal: AbortSignal): Promise<Exchange> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      body,
      redirect: 'manual',
      signal,
      // A compressed answer could be much larger than what comes over the wire.
      headers: { 'content-type': 'text/plain; charset=utf-8', 'accept-encoding': 'identity' },
    });
    const bytes = await readAtMost(response, WITNESS_ANSWER_BYTES_MAX);
    if (!bytes) return { kind: 'invalid', reason: `the answer has more than ${WITNESS_ANSWER_BYTES_MAX} bytes` };
    return parseWitnessAnswer({
      status: response.status,
      contentType: response.headers.get('content-type'),
      body: bytes,
    });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof TlogError) return { kind: 'invalid', reason: error.message };
    return { kind: 'unreachable', reason: reasonOf(error) };
  }
}

/** @returns null for more than that; the rest is not read. */
async function readAtMost(response: Response, bytesMax: number): Promise<Uint8Array | null> {
  if (!response.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > bytesMax) return null; // leaving the loop cancels the body
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** fetch says `fetch failed` and keeps why behind it. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error;
  const inner = cause as NodeJS.ErrnoException | undefined;
  return inner?.message || inner?.code || message || String(error);
}
