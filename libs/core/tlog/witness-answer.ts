import { TlogError } from './error.js';
import { formatSignatureLine, type NoteSignature, parseSignatureLine } from './note.js';
import { parseDecimal, requireWholeNumber } from './whole-number.js';

/** Media type of the answer that tells the size which the witness has. */
export const WITNESS_SIZE_TYPE = 'text/x.tlog.size';
/** Signature lines in one answer: two algorithms and a few keys during a rotation; a note need not take more either. */
export const WITNESS_SIGNATURES_MAX = 16;
/** Room for 16 lines with the largest kind of signature (ML-DSA-44, 3.3 kB each in base64). */
export const WITNESS_ANSWER_BYTES_MAX = 64 * 1024;

/** What a witness answered, not yet checked. */
export type WitnessAnswer =
  | { readonly kind: 'signatures'; readonly signatures: readonly NoteSignature[] }
  /** The witness has this size of the log, and the request began elsewhere, or at the same size with another root. */
  | { readonly kind: 'size'; readonly size: number }
  /** Every other status; `text` is what the witness said, for people. */
  | { readonly kind: 'refused'; readonly status: number; readonly text: string };

/** The body of a 200: one signature line for each. @throws {TlogError} WITNESS_ANSWER_MALFORMED for none, and as `formatSignatureLine` */
export function formatWitnessSignatures(signatures: readonly NoteSignature[]): string {
  if (signatures.length === 0) throw malformed('it has no signature line');
  return signatures.map(formatSignatureLine).join('');
}

/** The body of a 409, which goes out as `WITNESS_SIZE_TYPE`. @throws {TlogError} NUMBER_INVALID, NUMBER_TOO_LARGE */
export const formatWitnessSize = (size: number): string => `${requireWholeNumber(size, 'tree size')}\n`;

/**
 * Reads what a witness answered, which may be anything.
 *
 * @param answer `contentType` as it stands in the header, null where there is none; `body` at most `WITNESS_ANSWER_BYTES_MAX` bytes
 * @throws {TlogError} WITNESS_ANSWER_MALFORMED, NUMBER_TOO_LARGE for a size above 2^53 - 1
 * @see C2SP tlog-witness, add-checkpoint
 */
export function parseWitnessAnswer(answer: {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: Uint8Array;
}): WitnessAnswer {
  const { status, contentType, body } = answer;
  if (body.length > WITNESS_ANSWER_BYTES_MAX) throw malformed(`it has more than ${WITNESS_ANSWER_BYTES_MAX} bytes`);
  if (status === 200) return { kind: 'signatures', signatures: parseSignatures(decodeUtf8(body)) };
  // A 409 without the type is of some proxy, or of a witness that knows no size to tell.
  if (status === 409 && mediaType(contentType) === WITNESS_SIZE_TYPE)
    return { kind: 'size', size: parseSize(decodeUtf8(body)) };
  return { kind: 'refused', status, text: new TextDecoder().decode(body) };
}

function parseSignatures(text: string): NoteSignature[] {
  if (!text.endsWith('\n')) throw malformed('its last line does not end in a line feed');
  const lines = text.slice(0, -1).split('\n');
  if (lines.length > WITNESS_SIGNATURES_MAX) throw malformed(`it has more than ${WITNESS_SIGNATURES_MAX} lines`);
  return lines.map((line) => {
    try {
      return parseSignatureLine(line);
    } catch (cause) {
      throw malformed('a line is no signature line', { cause });
    }
  });
}

function parseSize(text: string): number {
  const size = text.endsWith('\n') ? parseDecimal(text.slice(0, -1), 'tree size') : null;
  if (size === null) throw malformed('the size is not one decimal number and a line feed');
  return size;
}

function decodeUtf8(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch (cause) {
    throw malformed('it is not UTF-8', { cause });
  }
}

const mediaType = (header: string | null): string => (header ?? '').split(';')[0]!.trim().toLowerCase();
const malformed = (why: string, options?: ErrorOptions) =>
  new TlogError('WITNESS_ANSWER_MALFORMED', `not the answer of a witness: ${why}`, options);
