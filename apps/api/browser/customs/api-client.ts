/** A refusal of the server (RFC 9457), or no answer at all. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  constructor(
    readonly kind: 'unauthorized' | 'not-found' | 'refused' | 'unavailable' | 'no-answer',
    message: string,
  ) {
    super(message);
  }
}

export interface SearchResult {
  readonly object: string;
  readonly kind: string;
  readonly label: string;
  readonly matches: readonly { readonly kind: string; readonly term: string }[];
  readonly evidence: string;
}

export interface SearchPage {
  readonly results: readonly SearchResult[];
  readonly next: string | null;
  /** There is more than pages can list. */
  readonly moreNotListed: boolean;
}

export interface DownloadedEvidence {
  /** Exactly the bytes that were served, as text: what the officer may keep. */
  readonly text: string;
  /** Number of the look-up in the node's records. */
  readonly lookup: string;
}

/** Asks the API on the customs tier. The token lives in this object and nowhere else: closing or reloading the page forgets it. */
export class ApiClient {
  constructor(private readonly token: string) {}

  async search(words: string, cursor: string | null, signal: AbortSignal): Promise<SearchPage> {
    const query = new URLSearchParams({ q: words, ...(cursor !== null && { cursor }) });
    const response = await this.get(`/api/v1/search?${query}`, signal);
    return (await response.json()) as SearchPage;
  }

  /** @param path as the search gave it. */
  async evidence(path: string, signal: AbortSignal): Promise<DownloadedEvidence> {
    const response = await this.get(path, signal);
    return { text: await response.text(), lookup: response.headers.get('cairn-lookup') ?? '' };
  }

  private async get(path: string, signal: AbortSignal): Promise<Response> {
    const response = await fetch(path, {
      headers: { authorization: `Bearer ${this.token}` },
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      signal,
    }).catch((error: unknown) => {
      if (signal.aborted) throw error;
      throw new ClientError('no-answer', String(error));
    });
    if (response.ok) return response;
    throw new ClientError(kindOf(response.status), await detailOf(response));
  }
}

/** The policy that the node shows to everyone. */
export async function policyOfServer(): Promise<string> {
  const response = await fetch('/api/v1/policy', { credentials: 'omit', cache: 'no-store' });
  if (!response.ok) throw new ClientError('unavailable', await detailOf(response));
  return response.text();
}

function kindOf(status: number): ClientError['kind'] {
  if (status === 401) return 'unauthorized';
  if (status === 404) return 'not-found';
  return status === 429 || status >= 500 ? 'unavailable' : 'refused';
}

async function detailOf(response: Response): Promise<string> {
  try {
    const { detail } = (await response.json()) as { detail?: unknown };
    return typeof detail === 'string' ? detail : response.statusText;
  } catch {
    return response.statusText;
  }
}
