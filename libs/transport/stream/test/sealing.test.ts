import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { cairn } from '#proto';
import { openRecord, sealRecord } from '../sealing.js';

const KEY = new Uint8Array(32).fill(7);
const BODY = Uint8Array.of(1, 2, 3);

it('opens every body that it sealed', () => {
  fc.assert(fc.property(fc.uint8Array(), (body) => expect(openRecord(KEY, sealRecord(KEY, body))).toEqual(body)));
});

it('takes HMAC-SHA-256 over "cairn.stream.v1" 0x00 || body', () => {
  const { mac } = cairn.v1.StreamRecord.decode(sealRecord(KEY, BODY));
  const expected = createHmac('sha256', KEY).update('cairn.stream.v1\0').update(BODY).digest();
  expect(Buffer.from(mac).equals(expected)).toBe(true);
});

it('refuses a record whose body was changed at any byte', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), fc.integer({ min: 1, max: 255 }), (body, at, change) => {
      const { mac } = cairn.v1.StreamRecord.decode(sealRecord(KEY, body));
      const changed = Uint8Array.from(body);
      changed[at % body.length]! ^= change;
      const record = cairn.v1.StreamRecord.encode({ body: changed, mac }).finish();
      expect(() => openRecord(KEY, record)).toThrow(expect.objectContaining({ code: 'MAC_MISMATCH' }));
    }),
  );
});

it('refuses a record that another key sealed, and one without a MAC', () => {
  const other = new Uint8Array(32).fill(8);
  const bare = cairn.v1.StreamRecord.encode({ body: BODY }).finish();
  for (const record of [sealRecord(other, BODY), bare])
    expect(() => openRecord(KEY, record)).toThrow(expect.objectContaining({ code: 'MAC_MISMATCH' }));
});

it('answers random bytes with RECORD_MALFORMED or MAC_MISMATCH and with nothing else', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(() => openRecord(KEY, bytes)).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^(RECORD_MALFORMED|MAC_MISMATCH)$/) }),
      );
    }),
  );
});
