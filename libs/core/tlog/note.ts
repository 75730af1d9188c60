import { fromBase64, toBase64 } from './base64.js';
import { hasControlCharacter } from './characters.js';
import { TlogError } from './error.js';
import { isKeyName, requireKeyName } from './key-name.js';
import { NOTE_KEY_ID_BYTES } from './vkey.js';

/** Room for 16 ML-DSA-44 cosignatures (3.3 kB each in base64) and a text; a note comes from strangers. */
export const NOTE_BYTES_MAX = 256 * 1024;
/** The format asks for at least 16. */
export const NOTE_SIGNATURES_MAX = 100;

const SIGNATURE_LINE_START = '\u2014 ';

/** One signature line, not yet checked. */
export interface NoteSignature {
  readonly name: string;
  /** 4 bytes. */
  readonly keyId: Uint8Array;
  /** What follows the key id: 64 bytes for Ed25519, uint64be seconds || 64 bytes for a cosignature. */
  readonly signature: Uint8Array;
}

/** A note in its parts. Nothing is known about who wrote it until `verifyNote`. */
export interface Note {
  /** Ends in LF; its UTF-8 bytes are what is signed. */
  readonly text: string;
  /** At least one, in the order of the lines. */
  readonly signatures: readonly NoteSignature[];
}

/** @throws {TlogError} KEY_NAME_INVALID, NOTE_MALFORMED when the key id has not 4 bytes or the signature has none */
export function noteSignature(input: NoteSignature): NoteSignature {
  requireKeyName(input.name);
  if (input.keyId.length !== NOTE_KEY_ID_BYTES) throw malformed(`a key id has 4 bytes, got ${input.keyId.length}`);
  if (input.signature.length === 0) throw malformed('a signature is not empty');
  return { name: input.name, keyId: input.keyId, signature: input.signature };
}

/** The signature's line: em dash, space, name, space, base64(key id || signature), LF. */
export function formatSignatureLine(input: NoteSignature): string {
  const { name, keyId, signature } = noteSignature(input);
  const bytes = new Uint8Array(NOTE_KEY_ID_BYTES + signature.length);
  bytes.set(keyId);
  bytes.set(signature, NOTE_KEY_ID_BYTES);
  return `${SIGNATURE_LINE_START}${name} ${toBase64(bytes)}\n`;
}

/**
 * Text, an empty line, signature lines.
 * @param text ends in LF, no other control character below 0x20
 * @throws {TlogError} NOTE_MALFORMED, NOTE_TOO_LARGE, KEY_NAME_INVALID
 */
export function formatNote(text: string, signatures: readonly NoteSignature[]): string {
  const note = `${requireNoteText(text)}\n${signatures.map(formatSignatureLine).join('')}`;
  parseNote(note);
  return note;
}

/** The bytes that the note's signatures cover. @throws {TlogError} NOTE_MALFORMED */
export const signedBytes = (text: string): Uint8Array => new TextEncoder().encode(requireNoteText(text));

/**
 * Takes a note apart at its LAST empty line. Checks the form only.
 *
 * @param note bytes as received, or their text; bytes are safer, for a decoder may drop a byte order mark
 * @throws {TlogError} NOTE_MALFORMED, NOTE_TOO_LARGE (256 KiB, 100 signatures)
 * @see C2SP signed-note, Format
 */
export function parseNote(note: string | Uint8Array): Note {
  const whole = typeof note === 'string' ? note : decodeUtf8(note);
  // UTF-8 has at least one byte for each UTF-16 unit, so this spares the encoder a hostile megabyte.
  if (
    whole.length > NOTE_BYTES_MAX ||
    (typeof note === 'string' && new TextEncoder().encode(note).length > NOTE_BYTES_MAX)
  ) {
    throw tooLarge();
  }
  const emptyLine = whole.lastIndexOf('\n\n');
  if (emptyLine < 0) throw malformed('no empty line parts text and signatures');
  const text = requireNoteText(whole.slice(0, emptyLine + 1));
  const lines = whole.slice(emptyLine + 2);
  if (!lines.endsWith('\n')) throw malformed('no signature line, or the last one does not end in a line feed');
  const signatures = lines.slice(0, -1).split('\n');
  if (signatures.length > NOTE_SIGNATURES_MAX) {
    throw new TlogError('NOTE_TOO_LARGE', `a note has at most ${NOTE_SIGNATURES_MAX} signatures`);
  }
  return { text, signatures: signatures.map(parseSignatureLine) };
}

/** Reads one signature line without its LF. @throws {TlogError} NOTE_MALFORMED */
export function parseSignatureLine(line: string): NoteSignature {
  const [name, base64, ...more] = line.slice(SIGNATURE_LINE_START.length).split(' ');
  if (!line.startsWith(SIGNATURE_LINE_START) || base64 === undefined || more.length > 0) {
    throw malformed('a signature line is an em dash, a name and base64, parted by one space');
  }
  if (!isKeyName(name!)) throw malformed('the key name of a signature line is empty or has a space or a plus');
  const bytes = decodeSignature(base64);
  if (bytes.length <= NOTE_KEY_ID_BYTES) throw malformed('a signature line holds no signature after the key id');
  return { name: name!, keyId: bytes.slice(0, NOTE_KEY_ID_BYTES), signature: bytes.slice(NOTE_KEY_ID_BYTES) };
}

function requireNoteText(text: string): string {
  if (!text.endsWith('\n')) throw malformed('the text does not end in a line feed');
  if (hasControlCharacter(text, '\n')) throw malformed('the text has a control character');
  if (/\p{Surrogate}/u.test(text)) throw malformed('the text is not well-formed Unicode');
  return text;
}

function decodeUtf8(bytes: Uint8Array): string {
  if (bytes.length > NOTE_BYTES_MAX) throw tooLarge();
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new TlogError('NOTE_MALFORMED', 'the note is not UTF-8', { cause });
  }
}

function decodeSignature(base64: string): Uint8Array {
  try {
    return fromBase64(base64);
  } catch (cause) {
    throw new TlogError('NOTE_MALFORMED', 'a signature is not base64', { cause });
  }
}

const malformed = (why: string) => new TlogError('NOTE_MALFORMED', `not a signed note: ${why}`);
const tooLarge = () => new TlogError('NOTE_TOO_LARGE', `a note has at most ${NOTE_BYTES_MAX} bytes`);
