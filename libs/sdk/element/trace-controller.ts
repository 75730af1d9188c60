import { canonicalUriOfCapture, digitalLinkPath, Gs1Error } from '#libs/core/gs1';
import { EVIDENCE_CHARACTERS_MAX } from '#libs/core/evidence';
import { judgeEvidence, type Verdict } from '#libs/core/verdict';
import { WebCryptoVerifier } from '#libs/core/signatures';
import { formatPolicy, parseVkey, QUORUM_NONE, TlogError } from '#libs/core/tlog';
import { readText } from './read-text.js';

/** What the element knows. It is never anything but `pending` while a check runs. */
export type TraceState =
  | { readonly kind: 'initial' }
  | { readonly kind: 'pending' }
  | { readonly kind: 'complete'; readonly verdict: Verdict }
  | { readonly kind: 'error'; readonly reason: TraceFailure };

/** Why there is no verdict. None of them says anything about the goods. */
export type TraceFailure =
  /** The page gave no object, or one that is none. */
  | 'object-wrong'
  /** The page gave no log key, or one that is none: evidence would have to bring its own, which proves nothing. */
  | 'key-wrong'
  /** The log knows no such object. */
  | 'unknown-object'
  /** No answer, an outage, or an answer that is no evidence. */
  | 'unavailable'
  /** This program failed. */
  | 'failed';

export interface TraceQuestion {
  /** URI of the object in any form. */
  readonly object: string;
  /** The pinned key of the log (vkey); several, parted by white space, while the log exchanges its key and after. */
  readonly logKey: string;
  /** Where the API is: an absolute URL. */
  readonly source: string;
}

// A buyer who waits longer has gone; the shop's page shows that nothing could be loaded.
const ANSWER_TIMEOUT_MS = 15_000;

/** Fetches the public evidence of one object and judges it here, against the key that the page brought. */
export async function trace(question: TraceQuestion, signal: AbortSignal): Promise<TraceState> {
  const object = objectOf(question.object);
  if (object === undefined) return failure('object-wrong');
  const policy = policyOf(question.logKey);
  if (policy === undefined) return failure('key-wrong');
  const evidence = await download(evidenceUrl(question.source, object), signal);
  if (typeof evidence !== 'string') return evidence;
  try {
    return {
      kind: 'complete',
      verdict: await judgeEvidence({ evidence, policy, object, verifier: new WebCryptoVerifier(), nowMs: Date.now() }),
    };
  } catch (error) {
    console.error('cairn-trace: the check itself failed', error);
    return failure('failed');
  }
}

const failure = (reason: TraceFailure): TraceState => ({ kind: 'error', reason });

/** Where the public evidence of an object is. */
export const evidenceUrl = (source: string, object: string): string =>
  `${source.replace(/\/+$/u, '')}/api/v1/objects/${digitalLinkPath(object)}/evidence`;

async function download(url: string, signal: AbortSignal): Promise<string | TraceState> {
  const waiting = new AbortController();
  const stop = (): void => waiting.abort();
  const timer = setTimeout(stop, ANSWER_TIMEOUT_MS);
  signal.addEventListener('abort', stop);
  try {
    const response = await fetch(url, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
      signal: waiting.signal,
    });
    if (response.status === 404) return failure('unknown-object');
    if (!response.ok) return failure('unavailable');
    return (await readText(response, EVIDENCE_CHARACTERS_MAX)) ?? failure('unavailable');
  } catch {
    // Whoever aborted does not look at the answer any more.
    return failure('unavailable');
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

function objectOf(text: string): string | undefined {
  try {
    return canonicalUriOfCapture(text.trim()).uri;
  } catch (error) {
    if (error instanceof Gs1Error) return undefined;
    throw error;
  }
}

function policyOf(logKey: string): string | undefined {
  try {
    const logs = logKey
      .split(/\s+/u)
      .filter((text) => text !== '')
      .map((text) => ({ vkey: parseVkey(text) }));
    return logs.length === 0 ? undefined : formatPolicy({ logs, witnesses: [], groups: [], quorum: QUORUM_NONE });
  } catch (error) {
    if (error instanceof TlogError) return undefined;
    throw error;
  }
}
