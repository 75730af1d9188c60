import { canonicalUriOfCapture } from './canonical.js';
import { percentDecode, percentEncode } from './characters.js';
import { isGs1Uri, nameFromSegments, segmentsOf } from './digital-link.js';
import { canonicalUriOf, CANONICAL_PREFIX } from './name.js';

/** First segment of the path of a thing that has no GS1 key. */
const URI_SEGMENT = 'uri';

/**
 * The thing's place below `/api/v1/objects/`: `01/09506000134352/21/12345`, for other URIs `uri/{the URI, percent-encoded}`.
 * @throws {Gs1Error} as `canonicalUriOfCapture`
 */
export function digitalLinkPath(input: string): string {
  const { uri } = canonicalUriOfCapture(input);
  return isGs1Uri(uri) ? uri.slice(CANONICAL_PREFIX.length) : `${URI_SEGMENT}/${percentEncode(uri)}`;
}

/**
 * The canonical URI of the thing at such a path, with or without a leading slash. The path must still be percent-encoded.
 * @throws {Gs1Error} UNKNOWN_KEY, QUALIFIER, and what the values break
 */
export function uriFromDigitalLinkPath(path: string): string {
  const segments = segmentsOf(path);
  const [first, encoded] = segments;
  if (first === URI_SEGMENT && encoded !== undefined && segments.length === 2) {
    return canonicalUriOfCapture(percentDecode('URI', encoded)).uri;
  }
  return canonicalUriOf(nameFromSegments(segments));
}
