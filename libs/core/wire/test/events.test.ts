import { createHash } from 'node:crypto';
import {
  type BootBody,
  decodeEventBody,
  decodeLogEntry,
  decodeRotationTerms,
  decodeSignedEvent,
  encodeEventBody,
  encodeLogEntry,
  encodeRotationTerms,
  encodeSignedEvent,
  type EnrolBody,
  EVENT_SIGNERS,
  eventHash,
  EventKind,
  eventKindName,
  eventSigningBytes,
  isSupportedEventKind,
  type LastStatement,
  objectsOfEvent,
  rotationSigningBytes,
  type RotationTerms,
  type SignedEvent,
  type SignedStatement,
} from '#libs/core/wire';
import { codeOf, filled, key, len, num, raw } from '../../../../test/kit/wire/raw.js';

const enrol: EnrolBody = {
  device: key(9),
  algorithm: 1,
  publicKey: filled(32, 7),
  boot: filled(16, 3),
  party: key(4),
  timeMs: 1_750_000_000_000,
  objectsMax: 50,
  claimsMax: 0,
  claims: [key(1)],
};
const statement: SignedStatement = {
  device: key(9),
  keyId: filled(8, 2),
  boot: filled(16, 3),
  counter: 2,
  previous: key(3),
  headerHash: key(5),
  signature: filled(64, 6),
};
const last = { boot: filled(16, 3), counter: 7, statementHash: key(6) };
const terms: RotationTerms = {
  subject: key(9),
  algorithm: 1,
  publicKey: filled(32, 8),
  last,
  timeMs: 5,
  expiresMs: 9,
};
const boot: BootBody = { device: key(9), boot: filled(16, 4), last: { boot: filled(16, 3), counter: 0 }, timeMs: 5 };
const event = (changes: Partial<SignedEvent> = {}): SignedEvent => ({
  kind: EventKind.ENROL,
  body: encodeEventBody(EventKind.ENROL, enrol),
  signerKeyId: filled(8, 1),
  signature: filled(64, 1),
  objects: [key(9)],
  ...changes,
});

const without = ({ statementHash: _hash, ...rest }: LastStatement): LastStatement => rest;

describe('the bodies of events', () => {
  const bodies = [
    [
      EventKind.OPERATOR,
      { operator: key(1), algorithm: 2, publicKey: filled(33, 2), logOrigin: 'example.org/log', timeMs: 5 },
      [key(1)],
    ],
    [EventKind.PARTY, { party: key(2), timeMs: 5, claims: [] }, [key(2)]],
    [EventKind.ENROL, enrol, [key(9)]],
    [EventKind.BOOT, { ...boot, last, algorithm: 2, publicKey: filled(33, 2), expiresMs: 8 }, [key(9)]],
    [EventKind.ROTATE, { rotation: encodeRotationTerms(terms), newSignature: filled(64, 2) }, [key(9)]],
    [EventKind.RETIRE, { subject: key(9), keyId: filled(8, 1), last, timeMs: 5 }, [key(9)]],
    [EventKind.COMPROMISED, { subject: key(1), keyId: filled(8, 1), sinceMs: 3, timeMs: 5 }, [key(1)]],
    [EventKind.RECEIPT_KEY, { operator: key(1), algorithm: 1, publicKey: filled(32, 2), timeMs: 5 }, [key(1)]],
    [
      EventKind.EQUIVOCATION,
      { first: statement, second: { ...statement, headerHash: key(8) }, timeMs: 5, reason: 'COUNTER_REUSED' },
      [key(9)],
    ],
    [EventKind.REFUSED, { statement, reason: 'CLAIM_VALUE', timeMs: 5 }, [key(9)]],
  ] as const;

  it.each(bodies)('of kind %i are read back and advance their trails', (kind, body, trails) => {
    const bytes = encodeEventBody(kind, body as never);
    expect(decodeEventBody(kind, bytes)).toEqual(body);
    expect(objectsOfEvent(kind, bytes)).toEqual(trails);
  });

  it('each have one signer', () => {
    expect(Object.keys(EVENT_SIGNERS)).toEqual(bodies.map(([kind]) => String(kind)));
  });

  it.each<[string, EventKind, object]>([
    ['an enrolment with an expiry', EventKind.ENROL, { ...enrol, expiresMs: 7 }],
    ['a boot with the old key, after a boot without a scan', EventKind.BOOT, boot],
    ['a retirement of a receipt key', EventKind.RETIRE, { subject: key(1), keyId: filled(8, 1), timeMs: 5 }],
    ['a report without a time', EventKind.COMPROMISED, { subject: key(1), keyId: filled(8, 1), timeMs: 5 }],
  ])('leave out what they may: %s', (_what, kind, body) => {
    expect(decodeEventBody(kind as 3, encodeEventBody(kind as 3, body as EnrolBody))).toEqual(body);
  });

  it('have an identity whoever signs them', () => {
    expect(eventHash(EventKind.BOOT, Uint8Array.of(7))).toEqual(
      new Uint8Array(createHash('sha256').update(Uint8Array.of(4, 7)).digest()),
    );
  });

  it('are signed under the name of their kind', () => {
    expect(eventSigningBytes(EventKind.RECEIPT_KEY, Uint8Array.of(7))).toEqual(
      new TextEncoder().encode('cairn.receipt_key.v1\0\u0007'),
    );
    expect(Object.values(EventKind).map(eventKindName)).toEqual(
      Object.keys(EventKind).map((name) => name.toLowerCase()),
    );
    expect(codeOf(() => eventSigningBytes(15 as never, key(1)))).toBe('ENUM_UNKNOWN');
  });

  it.each<[string, () => unknown, string]>([
    ['a P-256 key of 32 bytes', () => encodeEventBody(3, { ...enrol, algorithm: 2 }), 'LENGTH_WRONG'],
    ['an Ed25519 key of 33 bytes', () => encodeEventBody(3, { ...enrol, publicKey: filled(33, 1) }), 'LENGTH_WRONG'],
    [
      'an algorithm that is not known',
      () => decodeEventBody(8, raw(len(1, key(1)), num(2, 3), len(3, key(1)), num(4, 1))),
      'ENUM_UNKNOWN',
    ],
    [
      'a limit above that of the format',
      () =>
        decodeEventBody(
          3,
          raw(len(1, key(1)), num(2, 1), len(3, key(1)), len(4, filled(16, 1)), len(5, key(1)), num(6, 1), num(7, 501)),
        ),
      'LIMIT_OBJECTS',
    ],
    [
      'an equivocation of two devices',
      () =>
        encodeEventBody(10, {
          first: statement,
          second: { ...statement, device: key(8) },
          timeMs: 5,
          reason: 'COUNTER_REUSED',
        }),
      'STATEMENTS_UNRELATED',
    ],
    [
      'an equivocation of another reason',
      () => encodeEventBody(10, { first: statement, second: statement, timeMs: 5, reason: 'CLOCK_AHEAD' }),
      'ENUM_UNKNOWN',
    ],
    [
      'a statement whose previous does not fit',
      () => encodeEventBody(11, { statement: { ...statement, counter: 1 }, reason: 'X', timeMs: 5 }),
      'PREVIOUS_FORM',
    ],
    [
      'a statement without its boot',
      () => encodeEventBody(11, { statement: { ...statement, boot: undefined as never }, reason: 'X', timeMs: 5 }),
      'FIELD_MISSING',
    ],
    ['a last statement without its hash', () => encodeEventBody(4, { ...boot, last: without(last) }), 'FIELD_MISSING'],
    [
      'a hash of no statement',
      () => encodeEventBody(6, { subject: key(9), keyId: filled(8, 1), last: { ...last, counter: 0 }, timeMs: 5 }),
      'VALUE_INVALID',
    ],
    ['a boot after none', () => encodeEventBody(4, { ...boot, last: undefined as never }), 'FIELD_MISSING'],
    ['a new key without its bytes', () => encodeEventBody(4, { ...boot, algorithm: 1 }), 'FIELD_MISSING'],
    [
      'a new key without its algorithm',
      () => encodeEventBody(4, { ...boot, publicKey: filled(32, 1) }),
      'FIELD_MISSING',
    ],
    [
      'a new key of another length',
      () => encodeEventBody(4, { ...boot, algorithm: 2, publicKey: filled(32, 1) }),
      'LENGTH_WRONG',
    ],
    ['an expiry of no key', () => encodeEventBody(4, { ...boot, expiresMs: 8 }), 'VALUE_INVALID'],
    [
      'terms of a rotation that are none',
      () => encodeEventBody(5, { rotation: Uint8Array.of(8, 1), newSignature: filled(64, 2) }),
      'WIRE_TYPE',
    ],
    ['terms with half a key', () => encodeRotationTerms({ ...terms, algorithm: 2 }), 'LENGTH_WRONG'],
    ['terms whose last has no hash', () => encodeRotationTerms({ ...terms, last: without(last) }), 'FIELD_MISSING'],
    ['a statement that is empty', () => decodeEventBody(11, raw(len(1, []), len(2, 'X'), num(3, 5))), 'FIELD_MISSING'],
    ['a kind that has no form yet', () => decodeEventBody(EventKind.RECALL as never, key(1)), 'EVENT_KIND_UNSUPPORTED'],
    [
      'an origin of 256 bytes',
      () =>
        encodeEventBody(1, {
          operator: key(1),
          algorithm: 1,
          publicKey: key(2),
          logOrigin: 'x'.repeat(256),
          timeMs: 1,
        }),
      'LIMIT_TEXT_BYTES',
    ],
  ])('are refused with %s', (_what, use, code) => expect(codeOf(use)).toBe(code));
});

describe('a rotation', () => {
  it('is signed by the new key under a name of its own', () => {
    expect(rotationSigningBytes(Uint8Array.of(7))).toEqual(new TextEncoder().encode('cairn.rotation.v1\0\u0007'));
    expect(decodeRotationTerms(encodeRotationTerms(terms))).toEqual(terms);
  });

  it('of the operator names no last statement', () => {
    const { last: _last, expiresMs: _expiresMs, ...rest } = terms;
    expect(decodeRotationTerms(encodeRotationTerms(rest))).toEqual(rest);
  });
});

describe('a signed event', () => {
  it('is read back, alone and as an entry', () => {
    expect(decodeSignedEvent(encodeSignedEvent(event()))).toEqual(event());
    const entry = { kind: 'event' as const, event: event() };
    expect(decodeLogEntry(encodeLogEntry(entry))).toEqual(entry);
  });

  it('lists exactly the trails that follow from its body', () => {
    for (const objects of [[key(4)], [key(4), key(9)], [key(8)]]) {
      expect(codeOf(() => encodeSignedEvent(event({ objects })))).toBe('EVENT_OBJECTS_MISMATCH');
    }
    const bytes = raw(num(1, 3), len(2, event().body), len(3, filled(8, 1)), len(4, filled(64, 1)), len(5, key(4)));
    expect(codeOf(() => decodeSignedEvent(bytes))).toBe('EVENT_OBJECTS_MISMATCH');
    expect(codeOf(() => decodeLogEntry(raw(len(2, bytes))))).toBe('EVENT_OBJECTS_MISMATCH');
  });

  it('lists them in ascending order, once each', () => {
    expect(codeOf(() => encodeSignedEvent(event({ objects: [key(9), key(4)] })))).toBe('OBJECTS_ORDER');
    expect(codeOf(() => encodeSignedEvent(event({ objects: [key(9), key(9)] })))).toBe('OBJECTS_ORDER');
  });

  it('of a kind without a form is kept as it is: a later version knows more', () => {
    const later = event({ kind: EventKind.RECALL, body: Uint8Array.of(1, 2), objects: [key(1)] });
    expect(isSupportedEventKind(later.kind)).toBe(false);
    expect(decodeSignedEvent(encodeSignedEvent(later))).toEqual(later);
  });

  it('of a kind that is not even reserved is refused', () => {
    const bytes = raw(num(1, 15), len(2, [1]), len(3, filled(8, 1)), len(4, filled(64, 1)), len(5, key(9)));
    expect(codeOf(() => decodeSignedEvent(bytes))).toBe('ENUM_UNKNOWN');
  });
});

describe('a log entry', () => {
  const scan = [
    len(1, key(1)),
    len(2, filled(8, 2)),
    len(3, filled(16, 3)),
    num(4, 2),
    len(5, key(4)),
    len(6, [1]),
    len(7, filled(64, 5)),
    num(8, 1_750_000_000_000),
  ];
  const profile = num(10, 1);
  const entry = (...fields: (readonly number[])[]) => codeOf(() => decodeLogEntry(raw(len(1, fields.flat()))));

  it('is a scan or an event, not nothing and not both', () => {
    const both = raw(len(1, [...scan, profile].flat()), len(2, encodeSignedEvent(event())));
    expect(entry(...scan, profile)).toBeUndefined();
    expect(codeOf(() => decodeLogEntry(both))).toBe('REPEATED_FIELD');
    expect(codeOf(() => decodeLogEntry(new Uint8Array(0)))).toBe('FIELD_MISSING');
  });

  it('of a scan has an arrival, a profile that is known, and a previous that fits', () => {
    expect(entry(...scan)).toBe('FIELD_MISSING');
    expect(entry(...scan.slice(0, 7), profile)).toBe('FIELD_MISSING');
    expect(entry(...scan, num(10, 2))).toBe('PROFILE_UNKNOWN');
    expect(entry(...scan.with(3, num(4, 1)), profile)).toBe('PREVIOUS_FORM');
    expect(entry(...scan, num(9, 0), profile)).toBe('DEFAULT_VALUE_ENCODED');
  });
});
