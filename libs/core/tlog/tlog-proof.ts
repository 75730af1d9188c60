import { fromBase64, toBase64 } from './base64.js';
import { TlogError } from './error.js';
import { HASH_BYTES, leafHash, requireHash } from './hash.js';
import { verifyInclusion } from './inclusion.js';
import { NOTE_BYTES_MAX, parseNote } from './note.js';
import { type AcceptedCheckpoint, openByPolicy } from './open-by-policy.js';
import type { Policy } from './policy.js';
import type { VerifyEd25519 } from './verify-note.js';
import { parseDecimal, requireWholeNumber } from './whole-number.js';

/** The first line of every tlog-proof file. */
export const TLOG_PROOF_HEADER = 'c2sp.org/tlog-proof@v1';
/** A tree whose size has 64 bits has no longer path. */
const PATH_HASHES_MAX = 64;
/** Room for the largest checkpoint, the longest path and a VRF proof or some such beside them; a proof comes from strangers. */
export const TLOG_PROOF_BYTES_MAX = NOTE_BYTES_MAX + 64 * 1024;

/** A proof that an entry stands in a log, in one file that needs no server. */
export interface TlogProof {
  /** Of the application; nobody has signed it. */
  readonly extra?: Uint8Array;
  readonly index: number;
  /** Inclusion path, leaf to root. */
  readonly path: readonly Uint8Array[];
  /** The signed checkpoint as the log and its witnesses gave it. */
  readonly checkpoint: string;
}

/** @throws {TlogError} NUMBER_TOO_LARGE, HASH_LENGTH, PROOF_MALFORMED, NOTE_MALFORMED for what could not be read back */
export function formatTlogProof({ extra, index, path, checkpoint }: TlogProof): string {
  requireWholeNumber(index, 'proof index');
  for (const hash of path) requireHash(hash, 'a path hash');
  const lines = [
    TLOG_PROOF_HEADER,
    ...(extra ? [`extra ${toBase64(extra)}`] : []),
    `index ${index}`,
    ...path.map(toBase64),
  ];
  const text = `${lines.join('\n')}\n\n${checkpoint}`;
  parseTlogProof(text);
  return text;
}

/**
 * Takes a tlog-proof file apart at its FIRST empty line: the checkpoint has empty lines of its own. Checks the form only.
 *
 * @throws {TlogError} PROOF_MALFORMED, NUMBER_TOO_LARGE for an index above 2^53 - 1, and what `parseNote` throws for the checkpoint
 * @see C2SP tlog-proof, Format
 */
export function parseTlogProof(file: string | Uint8Array): TlogProof {
  const text = textOf(file);
  const end = text.indexOf('\n\n');
  if (end < 0) throw malformed('no empty line parts proof and checkpoint');
  const [header, ...lines] = text.slice(0, end).split('\n');
  if (header !== TLOG_PROOF_HEADER) throw malformed(`its first line is not ${TLOG_PROOF_HEADER}`);
  const extra = lines[0]?.startsWith('extra ') ? decode(lines.shift()!.slice('extra '.length), 'extra') : undefined;
  if (extra?.length === 0) throw malformed('an empty extra line is left out');
  const [indexLine, ...hashes] = lines;
  if (!indexLine?.startsWith('index ')) throw malformed('expected a line with the index');
  const index = parseDecimal(indexLine.slice('index '.length), 'proof index');
  if (index === null) throw malformed('the index is not a decimal number without leading zero');
  if (hashes.length > PATH_HASHES_MAX) throw malformed(`it has more than ${PATH_HASHES_MAX} hashes`);
  const checkpoint = text.slice(end + 2);
  parseNote(checkpoint);
  return { ...(extra && { extra }), index, path: hashes.map(decodeHash), checkpoint };
}

/**
 * Whether the entry stands in a log that the policy accepts, by this file alone. `extra` stays unproven.
 *
 * @param proof the file, or its parts
 * @returns the checkpoint and the index that were proven
 * @throws {TlogError} what `parseTlogProof`, `openByPolicy` and `verifyInclusion` throw
 */
export async function verifyTlogProof(input: {
  readonly proof: string | Uint8Array | TlogProof;
  readonly entry: Uint8Array;
  readonly policy: Policy;
  readonly verify: VerifyEd25519;
}): Promise<AcceptedCheckpoint & { readonly index: number }> {
  const { proof, entry, policy, verify } = input;
  const { index, path, checkpoint } =
    typeof proof === 'string' || proof instanceof Uint8Array ? parseTlogProof(proof) : proof;
  const accepted = await openByPolicy({ note: checkpoint, policy, verify });
  verifyInclusion({ index, size: accepted.size, leaf: leafHash(entry), path, root: accepted.root });
  return { ...accepted, index };
}

function textOf(file: string | Uint8Array): string {
  if (file.length > TLOG_PROOF_BYTES_MAX) throw malformed(`it has more than ${TLOG_PROOF_BYTES_MAX} bytes`);
  if (typeof file === 'string') return file;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file);
  } catch (cause) {
    throw new TlogError('PROOF_MALFORMED', 'not a tlog-proof: it is not UTF-8', { cause });
  }
}

function decodeHash(line: string): Uint8Array {
  const hash = decode(line, 'a hash');
  if (hash.length !== HASH_BYTES) throw malformed(`a hash has ${hash.length} bytes`);
  return hash;
}

function decode(base64: string, what: string): Uint8Array {
  try {
    return fromBase64(base64);
  } catch (cause) {
    throw new TlogError('PROOF_MALFORMED', `not a tlog-proof: ${what} is not base64`, { cause });
  }
}

const malformed = (why: string) => new TlogError('PROOF_MALFORMED', `not a tlog-proof: ${why}`);
