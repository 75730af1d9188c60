import { fromBase64, toBase64 } from './base64.js';
import { type ParsedCheckpoint, parseCheckpointBody } from './checkpoint.js';
import { TlogError } from './error.js';
import { HASH_BYTES, requireHash } from './hash.js';
import { type Note, NOTE_BYTES_MAX, parseNote } from './note.js';
import { parseDecimal, requireWholeNumber } from './whole-number.js';

/** A consistency proof between two uint64 sizes has no more; the format allows no more lines. */
export const WITNESS_PROOF_HASHES_MAX = 63;
/** `old `, 20 digits and LF; 63 lines of 44 letters and LF; the empty line. */
const HEAD_BYTES_MAX = 4 + 20 + 1 + WITNESS_PROOF_HASHES_MAX * 45 + 1;
/** What a witness has to take in: the lines before the note, and the largest note. */
export const WITNESS_REQUEST_BYTES_MAX = HEAD_BYTES_MAX + NOTE_BYTES_MAX;

/** Asks a witness to cosign a checkpoint. */
export interface WitnessRequest {
  /** Size that the client believes the witness to have: 0 where it knows none. */
  readonly oldSize: number;
  /** Consistency path from `oldSize` to the checkpoint's size, 32 bytes each; empty from 0. */
  readonly proof: readonly Uint8Array[];
  /** The signed checkpoint. */
  readonly note: string;
}

/** A request whose form was read. Nothing is known of signatures, sizes and proof. */
export interface ParsedWitnessRequest {
  readonly oldSize: number;
  readonly proof: readonly Uint8Array[];
  readonly note: Note;
  /** What the note's text says. */
  readonly checkpoint: ParsedCheckpoint;
}

/**
 * The body of an add-checkpoint request: `old <size>`, the proof one hash a line, an empty line, the signed checkpoint.
 * @throws {TlogError} WITNESS_REQUEST_MALFORMED for more than 63 hashes, HASH_LENGTH, NUMBER_INVALID, NUMBER_TOO_LARGE, NOTE_MALFORMED,
 *   NOTE_TOO_LARGE, CHECKPOINT_MALFORMED
 */
export function formatWitnessRequest({ oldSize, proof, note }: WitnessRequest): string {
  requireWholeNumber(oldSize, 'old size');
  if (proof.length > WITNESS_PROOF_HASHES_MAX) throw tooManyHashes();
  parseCheckpointBody(parseNote(note).text);
  const lines = proof.map((hash) => `${toBase64(requireHash(hash, 'a hash of the proof'))}\n`);
  return `old ${oldSize}\n${lines.join('')}\n${note}`;
}

/**
 * Reads the body of an add-checkpoint request, which comes from anyone. Whether `oldSize` fits is the witness's to say.
 *
 * @throws {TlogError} WITNESS_REQUEST_MALFORMED, NUMBER_TOO_LARGE for a size above 2^53 - 1, and what `parseNote` and
 *   `parseCheckpointBody` throw for the checkpoint
 * @see C2SP tlog-witness, add-checkpoint
 */
export function parseWitnessRequest(body: Uint8Array): ParsedWitnessRequest {
  if (body.length > WITNESS_REQUEST_BYTES_MAX) throw malformed(`it has more than ${WITNESS_REQUEST_BYTES_MAX} bytes`);
  const headEnd = firstEmptyLine(body);
  const [oldLine, ...hashLines] = ascii(body.subarray(0, headEnd)).split('\n');
  const oldSize = oldLine!.startsWith('old ') ? parseDecimal(oldLine!.slice(4), 'old size') : null;
  if (oldSize === null) throw malformed('the first line is not old, one space and a decimal size');
  if (hashLines.length > WITNESS_PROOF_HASHES_MAX) throw tooManyHashes();
  const proof = hashLines.map(decodeHash);
  const note = parseNote(body.subarray(headEnd + 2));
  return { oldSize, proof, note, checkpoint: parseCheckpointBody(note.text) };
}

/** Where the LF of the last line before the first empty line stands: no line of the head is empty. */
function firstEmptyLine(body: Uint8Array): number {
  const end = Math.min(body.length - 1, HEAD_BYTES_MAX);
  for (let at = 0; at < end; at++) if (body[at] === 0x0a && body[at + 1] === 0x0a) return at;
  throw malformed('no empty line parts the proof from the checkpoint');
}

function ascii(bytes: Uint8Array): string {
  if (bytes.some((byte) => byte > 0x7f)) throw malformed('the lines before the checkpoint are not ASCII');
  return String.fromCharCode(...bytes);
}

function decodeHash(line: string): Uint8Array {
  let hash: Uint8Array;
  try {
    hash = fromBase64(line);
  } catch (cause) {
    throw new TlogError('WITNESS_REQUEST_MALFORMED', 'not a witness request: a line of the proof is not base64', {
      cause,
    });
  }
  if (hash.length !== HASH_BYTES) throw malformed(`a hash of the proof has ${hash.length} bytes`);
  return hash;
}

const tooManyHashes = () => malformed(`a proof has at most ${WITNESS_PROOF_HASHES_MAX} hashes`);
const malformed = (why: string) => new TlogError('WITNESS_REQUEST_MALFORMED', `not a witness request: ${why}`);
