import { createHmac, timingSafeEqual } from 'node:crypto';
import { cairn } from '#proto';
import { StreamError } from './stream-error.js';

const MAC_CONTEXT = Buffer.from('cairn.stream.v1\0', 'latin1');
const KEY_BYTES = 32;

/**
 * Puts a body under the MAC of the stream key, so that whoever may merely write to the stream cannot hand unverified
 * scans to anchor.
 *
 * @param key 32 bytes, shared by the processes of one node: the stream key, for `lookups` the one of `lookupKeyOf` (libs/host/keys).
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

/** Whether the bytes of a record are why `openRecord` threw: nothing else is a reason to pass over the record. */
export const isFaultOfRecord = (error: unknown): boolean =>
  error instanceof StreamError && (error.code === 'RECORD_MALFORMED' || error.code === 'MAC_MISMATCH');

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
