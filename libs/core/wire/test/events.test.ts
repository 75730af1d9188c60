import { createHash } from 'node:crypto';
import { leafHash, nodeHash } from '#libs/core/tlog';
import {
  type BootBody,
  captureKey,
  type CodesBody,
  codesKey,
  type DecisionBody,
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
  grantsKey,
  isSupportedEventKind,
  type LastStatement,
  objectsOfEvent,
  type RecallBody,
  type RefusedBody,
  refusalsKey,
  refusedStatements,
  rotationSigningBytes,
  type RotationTerms,
  type SignedEvent,
  type SignedStatement,
  statementHash,
  writeSeenCheckpoint,
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
const things = (count: number): Uint8Array[] => Array.from({ length: count }, (_, n) => key(n + 1));
const event = (changes: Partial<SignedEvent> = {}): SignedEvent => ({
  kind: EventKind.ENROL,
  body: encodeEventBody(EventKind.ENROL, enrol),
  signerKeyId: filled(8, 1),
  signature: filled(64, 1),
  objects: [key(9)],
  ...changes,
});

const withoutHash = ({ statementHash: _hash, ...rest }: LastStatement): LastStatement => rest;
const without = <Body extends object>(body: Body, ...names: readonly (keyof Body)[]): object =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name as keyof Body)));

const recall: RecallBody = {
  party: key(2),
  timeMs: 5,
  claims: [key(7)],
  objects: [key(1), key(2)],
  status: 2,
  replaces: key(8),
};
const decision: DecisionBody = {
  device: key(9),
  objects: [key(3), key(4)],
  checkpoint: writeSeenCheckpoint({ size: 7, root: key(1) }),
  rules: key(2),
  replaces: key(8),
  timeMs: 5,
  claims: [],
};
const codes: CodesBody = { party: key(2), digits: '9520000', role: 2, fromMs: 3, untilMs: 4, timeMs: 5 };

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
    [EventKind.RECALL, recall, [key(1), key(2)]],
    [EventKind.DECISION, decision, [key(3), key(4)]],
    [
      EventKind.DOCUMENT,
      { capture: filled(16, 7), party: key(2), timeMs: 5, claims: [key(1)] },
      [captureKey(filled(16, 7))],
    ],
    [EventKind.CODES, codes, [codesKey('9520000')]],
    [EventKind.GRANT, { party: key(2), timeMs: 5, claims: [key(1)] }, [grantsKey(key(2))]],
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
    ['an enrolment of a logger with a key of its own', EventKind.ENROL, { ...enrol, kind: 2, object: key(5) }],
    ['a party of a kind, made up', EventKind.PARTY, { party: key(2), timeMs: 5, claims: [], kind: 14, demo: true }],
    ['a recall of nothing earlier', EventKind.RECALL, without(recall, 'replaces')],
    ['a decision of nothing earlier', EventKind.DECISION, without(decision, 'replaces')],
    ['codes for ever', EventKind.CODES, without(codes, 'fromMs', 'untilMs')],
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
    [
      'a last statement without its hash',
      () => encodeEventBody(4, { ...boot, last: withoutHash(last) }),
      'FIELD_MISSING',
    ],
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
    ['terms whose last has no hash', () => encodeRotationTerms({ ...terms, last: withoutHash(last) }), 'FIELD_MISSING'],
    ['a statement that is empty', () => decodeEventBody(11, raw(len(1, []), len(2, 'X'), num(3, 5))), 'FIELD_MISSING'],
    [
      'a kind that has no form yet',
      () => decodeEventBody(EventKind.ERASURE as never, key(1)),
      'EVENT_KIND_UNSUPPORTED',
    ],
    ['a device that scans, spelled out', () => encodeEventBody(3, { ...enrol, kind: 1 as never }), 'ENUM_UNKNOWN'],
    ['a device of a kind that is not known', () => encodeEventBody(3, { ...enrol, kind: 5 as never }), 'VALUE_INVALID'],
    ['an object that is no key', () => encodeEventBody(3, { ...enrol, object: filled(31, 1) }), 'LENGTH_WRONG'],
    [
      'a party of a kind that is not known',
      () => decodeEventBody(2, raw(len(1, key(1)), num(2, 5), num(4, 15))),
      'ENUM_UNKNOWN',
    ],
    ['a recall of nothing', () => encodeEventBody(13, { ...recall, objects: [] }), 'FIELD_MISSING'],
    ['a recall of 81 things', () => encodeEventBody(13, { ...recall, objects: things(81) }), 'LIMIT_OBJECTS'],
    ['things out of order', () => encodeEventBody(13, { ...recall, objects: [key(2), key(1)] }), 'OBJECTS_ORDER'],
    ['a status that is not known', () => encodeEventBody(13, { ...recall, status: 4 as never }), 'VALUE_INVALID'],
    [
      'a decision of more than 4,096 bytes',
      () => encodeEventBody(14, { ...decision, claims: things(120) }),
      'LIMIT_BODY_BYTES',
    ],
    ['a checkpoint of 39 bytes', () => encodeEventBody(14, { ...decision, checkpoint: filled(39, 1) }), 'LENGTH_WRONG'],
    [
      'a size above 2^53 - 1',
      () => encodeEventBody(14, { ...decision, checkpoint: filled(40, 255) }),
      'NUMBER_TOO_LARGE',
    ],
    [
      'a capture of 15 bytes',
      () => encodeEventBody(15, { capture: filled(15, 1), party: key(1), timeMs: 1, claims: [] }),
      'LENGTH_WRONG',
    ],
    ['three digits', () => encodeEventBody(16, { ...codes, digits: '952' }), 'VALUE_INVALID'],
    ['fifteen digits', () => encodeEventBody(16, { ...codes, digits: '952000000000000' }), 'LIMIT_TEXT_BYTES'],
    ['digits that are none', () => encodeEventBody(16, { ...codes, digits: '95200a' }), 'VALUE_INVALID'],
    ['codes that end before they begin', () => encodeEventBody(16, { ...codes, untilMs: 3 }), 'VALUE_INVALID'],
    ['codes of no role', () => encodeEventBody(16, { ...codes, role: 0 as never }), 'FIELD_MISSING'],
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

describe('a refusal of ranges', () => {
  const first = { ...statement, counter: 2 };
  const far = { ...statement, counter: 9 };
  const hashes = [first, { ...first, counter: 3 }, { ...first, counter: 4 }].map((one) => leafHash(statementHash(one)));
  const plain = { statement: first, reason: 'KEY_NOT_ACTIVE', timeMs: 5 };
  const one = { ...plain, ranges: [{ first: 2 }], root: hashes[0]! };
  const two = {
    ...plain,
    last: { ...first, counter: 3 },
    ranges: [{ first: 2, last: 3 }],
    root: nodeHash(hashes[0]!, hashes[1]!),
  };
  const apart = {
    ...plain,
    last: { ...first, counter: 4 },
    ranges: [{ first: 2 }, { first: 4 }],
    root: nodeHash(hashes[0]!, hashes[2]!),
  };
  const many = {
    ...plain,
    last: far,
    ranges: [{ first: 2, last: 4 }, { first: 6 }, { first: 8, last: 9 }],
    root: key(1),
  };

  it.each([one, two, apart, many])('is read back, and advances the refusals of its device: %#', (body) => {
    const bytes = encodeEventBody(11, body);
    expect(decodeEventBody(11, bytes)).toEqual(body);
    expect(objectsOfEvent(11, bytes)).toEqual([refusalsKey(key(9))]);
  });

  it('takes the counters of its statements alone', () => {
    expect([one, many].map((body) => refusedStatements(body).map(({ counter }) => counter))).toEqual([[2], [2, 9]]);
  });

  const at = (...firsts: readonly number[]) => firsts.map((first) => ({ first }));
  it.each<[string, object, string]>([
    ['no root', without(one, 'root'), 'FIELD_MISSING'],
    ['a root and no ranges', without(one, 'ranges'), 'VALUE_INVALID'],
    ['a last statement and no ranges', { ...plain, last: far }, 'VALUE_INVALID'],
    ['a last statement of one counter', { ...one, last: far }, 'VALUE_INVALID'],
    ['no last statement of several counters', without(many, 'last'), 'FIELD_MISSING'],
    ['a last statement of another counter', { ...many, last: { ...far, counter: 8 } }, 'RANGES_FORM'],
    ['a last statement of another device', { ...many, last: { ...far, device: key(8) } }, 'STATEMENTS_UNRELATED'],
    ['a last statement of another boot', { ...many, last: { ...far, boot: filled(16, 4) } }, 'STATEMENTS_UNRELATED'],
    [
      'a last statement with a previous of counter 1',
      { ...many, last: { ...far, previous: filled(32, 0) } },
      'PREVIOUS_FORM',
    ],
    ['a statement of another counter', { ...many, statement: { ...first, counter: 3 } }, 'RANGES_FORM'],
    [
      'ranges that touch',
      {
        ...many,
        ranges: [
          { first: 2, last: 4 },
          { first: 5, last: 9 },
        ],
      },
      'RANGES_FORM',
    ],
    [
      'ranges that overlap',
      {
        ...many,
        ranges: [
          { first: 2, last: 6 },
          { first: 5, last: 9 },
        ],
      },
      'RANGES_FORM',
    ],
    ['ranges that descend', { ...many, ranges: at(9, 2) }, 'RANGES_FORM'],
    ['a range that ends where it begins', { ...many, ranges: [{ first: 2, last: 2 }, { first: 9 }] }, 'RANGES_FORM'],
    ['a range that ends before it begins', { ...many, ranges: [{ first: 2, last: 1 }, { first: 9 }] }, 'RANGES_FORM'],
    ['65 ranges', { ...many, ranges: at(...Array.from({ length: 65 }, (_, n) => 2 + 2 * n)) }, 'LIMIT_RANGES'],
    ['another root of one counter', { ...one, root: key(1) }, 'RANGES_FORM'],
    ['another root of two counters', { ...two, root: key(1) }, 'RANGES_FORM'],
    ['another root of two counters apart', { ...apart, root: two.root }, 'RANGES_FORM'],
  ])('is refused with %s', (_what, body, code) => {
    expect(codeOf(() => encodeEventBody(11, body as RefusedBody))).toBe(code);
  });
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
    for (const kind of [EventKind.CORRECTION, EventKind.ERASURE, 18, 300, 2 ** 31 - 1]) {
      const later = event({ kind, body: Uint8Array.of(1, 2), objects: [key(1), key(3)] });
      expect(isSupportedEventKind(later.kind)).toBe(false);
      expect(decodeSignedEvent(encodeSignedEvent(later))).toEqual(later);
    }
  });

  it('of a kind that no enum of protobuf can have is refused, and so is none', () => {
    const rest = [len(2, [1]), len(3, filled(8, 1)), len(4, filled(64, 1)), len(5, key(9))];
    expect(codeOf(() => decodeSignedEvent(raw(num(1, 2 ** 31), ...rest)))).toBe('ENUM_UNKNOWN');
    expect(codeOf(() => decodeSignedEvent(raw(...rest)))).toBe('FIELD_MISSING');
  });

  it('of a kind of a later version has no name to sign under, and no identity here', () => {
    expect(codeOf(() => eventSigningBytes(18, key(1)))).toBe('ENUM_UNKNOWN');
    expect(codeOf(() => eventHash(257, key(1)))).toBe('ENUM_UNKNOWN');
  });

  it('advances as many trails as its body names', () => {
    const body = encodeEventBody(13, { ...recall, objects: things(80) });
    const whole = event({ kind: 13, body, objects: things(80) });
    expect(decodeSignedEvent(encodeSignedEvent(whole))).toEqual(whole);
    expect(codeOf(() => encodeSignedEvent({ ...whole, objects: things(79) }))).toBe('EVENT_OBJECTS_MISMATCH');
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
