import { createHmac, timingSafeEqual } from 'node:crypto';
import { cairn } from '#proto';
import { StreamError } from './stream-error.js';

const MAC_CONTEXT = Buffer.from('cairn.stream.v1\0', 'latin1');
const LOOKUP_CONTEXT = Buffer.from('cairn.stream.lookups.v1\0', 'latin1');
const KEY_BYTES = 32;

/**
 * Puts a body under the MAC of the stream key, so that whoever may merely write to the stream cannot hand unverified
 * scans to anchor.
 *
 * @param key 32 bytes, shared by the processes of one node: the stream key, for `lookups` the one of `lookupKeyOf`.
 * @param body an encoded StreamBatch, OutgoingBatch or LookupBatch.
 * @returns an encoded StreamRecord; mac = HMAC-SHA-256(key, "cairn.stream.v1" 0x00 || body).
 */
export function sealRecord(key: Uint8Array, body: Uint8Array): Uint8Array {
  return cairn.v1.StreamRecord.encode({ body, mac: macOf(key, body) }).finish();
}

/**
 * @returns the body of a record that was sealed with this key.
 * @throws {StreamError} RECORD_MALFORMED when the bytes are no StreamRecord, MAC_MISMATCH when another key or none sealed it.
 */
export function openRecord(key: Uint8Array, record: Uint8Array): Uint8Array {
  const { body, mac } = decode(record);
  const expected = macOf(key, body);
  if (mac.length !== expected.length || !timingSafeEqual(mac, expected))
    throw new StreamError('MAC_MISMATCH', 'the record was not sealed with the stream key of this node');
  return body;
}

/**
 * The key under which records of `lookups` are sealed: HMAC-SHA-256(stream key, "cairn.stream.lookups.v1" 0x00). Whoever has it, as
 * the api must, learns nothing of the stream key and can seal neither scans nor receipts.
 */
export function lookupKeyOf(streamKey: Uint8Array): Uint8Array {
  return Uint8Array.from(createHmac('sha256', demandKey(streamKey)).update(LOOKUP_CONTEXT).digest());
}

/** Reads the stream key, or a key derived from it, from the text of its file: 64 hex digits. @throws {StreamError} KEY_MALFORMED, without the text. */
export function parseStreamKey(text: string): Uint8Array {
  const digits = text.trim();
  if (!/^[0-9a-f]{64}$/i.test(digits)) throw new StreamError('KEY_MALFORMED', 'the stream key is 64 hex digits');
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}

function macOf(key: Uint8Array, body: Uint8Array): Uint8Array {
  return createHmac('sha256', demandKey(key)).update(MAC_CONTEXT).update(body).digest();
}

function demandKey(key: Uint8Array): Uint8Array {
  if (key.length !== KEY_BYTES)
    throw new StreamError('KEY_MALFORMED', `the stream key has ${KEY_BYTES} bytes, got ${key.length}`);
  return key;
}

function decode(record: Uint8Array): cairn.v1.StreamRecord {
  try {
    return cairn.v1.StreamRecord.decode(record);
  } catch (cause) {
    throw new StreamError('RECORD_MALFORMED', 'the bytes are not a StreamRecord', { cause });
  }
}
