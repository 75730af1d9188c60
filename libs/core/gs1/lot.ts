import { isGs1Uri, parseDigitalLink } from './digital-link.js';

const LOT = '10';

/**
 * The lot (AI 10) that a thing is named by, not percent-encoded; null for what is named without one, such as an item with its serial.
 *
 * @param canonical canonical URI
 */
export function lotInUri(canonical: string): string | null {
  if (!isGs1Uri(canonical)) return null;
  const qualifier = parseDigitalLink(canonical)?.qualifier;
  return qualifier?.identifier === LOT ? qualifier.value : null;
}
