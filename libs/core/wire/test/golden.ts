import { p256 } from '@noble/curves/nist.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { documentUri, gln, gtin, gtinUri, sscc, ssccUri } from '#libs/core/gs1';
import { keyIdOf } from '#libs/core/signatures';
import { type Signer, signerOfSeed } from '#libs/host/keys';
import { leafHash, nodeHash } from '#libs/core/tlog';
import * as wire from '#libs/core/wire';
import { laterEvents, laterKeys, laterPublicKeys } from './golden-later.js';

// One small world in bytes: an operator, its receipt key, a party, two devices, three scans, and what they get back.
// Everything is derived from constants, so the vectors are the same on every machine (ECDSA nonces as in RFC 6979).

const filled = (length: number, byte: number): Uint8Array => new Uint8Array(length).fill(byte);

/** A device that signs with P-256; node:crypto would draw a new nonce each time. */
function p256Signer(secret: Uint8Array): Signer {
  const publicKey = p256.getPublicKey(secret, true);
  return {
    algorithm: 2,
    publicKey,
    keyId: keyIdOf(2, publicKey),
    sign: (message) => p256.sign(message, secret, { lowS: true }),
  };
}

export const ORIGIN = 'example.org/cairn';
const operator = signerOfSeed(filled(32, 1));
const receiptKey = signerOfSeed(filled(32, 2));
const gate = signerOfSeed(filled(32, 3));
const handheld = p256Signer(filled(32, 4));
const gateSecond = signerOfSeed(filled(32, 5));
const handheldSecond = signerOfSeed(filled(32, 6));
const PARTY_GLN = gln({ companyPrefix: '9520000', location: 1 });
const TIME = 1_750_000_000_000; // 2025-06-15T15:06:40Z

const GTIN = gtin({ companyPrefix: '9520000', item: 1 });
const ITEMS = ['A1', 'A2'].map((serial) => gtinUri({ gtin: GTIN, serial }));
const PALLET = ssccUri(sscc({ companyPrefix: '9520000', serial: 1, extension: 3 }));

const names = {
  operator: wire.operatorKey(ORIGIN),
  party: wire.partyKey(PARTY_GLN),
  gate: wire.deviceKey('gate-1'),
  handheld: wire.deviceKey('handheld-2'),
};
const BOOTS = { gate: filled(16, 0x0a), handheld: filled(16, 0x0b), handheldSecond: filled(16, 0x0c) };

const disclose = (pairs: readonly (readonly [wire.ClaimName, string])[], salt: number): Uint8Array[] =>
  pairs.map(([name, value], index) => wire.makeDisclosure({ index, salt: filled(16, salt + index), name, value }));

function event<Kind extends wire.SupportedEventKind>(
  signer: Signer,
  kind: Kind,
  body: wire.EventBodies[Kind],
): wire.SignedEvent {
  return wire.signEvent(kind, body, signer);
}

interface ScanPlan {
  readonly header: Omit<wire.ScanHeader, 'objects' | 'roles' | 'claims'>;
  readonly objects: readonly (readonly [uri: string, role: wire.Role])[];
  readonly disclosures: readonly Uint8Array[];
  readonly counter: number;
  readonly previous: Uint8Array;
}

function scan(signer: Signer, device: Uint8Array, boot: Uint8Array, plan: ScanPlan): wire.SignedScan {
  const objects = plan.objects
    .map(([uri, role]) => ({ uri, role, key: wire.objectKey(uri) }))
    .sort((a, b) => wire.compareBytes(a.key, b.key));
  const header = wire.encodeScanHeader({
    ...plan.header,
    objects: objects.map(({ key }) => key),
    roles: Uint8Array.from(objects, ({ role }) => role),
    claims: plan.disclosures.map(wire.commitment),
  });
  const { counter, previous, disclosures } = plan;
  const fields = { device, keyId: signer.keyId, boot, counter, previous, header };
  return {
    ...fields,
    signature: signer.sign(wire.statementBytes(fields)),
    uris: objects.map(({ uri }) => uri),
    disclosures,
  };
}

const logged = (
  { uris: _uris, disclosures: _disclosures, ...rest }: wire.SignedScan,
  after: number,
): wire.LogEntry => ({
  kind: 'scan',
  scan: { ...rest, receivedTimeMs: TIME + 2_000, after, verificationProfile: 1 },
});
const eventEntry = (one: wire.SignedEvent): wire.LogEntry => ({ kind: 'event', event: one });

const partyDisclosures = disclose(
  [
    ['partyName', 'Example Shrimp Farm'],
    ['partyGln', PARTY_GLN],
    ['partyCountry', 'IN'],
  ],
  0x40,
);
const party = { party: names.party, timeMs: TIME, claims: partyDisclosures.map(wire.commitment) };
const enrolment = { party: names.party, timeMs: TIME, objectsMax: 0, claimsMax: 0, claims: [] };

const first = scan(gate, names.gate, BOOTS.gate, {
  header: { eventTimeMs: TIME, precision: 1, zoneOffsetMinutes: 330, eventType: 1, action: 2 },
  objects: [[ITEMS[0]!, wire.Role.SUBJECT]],
  disclosures: disclose(
    [
      ['bizStep', 'inspecting'],
      ['readPointCountry', 'IN'],
    ],
    0x20,
  ),
  counter: 1,
  previous: new Uint8Array(32),
});
const second = scan(gate, names.gate, BOOTS.gate, {
  header: {
    eventTimeMs: TIME + 1_000,
    precision: 1,
    zoneOffsetMinutes: 330,
    eventType: 2,
    action: 1,
    to: names.party,
    seenCheckpoint: { size: 5, root: filled(32, 0xcc) },
  },
  objects: [
    [PALLET, wire.Role.PARENT],
    [ITEMS[0]!, wire.Role.CHILD],
    [ITEMS[1]!, wire.Role.CHILD],
  ],
  disclosures: disclose(
    [
      ['bizStep', 'packing'],
      ['readPoint', `https://id.gs1.org/414/${PARTY_GLN}`],
      ['bizTransaction.po', documentUri({ gln: PARTY_GLN, number: 'PO-7' })],
      ['grossWeightKg', '12.50'],
      ['sensorElement', '{"sensorReport":[{"type":"Temperature","uom":"CEL","value":-18.5}]}'],
    ],
    0x30,
  ),
  counter: 2,
  previous: wire.statementHash(first),
});
/** Counter 2 again, with other bytes. */
const reused = scan(gate, names.gate, BOOTS.gate, {
  header: { eventTimeMs: TIME + 1_500, precision: 1, zoneOffsetMinutes: 330, eventType: 1, action: 2 },
  objects: [[ITEMS[1]!, wire.Role.SUBJECT]],
  disclosures: [],
  counter: 2,
  previous: wire.statementHash(first),
});
/** Far above, and never logged. */
const ninth = scan(gate, names.gate, BOOTS.gate, {
  header: { eventTimeMs: TIME + 9_000, precision: 1, zoneOffsetMinutes: 330, eventType: 1, action: 2 },
  objects: [[ITEMS[1]!, wire.Role.SUBJECT]],
  disclosures: [],
  counter: 9,
  previous: filled(32, 8),
});
const third = scan(handheld, names.handheld, BOOTS.handheld, {
  header: { eventTimeMs: TIME - 86_400_000, precision: 3, zoneOffsetMinutes: -300, eventType: 4, action: 0 },
  objects: [
    [ITEMS[0]!, wire.Role.INPUT],
    [gtinUri({ gtin: GTIN, lot: 'L-1' }), wire.Role.OUTPUT],
  ],
  disclosures: [],
  counter: 1,
  previous: new Uint8Array(32),
});

const lastOfGate = { boot: BOOTS.gate, counter: 2, statementHash: wire.statementHash(second) };
const termsValue: wire.RotationTerms = {
  subject: names.gate,
  algorithm: 1,
  publicKey: gateSecond.publicKey,
  last: lastOfGate,
  timeMs: TIME + 4_000,
  expiresMs: TIME + 31_536_000_000,
};
const terms = wire.encodeRotationTerms(termsValue);

const entries: readonly (readonly [string, wire.LogEntry])[] = [
  [
    'operator',
    eventEntry(
      event(operator, 1, {
        operator: names.operator,
        algorithm: 1,
        publicKey: operator.publicKey,
        logOrigin: ORIGIN,
        timeMs: TIME,
      }),
    ),
  ],
  [
    'receipt key',
    eventEntry(
      event(operator, 8, { operator: names.operator, algorithm: 1, publicKey: receiptKey.publicKey, timeMs: TIME }),
    ),
  ],
  ['party', eventEntry(event(operator, 2, party))],
  [
    'enrol gate',
    eventEntry(
      event(operator, 3, {
        ...enrolment,
        device: names.gate,
        algorithm: 1,
        publicKey: gate.publicKey,
        boot: BOOTS.gate,
      }),
    ),
  ],
  [
    'enrol handheld',
    eventEntry(
      event(operator, 3, {
        ...enrolment,
        device: names.handheld,
        algorithm: 2,
        publicKey: handheld.publicKey,
        boot: BOOTS.handheld,
        objectsMax: 50,
      }),
    ),
  ],
  ['first scan', logged(first, 0)],
  ['second scan', logged(second, 1)],
  ['third scan', logged(third, 0)],
  [
    'equivocation',
    eventEntry(
      event(receiptKey, 10, {
        first: wire.signedStatementOf(second),
        second: wire.signedStatementOf(reused),
        timeMs: TIME + 3_000,
        reason: 'COUNTER_REUSED',
      }),
    ),
  ],
  [
    'refused',
    eventEntry(
      event(receiptKey, 11, {
        statement: wire.signedStatementOf(reused),
        reason: 'COUNTER_REUSED',
        timeMs: TIME + 3_000,
      }),
    ),
  ],
  [
    'rotate gate',
    eventEntry(event(gate, 5, { rotation: terms, newSignature: gateSecond.sign(wire.rotationSigningBytes(terms)) })),
  ],
  [
    'compromised handheld',
    eventEntry(
      event(operator, 7, {
        subject: names.handheld,
        keyId: handheld.keyId,
        sinceMs: TIME - 3_600_000,
        timeMs: TIME + 5_000,
      }),
    ),
  ],
  [
    'boot handheld',
    eventEntry(
      event(operator, 4, {
        device: names.handheld,
        boot: BOOTS.handheldSecond,
        last: { boot: BOOTS.handheld, counter: 1, statementHash: wire.statementHash(third) },
        algorithm: 1,
        publicKey: handheldSecond.publicKey,
        timeMs: TIME + 6_000,
      }),
    ),
  ],
  [
    'retire gate',
    eventEntry(
      event(gateSecond, 6, { subject: names.gate, keyId: gateSecond.keyId, last: lastOfGate, timeMs: TIME + 7_000 }),
    ),
  ],
  ...laterEvents({
    operator,
    receiptKey,
    party: names.party,
    gate: names.gate,
    refused: [first, second, ninth].map(wire.signedStatementOf),
    things: ITEMS.map(wire.objectKey),
    time: TIME + 8_000,
  }).map(([name, one]) => [name, eventEntry(one)] as const),
];

const item = (signed: wire.SignedScan, logIndex: number): wire.ReceiptItem => ({
  boot: signed.boot,
  counter: signed.counter,
  statementHash: wire.statementHash(signed),
  logIndex,
});
const receiptItems = [[item(first, 5), item(second, 6)], [item(third, 7)]] as const;
const leaves = [
  wire.receiptLeaf(names.gate, receiptItems[0]),
  wire.receiptLeaf(names.handheld, receiptItems[1]),
] as const;
const batchValue = {
  logOrigin: ORIGIN,
  receiptKeyId: receiptKey.keyId,
  timeMs: TIME + 2_500,
  root: nodeHash(...leaves),
  leafCount: 2,
};
const batch = wire.encodeReceiptBatch(batchValue);
const batchSignature = receiptKey.sign(wire.receiptSigningBytes(batch));
const receipt = (leafIndex: 0 | 1): wire.DeviceMessage => ({
  kind: 'receipt',
  receipt: {
    batch,
    signature: batchSignature,
    device: leafIndex === 0 ? names.gate : names.handheld,
    items: receiptItems[leafIndex],
    leafIndex,
    path: [leaves[1 - leafIndex]!],
  },
});
const rejectValue: wire.RejectBody = {
  logOrigin: ORIGIN,
  receiptKeyId: receiptKey.keyId,
  scanHash: sha256(wire.encodeSignedScan(reused)),
  device: names.gate,
  boot: BOOTS.gate,
  counter: 2,
  reason: 'COUNTER_REUSED',
  text: 'Another scan with this counter is in the log.',
  final: true,
  timeMs: TIME + 3_000,
};
const rejectBody = wire.encodeRejectBody(rejectValue);
const reject: wire.DeviceMessage = {
  kind: 'reject',
  reject: { body: rejectBody, signature: receiptKey.sign(wire.rejectSigningBytes(rejectBody)) },
};

const rotateBody = (entries.find(([name]) => name === 'rotate gate')![1] as { event: wire.SignedEvent }).event.body;
const eventReceiptValue: wire.EventReceiptBody = {
  logOrigin: ORIGIN,
  receiptKeyId: receiptKey.keyId,
  eventHash: wire.eventHash(wire.EventKind.ROTATE, rotateBody),
  logIndex: 10,
  timeMs: TIME + 4_500,
};
const eventReceiptBody = wire.encodeEventReceiptBody(eventReceiptValue);
const eventReceipt: wire.DeviceMessage = {
  kind: 'eventReceipt',
  eventReceipt: {
    body: eventReceiptBody,
    signature: receiptKey.sign(wire.eventReceiptSigningBytes(eventReceiptBody)),
  },
};

const passwordChange = wire.signPasswordChange(
  { logOrigin: ORIGIN, device: names.gate, before: filled(32, 0x11), after: filled(32, 0x22) },
  gateSecond,
);
const passwordReceiptValue: wire.PasswordReceiptBody = {
  logOrigin: ORIGIN,
  receiptKeyId: receiptKey.keyId,
  changeHash: wire.passwordChangeHash(passwordChange.body),
  timeMs: TIME + 5_000,
};
const passwordReceiptBody = wire.encodePasswordReceiptBody(passwordReceiptValue);
const passwordReceipt: wire.DeviceMessage = {
  kind: 'passwordReceipt',
  passwordReceipt: {
    body: passwordReceiptBody,
    signature: receiptKey.sign(wire.passwordReceiptSigningBytes(passwordReceiptBody)),
  },
};

/** One message: its value, its bytes, and what is computed from it. */
export interface Vector {
  readonly name: string;
  readonly message: string;
  readonly value: unknown;
  readonly bytes: Uint8Array;
  readonly derived?: Readonly<Record<string, Uint8Array>>;
}

const signedScans = {
  'first scan': first,
  'second scan': second,
  'third scan': third,
  'scan with a counter used twice': reused,
};

export const VECTORS: readonly Vector[] = [
  ...Object.entries(signedScans).flatMap(([name, signed]): Vector[] => [
    {
      name: `${name}: header`,
      message: 'ScanHeader',
      value: wire.decodeScanHeader(signed.header),
      bytes: signed.header,
    },
    {
      name,
      message: 'SignedScan',
      value: signed,
      bytes: wire.encodeSignedScan(signed),
      derived: { statement: wire.statementBytes(signed), statementHash: wire.statementHash(signed) },
    },
  ]),
  ...entries.flatMap(([name, entry], logIndex): Vector[] => {
    const bytes = wire.encodeLogEntry(entry);
    const whole = {
      name: `entry ${logIndex}: ${name}`,
      message: 'LogEntry',
      value: entry,
      bytes,
      derived: { leaf: leafHash(bytes) },
    };
    if (entry.kind === 'scan') return [whole];
    const { kind, body } = entry.event;
    const kindName = wire.eventKindName(kind);
    return [
      {
        name: `${name}: body`,
        message: `body of ${kindName}`,
        value: wire.decodeEventBody(kind as wire.SupportedEventKind, body),
        bytes: body,
        derived: { signed: wire.eventSigningBytes(kind, body) },
      },
      whole,
    ];
  }),
  {
    name: 'receipt batch',
    message: 'ReceiptBatch',
    value: batchValue,
    bytes: batch,
    derived: { signed: wire.receiptSigningBytes(batch) },
  },
  ...([0, 1] as const).map((index): Vector => ({
    name: `receipt of ${['gate-1', 'handheld-2'][index]}`,
    message: 'DeviceMessage',
    value: receipt(index),
    bytes: wire.encodeDeviceMessage(receipt(index)),
    derived: { leaf: leaves[index] },
  })),
  {
    name: 'reject: body',
    message: 'RejectBody',
    value: rejectValue,
    bytes: rejectBody,
    derived: { signed: wire.rejectSigningBytes(rejectBody) },
  },
  { name: 'reject', message: 'DeviceMessage', value: reject, bytes: wire.encodeDeviceMessage(reject) },
  {
    name: 'rotation terms',
    message: 'RotationTerms',
    value: termsValue,
    bytes: terms,
    derived: { signed: wire.rotationSigningBytes(terms) },
  },
  {
    name: 'event receipt: body',
    message: 'EventReceiptBody',
    value: eventReceiptValue,
    bytes: eventReceiptBody,
    derived: { signed: wire.eventReceiptSigningBytes(eventReceiptBody) },
  },
  {
    name: 'event receipt',
    message: 'DeviceMessage',
    value: eventReceipt,
    bytes: wire.encodeDeviceMessage(eventReceipt),
  },
  {
    name: 'password change',
    message: 'PasswordChange',
    value: passwordChange,
    bytes: wire.encodePasswordChange(passwordChange),
    derived: {
      signed: wire.passwordChangeSigningBytes(passwordChange.body),
      hash: wire.passwordChangeHash(passwordChange.body),
    },
  },
  {
    name: 'password receipt: body',
    message: 'PasswordReceiptBody',
    value: passwordReceiptValue,
    bytes: passwordReceiptBody,
    derived: { signed: wire.passwordReceiptSigningBytes(passwordReceiptBody) },
  },
  {
    name: 'password receipt',
    message: 'DeviceMessage',
    value: passwordReceipt,
    bytes: wire.encodeDeviceMessage(passwordReceipt),
  },
  {
    name: 'signed statement',
    message: 'SignedStatement',
    value: wire.signedStatementOf(first),
    bytes: wire.encodeSignedStatement(wire.signedStatementOf(first)),
  },
];

/** Keys of trails by kind and name. */
export const KEYS: readonly { readonly kind: string; readonly name: string; readonly key: Uint8Array }[] = [
  ...[...ITEMS, gtinUri({ gtin: GTIN, lot: 'L-1' }), PALLET].map((name) => ({
    kind: 'object',
    name,
    key: wire.objectKey(name),
  })),
  { kind: 'device', name: 'gate-1', key: names.gate },
  { kind: 'device', name: 'handheld-2', key: names.handheld },
  { kind: 'party', name: PARTY_GLN, key: names.party },
  { kind: 'operator', name: ORIGIN, key: names.operator },
  ...laterKeys(names),
];

/** Public keys with their ids; Ed25519 keys are those of the given seeds, the P-256 key that of the given secret. */
export const PUBLIC_KEYS = (
  [
    ['operator', operator, filled(32, 1)],
    ['receipt key', receiptKey, filled(32, 2)],
    ['gate-1', gate, filled(32, 3)],
    ['handheld-2', handheld, filled(32, 4)],
    ['gate-1, second key', gateSecond, filled(32, 5)],
    ['handheld-2, second key', handheldSecond, filled(32, 6)],
    ...laterPublicKeys,
  ] as const
).map(([name, { algorithm, publicKey, keyId }, secret]) => ({ name, algorithm, secret, publicKey, keyId }));

/** Disclosures with what they open. */
export const DISCLOSURES = [...partyDisclosures, ...first.disclosures, ...second.disclosures].map((bytes) => ({
  ...wire.parseDisclosure(bytes),
  bytes,
  commitment: wire.commitment(bytes),
}));
