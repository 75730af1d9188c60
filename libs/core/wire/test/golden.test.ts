import { leafHash } from '#libs/core/tlog';
import { checkPublicKey, keyIdOf } from '#libs/core/signatures';
import { NativeVerifier } from '#libs/host/keys';
import { goldenFile } from '../../../../test/kit/golden-file.js';
import * as wire from '#libs/core/wire';
import { DISCLOSURES, KEYS, ORIGIN, PUBLIC_KEYS, VECTORS } from './golden.js';

// test/vectors/wire.json is the byte-for-byte truth that docs/formats and verifiers in other languages are held against. A change
// of it is a change of the format. To write it anew: CAIRN_WRITE_VECTORS=1 npm test -- libs/core/wire/test/golden

const printable = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return value.map(printable);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, printable(member)]));
  }
  return value;
};
const made = printable({
  about: 'Golden vectors of the Cairn wire format, version 1. Bytes are hex. See docs/formats.',
  logOrigin: ORIGIN,
  trailKeys: KEYS,
  publicKeys: PUBLIC_KEYS,
  disclosures: DISCLOSURES,
  messages: VECTORS,
});

const golden = await goldenFile('wire.json', made);

it('the vectors are what this version writes', () => expect(made).toEqual(golden));

const DECODERS: Readonly<Record<string, (bytes: Uint8Array) => unknown>> = {
  SignedScan: wire.decodeSignedScan,
  ScanHeader: wire.decodeScanHeader,
  LogEntry: wire.decodeLogEntry,
  DeviceMessage: wire.decodeDeviceMessage,
  ReceiptBatch: wire.decodeReceiptBatch,
  RejectBody: wire.decodeRejectBody,
  SignedStatement: wire.decodeSignedStatement,
  'body of operator': (bytes) => wire.decodeEventBody(1, bytes),
  'body of party': (bytes) => wire.decodeEventBody(2, bytes),
  'body of enrol': (bytes) => wire.decodeEventBody(3, bytes),
  'body of boot': (bytes) => wire.decodeEventBody(4, bytes),
  'body of rotate': (bytes) => wire.decodeEventBody(5, bytes),
  'body of retire': (bytes) => wire.decodeEventBody(6, bytes),
  'body of compromised': (bytes) => wire.decodeEventBody(7, bytes),
  RotationTerms: wire.decodeRotationTerms,
  EventReceiptBody: wire.decodeEventReceiptBody,
  PasswordChange: wire.decodePasswordChange,
  PasswordReceiptBody: wire.decodePasswordReceiptBody,
  'body of receipt_key': (bytes) => wire.decodeEventBody(8, bytes),
  'body of equivocation': (bytes) => wire.decodeEventBody(10, bytes),
  'body of refused': (bytes) => wire.decodeEventBody(11, bytes),
  'body of recall': (bytes) => wire.decodeEventBody(13, bytes),
  'body of decision': (bytes) => wire.decodeEventBody(14, bytes),
  'body of document': (bytes) => wire.decodeEventBody(15, bytes),
  'body of codes': (bytes) => wire.decodeEventBody(16, bytes),
  'body of grant': (bytes) => wire.decodeEventBody(17, bytes),
};

it('there is a vector for every message', () => {
  expect([...new Set(VECTORS.map(({ message }) => message))].sort()).toEqual(Object.keys(DECODERS).sort());
});

it.each(VECTORS.map((vector) => [vector.name, vector] as const))(
  '%s reads as its value',
  (_name, { message, bytes, value }) => {
    expect(DECODERS[message]!(bytes)).toEqual(value);
  },
);

it('every key may be enrolled and has its id', () => {
  for (const { algorithm, publicKey, keyId } of PUBLIC_KEYS) {
    expect(() => checkPublicKey(algorithm, publicKey)).not.toThrow();
    expect(keyIdOf(algorithm, publicKey)).toEqual(keyId);
  }
});

it('every signature in the log is valid over what the format says', async () => {
  const keyOf = (keyId: Uint8Array) => PUBLIC_KEYS.find((key) => wire.bytesEqual(key.keyId, keyId))!;
  const checks = VECTORS.filter(({ message }) => message === 'LogEntry').map(({ bytes }) => {
    const entry = wire.decodeLogEntry(bytes);
    return entry.kind === 'scan'
      ? { ...keyOf(entry.scan.keyId), message: wire.statementBytes(entry.scan), signature: entry.scan.signature }
      : {
          ...keyOf(entry.event.signerKeyId),
          message: wire.eventSigningBytes(entry.event.kind, entry.event.body),
          signature: entry.event.signature,
        };
  });
  expect(checks).toHaveLength(30);
  expect(await new NativeVerifier().verifyAll(checks)).toEqual(checks.map(() => true));
});

it('every scan came with what its header commits to', () => {
  for (const { value } of VECTORS.filter(({ message }) => message === 'SignedScan')) {
    const { header, uris, disclosures } = value as wire.SignedScan;
    expect(() => wire.checkScanPrivateParts(wire.decodeScanHeader(header), uris, disclosures)).not.toThrow();
  }
});

it('leaves are those of RFC 6962', () => {
  for (const { bytes, derived, message } of VECTORS)
    if (message === 'LogEntry') expect(derived!['leaf']).toEqual(leafHash(bytes));
});
