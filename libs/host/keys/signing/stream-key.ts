import { createHmac } from 'node:crypto';
import { KeyFileError } from './key-file-error.js';

const LOOKUP_CONTEXT = Buffer.from('cairn.stream.lookups.v1\0', 'latin1');
const BACKUP_CONTEXT = Buffer.from('cairn.backup.v1\0', 'latin1');

/**
 * Reads the stream key, or a key derived from it, from the text of its file: 64 hex digits.
 *
 * @returns 32 bytes
 * @throws {KeyFileError} KEY_FILE_UNREADABLE, without the text.
 */
export function parseStreamKey(text: string): Uint8Array {
  const digits = text.trim();
  if (!/^[0-9a-f]{64}$/i.test(digits)) throw new KeyFileError('KEY_FILE_UNREADABLE', 'the stream key is 64 hex digits');
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}

/**
 * The key under which records of `lookups` are sealed: HMAC-SHA-256(stream key, "cairn.stream.lookups.v1" 0x00). Whoever has it, as
 * the api must, learns nothing of the stream key and can seal neither scans nor receipts.
 *
 * @param streamKey 32 bytes
 */
export const lookupKeyOf = (streamKey: Uint8Array): Uint8Array =>
  Uint8Array.from(createHmac('sha256', streamKey).update(LOOKUP_CONTEXT).digest());

/**
 * The key that seals backups: HMAC-SHA-256(stream key, "cairn.backup.v1" 0x00). It lies in no backup, so whoever reaches one and not the
 * keys cannot change it unnoticed.
 *
 * @param streamKey 32 bytes
 */
export const backupKeyOf = (streamKey: Uint8Array): Uint8Array =>
  Uint8Array.from(createHmac('sha256', streamKey).update(BACKUP_CONTEXT).digest());
