import type { ContentCoding } from './answer.js';

/** One member of Accept or Accept-Encoding: its value in lower case and its weight, 0 to 1. */
interface Weighted {
  readonly value: string;
  readonly weight: number;
}

// More members than any client sends; what is beyond is not read, so that a long header costs nothing.
const MEMBERS_MAX = 32;

/**
 * Whether the client takes `mediaType`. The most specific range of the header decides; a missing or unreadable header takes all.
 *
 * @param mediaType type/subtype in lower case, without parameters.
 * @see RFC 9110 section 12.5.1
 */
export function accepts(header: string | undefined, mediaType: string): boolean {
  if (header === undefined || header.trim() === '') return true;
  const ranges = weighted(header);
  const [type] = mediaType.split('/');
  for (const range of [mediaType, `${type}/*`, '*/*']) {
    const found = ranges.find(({ value }) => value === range);
    if (found) return found.weight > 0;
  }
  return false;
}

/**
 * The content coding to use: the client's heaviest of those that we have; brotli before gzip where it has no preference.
 *
 * @returns undefined for the bytes as they are.
 * @see RFC 9110 section 12.5.3
 */
export function chooseCoding(
  header: string | undefined,
  available: readonly ContentCoding[],
): ContentCoding | undefined {
  if (header === undefined) return undefined;
  const codings = weighted(header);
  const weightOf = (coding: string): number =>
    (codings.find(({ value }) => value === coding) ?? codings.find(({ value }) => value === '*'))?.weight ?? 0;
  const best = [...available].sort((a, b) => weightOf(b) - weightOf(a) || a.localeCompare(b))[0];
  return best && weightOf(best) > 0 ? best : undefined;
}

function weighted(header: string): Weighted[] {
  return header
    .split(',', MEMBERS_MAX)
    .map((member) => {
      const [value = '', ...parameters] = member.split(';').map((part) => part.trim().toLowerCase());
      const q = parameters.find((parameter) => parameter.startsWith('q='));
      const weight = q === undefined ? 1 : Number(q.slice(2));
      return { value, weight: weight >= 0 && weight <= 1 ? weight : 0 };
    })
    .filter(({ value }) => value !== '');
}

/**
 * Whether an entity tag stands in If-None-Match, by weak comparison.
 *
 * @see RFC 9110 section 13.1.2
 */
export function matchesNone(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return header.split(',', MEMBERS_MAX).some((member) => member.trim().replace(/^W\//u, '') === tag);
}

/** Bytes `from` to `to`, both included. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Reads a Range header with one range of bytes. Several ranges and other units are ignored, as the RFC allows: the whole file goes out.
 *
 * @returns undefined to send the whole file; 'outside' for a range that holds no byte of it.
 * @see RFC 9110 section 14.2
 */
export function byteRange(header: string | undefined, length: number): ByteRange | 'outside' | undefined {
  const match = /^bytes=(?<first>\d{0,15})-(?<last>\d{0,15})$/u.exec(header ?? '')?.groups;
  if (!match || (match['first'] === '' && match['last'] === '')) return undefined;
  const { first, last } = match;
  if (first === '') {
    const suffix = Math.min(Number(last), length);
    return suffix === 0 ? 'outside' : { from: length - suffix, to: length - 1 };
  }
  const from = Number(first);
  if (last !== '' && Number(last) < from) return undefined;
  if (from >= length) return 'outside';
  return { from, to: last === '' ? length - 1 : Math.min(Number(last), length - 1) };
}
