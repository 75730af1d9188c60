import type { IncomingMessage } from 'node:http';

// RFC 9110 4.2.1 and 7.2: a name or address that is not empty, and a port. RFC 3986 3.2.2 has the characters.
const HOST = /^(?:\[[\da-f:.]+\]|(?:[\w.~!$&'()*+,;=-]|%[\da-f]{2})+)(?::\d{0,5})?$/iu;

/**
 * RFC 9112 3.2: a request with several headers Host, or with one that names no host, is answered with status 400, and so is one of
 * HTTP/1.1 without any. Of several, a proxy and this program could go by different ones.
 *
 * @returns what is wrong, in one clause; null when nothing is.
 */
export function hostProblem({
  rawHeaders,
  httpVersion,
}: Pick<IncomingMessage, 'rawHeaders' | 'httpVersion'>): string | null {
  // Not `headers`, which keeps the first and says nothing of the others.
  const hosts = rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]!.toLowerCase() === 'host');
  const [host] = hosts;
  if (host === undefined) return httpVersion === '1.0' ? null : 'the header Host is missing';
  if (hosts.length > 1) return `a request has one header Host, not ${hosts.length}`;
  return HOST.test(host) ? null : 'the header Host names no host';
}
