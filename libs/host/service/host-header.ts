import type { IncomingMessage } from 'node:http';

// RFC 9110 4.2.1 and 7.2: a name or address that is not empty, and a port. RFC 3986 3.2.2 has the characters.
const HOST = /^(?:\[[\da-f:.]+\]|(?:[\w.~!$&'()*+,;=-]|%[\da-f]{2})+)(?::\d{0,5})?$/iu;

// RFC 9112 3.2.2, as a client asks a proxy: the scheme and what stands up to the path.
const ABSOLUTE_TARGET = /^(https?):\/\/([^/?#]*)/iu;

/**
 * RFC 9112 3.2: a request with several headers Host, or with one that names no host, is answered with status 400, and so is one of
 * HTTP/1.1 without any. Of several, a proxy and this program could go by different ones; for the same reason a target that names a host
 * has to name that of the header (3.2.2 asks clients to send the same in both).
 *
 * @returns what is wrong, in one clause; null when nothing is.
 */
export function hostProblem({
  rawHeaders,
  httpVersion,
  url = '/',
}: Pick<IncomingMessage, 'rawHeaders' | 'httpVersion' | 'url'>): string | null {
  // Not `headers`, which keeps the first and says nothing of the others.
  const hosts = rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]!.toLowerCase() === 'host');
  const [host] = hosts;
  if (host === undefined) return httpVersion === '1.0' ? null : 'the header Host is missing';
  if (hosts.length > 1) return `a request has one header Host, not ${hosts.length}`;
  if (!HOST.test(host)) return 'the header Host names no host';
  const [, scheme, authority] = ABSOLUTE_TARGET.exec(url) ?? [];
  if (scheme === undefined || authority === undefined) return null;
  const isSame = withoutStandardPort(authority, scheme) === withoutStandardPort(host, scheme);
  return isSame ? null : 'the target of the request names another host than the header Host';
}

const withoutStandardPort = (host: string, scheme: string): string =>
  host.toLowerCase().replace(scheme.toLowerCase() === 'https' ? /:443$/u : /:80$/u, '');
