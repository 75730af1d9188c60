import fc from 'fast-check';
import {
  decodeLookupBatch,
  decodeOutgoingBatch,
  decodePrivatePart,
  decodeStreamBatch,
  decodeStreamRecord,
  encodeLookupBatch,
  encodeOutgoingBatch,
  encodePrivatePart,
  encodeStreamBatch,
  encodeStreamRecord,
  type RejectedScan,
} from '#libs/core/wire';
import { codeOf, filled, key, len, num } from '../../../../test/kit/wire/raw.js';

const rejected: RejectedScan = {
  payloadHash: key(1),
  device: key(2),
  boot: filled(16, 3),
  counter: 2 ** 53 - 1,
  reason: 'COUNTER_REUSED',
  text: 'text',
  final: true,
  receivedTimeMs: 1_750_000_000_000,
  signedStatement: filled(50, 4),
  payloadHead: filled(20, 5),
};

describe('messages between our own processes', () => {
  const { signedStatement: _none, ...unread } = { ...rejected, boot: new Uint8Array(0), counter: 0, final: false };

  it('are read back', () => {
    const record = { body: filled(9, 1), mac: key(1) };
    expect(decodeStreamRecord(encodeStreamRecord(record))).toEqual(record);
    const batch = {
      scans: [{ signedScan: filled(9, 1), receivedTimeMs: 1_750_000_000_000 }],
      events: [{ signedEvent: filled(9, 2), disclosures: [filled(30, 1), filled(31, 1)] }],
      rejected: [rejected, unread],
    };
    expect(decodeStreamBatch(encodeStreamBatch(batch))).toEqual(batch);
    const outgoing = { messages: [{ device: key(1), deviceId: 'gate-1', payload: filled(9, 1) }] };
    expect(decodeOutgoingBatch(encodeOutgoingBatch(outgoing))).toEqual(outgoing);
    const lookups = {
      lookups: [
        {
          id: filled(16, 1),
          timeMs: 1_750_000_000_000,
          who: 'officer',
          question: 'PO-7',
          status: 200,
          answerHash: key(1),
        },
      ],
    };
    expect(decodeLookupBatch(encodeLookupBatch(lookups))).toEqual(lookups);
  });

  it('keep the place of an erased value', () => {
    const part = { uris: ['urn:x:1', '', 'urn:x:3'], disclosures: [new Uint8Array(0), filled(30, 1)] };
    expect(decodePrivatePart(encodePrivatePart(part))).toEqual(part);
  });

  it('may be empty', () => {
    expect(decodeStreamBatch(encodeStreamBatch({ scans: [], events: [], rejected: [] }))).toEqual({
      scans: [],
      events: [],
      rejected: [],
    });
  });

  it('of a newer process are read without what is new', () => {
    const newer = Uint8Array.of(
      ...encodeStreamRecord({ body: filled(2, 1), mac: filled(2, 2) }),
      ...len(20, 'new'),
      ...num(21, 5),
    );
    expect(decodeStreamRecord(newer)).toEqual({ body: filled(2, 1), mac: filled(2, 2) });
  });

  it('that are no protobuf are MALFORMED, never another error', () => {
    expect(codeOf(() => decodeStreamBatch(Uint8Array.of(10, 5, 1)))).toBe('MALFORMED');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        for (const decode of [
          decodeStreamRecord,
          decodeStreamBatch,
          decodeOutgoingBatch,
          decodeLookupBatch,
          decodePrivatePart,
        ]) {
          expect([undefined, 'MALFORMED']).toContain(codeOf(() => decode(bytes)));
        }
      }),
    );
  });
});
