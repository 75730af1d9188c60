import { fromBase64, toBase64 } from './base64.js';
import { TlogError } from './error.js';
import { EMPTY_ROOT, equalBytes, HASH_BYTES, requireHash } from './hash.js';
import { requireKeyName } from './key-name.js';
import { type VerifiedSignature, type VerifyEd25519, verifyNote } from './verify-note.js';
import { KeyType, type Vkey } from './vkey.js';
import { parseDecimal, requireWholeNumber } from './whole-number.js';

/** What a log says of itself at one size. */
export interface Checkpoint {
  /** Names the log; equals the name of its key. */
  readonly origin: string;
  /** Number of entries. */
  readonly size: number;
  /** RFC 6962 tree head of the first `size` entries, 32 bytes. */
  readonly root: Uint8Array;
}

/** A checkpoint whose text was read; `extensions` are the lines after the root, not empty ones, usually none. */
export interface ParsedCheckpoint extends Checkpoint {
  readonly extensions: readonly string[];
}

/** A checkpoint signed by its log. */
export interface OpenedCheckpoint extends ParsedCheckpoint {
  /** The note's text, ends in LF. */
  readonly text: string;
  /** Good signatures by the witnesses that were given. */
  readonly cosignatures: readonly VerifiedSignature[];
}

/**
 * The text that a log signs: origin, size and root, one a line. This program writes no extension lines.
 * @throws {TlogError} KEY_NAME_INVALID for the origin, NUMBER_TOO_LARGE, HASH_LENGTH, ROOT_MISMATCH for an empty tree with another root
 */
export function formatCheckpointBody({ origin, size, root }: Checkpoint): string {
  requireKeyName(origin);
  requireWholeNumber(size, 'tree size');
  requireEmptyRoot(size, requireHash(root, 'the root'));
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/**
 * Reads a checkpoint's text. Decides only whether it has the form: the signature is not checked here.
 * @throws {TlogError} CHECKPOINT_MALFORMED, NUMBER_TOO_LARGE for a size above 2^53 - 1, ROOT_MISMATCH as above
 * @see C2SP tlog-checkpoint, Checkpoint body
 */
export function parseCheckpointBody(text: string): ParsedCheckpoint {
  if (!text.endsWith('\n')) throw malformed('it does not end in a line feed');
  const [origin, sizeLine, rootLine, ...extensions] = text.slice(0, -1).split('\n');
  if (!origin || sizeLine === undefined || rootLine === undefined)
    throw malformed('expected origin, size and root, one a line');
  const size = parseDecimal(sizeLine, 'tree size');
  if (size === null) throw malformed('the size is not a decimal number without leading zero');
  if (extensions.includes('')) throw malformed('an extension line is empty');
  const root = decodeRoot(rootLine);
  requireEmptyRoot(size, root);
  return { origin, size, root, extensions };
}

/**
 * Opens a log's checkpoint: signature of the pinned key, form, and an origin that equals the key's name.
 * Size and root are to be taken from here, never from a field beside the note.
 *
 * @param vkey the key of the log, or all keys that it has had, under one name: any one of them must have signed.
 * @param witnesses cosignature keys; a bad signature by one of them rejects the whole note. Whether they suffice is the policy's to say.
 * @throws {TlogError} NOTE_UNSIGNED when this log has not signed, ORIGIN_MISMATCH, and what `verifyNote` and `parseCheckpointBody` throw
 */
export async function openCheckpoint(input: {
  readonly note: string | Uint8Array;
  readonly vkey: Vkey | readonly Vkey[];
  readonly witnesses?: readonly Vkey[];
  readonly verify: VerifyEd25519;
}): Promise<OpenedCheckpoint> {
  const { witnesses = [] } = input;
  const logs = [input.vkey].flat();
  for (const vkey of logs) requireType(vkey, KeyType.ed25519);
  for (const witness of witnesses) requireType(witness, KeyType.cosignature);
  const { text, verified } = await verifyNote({
    note: input.note,
    vkeys: [...logs, ...witnesses],
    verify: input.verify,
  });
  const byLog = verified.filter(({ vkey }) => logs.includes(vkey));
  const names = [...new Set(logs.map(({ name }) => name))].join(', ');
  if (byLog.length === 0) throw new TlogError('NOTE_UNSIGNED', `${names} has not signed the checkpoint`);
  const checkpoint = parseCheckpointBody(text);
  if (byLog.some(({ vkey }) => vkey.name !== checkpoint.origin))
    throw new TlogError('ORIGIN_MISMATCH', `the checkpoint is of another log than ${names}`);
  return { ...checkpoint, text, cosignatures: verified.filter((signature) => !byLog.includes(signature)) };
}

function requireType(vkey: Vkey, type: number): void {
  if (vkey.type === type) return;
  throw new TlogError('KEY_TYPE_UNSUPPORTED', `the key of ${vkey.name} has type ${vkey.type}, expected ${type}`);
}

function requireEmptyRoot(size: number, root: Uint8Array): void {
  if (size === 0 && !equalBytes(root, EMPTY_ROOT))
    throw new TlogError('ROOT_MISMATCH', 'size 0 has another root than SHA-256("")');
}

function decodeRoot(line: string): Uint8Array {
  let root: Uint8Array;
  try {
    root = fromBase64(line);
  } catch (cause) {
    throw new TlogError('CHECKPOINT_MALFORMED', 'not a checkpoint: the root is not base64', { cause });
  }
  if (root.length !== HASH_BYTES) throw malformed(`the root has ${root.length} bytes`);
  return root;
}

const malformed = (why: string) => new TlogError('CHECKPOINT_MALFORMED', `not a checkpoint: ${why}`);
