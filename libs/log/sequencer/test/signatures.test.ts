import { randomBytes } from 'node:crypto';
import { encodeSignedStatement, type SignedScan, signedStatementOf } from '#libs/core/wire';
import { SignatureAlgorithm, type SignatureCheck, SignatureVerifier } from '#libs/core/signatures';
import type { KnownKey } from '#libs/core/keys';
import { NativeVerifier, type Signer } from '#libs/host/keys';
import { aSigner, NOW_MS, payloadOf, rejectedOf, TestDevice } from '../../../../test/kit/ledger/device.js';
import { TestLog } from '../../../../test/kit/ledger/test-log.js';
import { isSignedBy } from '../scan-signatures.js';
import { type ScanView, viewScan } from '../scan-view.js';

/** Verifies, counts, and fails as often as it was told to. */
class WatchedVerifier extends SignatureVerifier {
  private readonly native = new NativeVerifier({ keysAreEnrolled: true });
  checks = 0;
  failures = 0;

  async verifyAll(checks: readonly SignatureCheck[]): Promise<boolean[]> {
    if (this.failures > 0) {
      this.failures--;
      throw new Error('the threads are gone');
    }
    this.checks += checks.length;
    return this.native.verifyAll(checks);
  }
}

const verifier = new WatchedVerifier();
let log: TestLog;
beforeAll(async () => {
  log = await TestLog.create({ verifier });
});
afterEach(async () => {
  expect(await log.contradictions()).toEqual([]);
});
afterAll(() => log.drop());

let devices = 0;
async function enrolled(algorithm?: SignatureAlgorithm): Promise<TestDevice> {
  const device = new TestDevice(`signing-${++devices}`, '9520000000004', algorithm);
  await log.enrol(device);
  return device;
}

const forged = (scan: SignedScan): SignedScan => ({ ...scan, signature: Uint8Array.from(randomBytes(64)) });
const logged = async (from: number): Promise<(number | 'event')[]> =>
  (await log.entries(from)).map((entry) => (entry.kind === 'scan' ? entry.scan.counter : 'event'));

describe('a scan that its device has not signed', () => {
  const algorithms = [SignatureAlgorithm.ED25519, SignatureAlgorithm.ECDSA_P256_SHA256];
  it.each(algorithms)('takes no counter, and is answered by a reject (algorithm %i)', async (algorithm) => {
    const device = await enrolled(algorithm);
    const from = log.ledger.size;
    const scan = device.scan();
    const [appended] = await log.append({ scans: [forged(scan)] });
    expect(appended!.rejects).toMatchObject([
      { reason: 'SIGNATURE_INVALID', final: true, deviceId: device.id, counter: 1, logIndex: null },
    ]);
    expect(appended!.invalidSignatures).toEqual([{ deviceId: device.id, counter: 1 }]);
    expect(log.ledger.size).toBe(from);
    await log.append({ scans: [scan] });
    expect(await logged(from)).toEqual([1]);
  });

  it.each<[string, (scan: SignedScan, other: SignedScan) => SignedScan]>([
    ['the signature of another scan', (scan, other) => ({ ...scan, signature: other.signature })],
    ['another header', (scan, other) => ({ ...scan, header: other.header, uris: other.uris })],
    ['another counter', (scan) => ({ ...scan, counter: scan.counter + 1 })],
    ['another scan before it', (scan) => ({ ...scan, previous: Uint8Array.from(randomBytes(32)) })],
    ['zeros', (scan) => ({ ...scan, signature: new Uint8Array(64) })],
    [
      'one bit flipped',
      (scan) => ({ ...scan, signature: scan.signature.map((byte, at) => (at === 63 ? byte ^ 1 : byte)) }),
    ],
  ])('is not logged with %s', async (_, change) => {
    const device = await enrolled();
    const [first, scan, other] = device.scans(3);
    await log.append({ scans: [first!] });
    const from = log.ledger.size;
    const [appended] = await log.append({ scans: [change(scan!, other!)] });
    expect(appended!.rejects).toMatchObject([{ reason: 'SIGNATURE_INVALID' }]);
    await log.append({ scans: [scan!, other!] });
    expect(await logged(from)).toEqual([2, 3]);
  });

  it('goes alone: the 255 others of its record are logged', async () => {
    const device = await enrolled();
    const from = log.ledger.size;
    const scans = device.scans(256);
    const [appended] = await log.append({ scans: scans.map((scan, index) => (index === 100 ? forged(scan) : scan)) });
    expect(appended!.rejects).toMatchObject([{ reason: 'SIGNATURE_INVALID', counter: 101 }]);
    expect(appended!.receipts).toHaveLength(100);
    // What follows waits for the honest one, which comes when its device sends it again.
    await log.append({ scans: [scans[100]!] });
    expect(await logged(from)).toEqual(scans.map(({ counter }) => counter));
  });

  it('waits for nobody and lets nobody go on waiting', async () => {
    const device = await enrolled();
    const [first, second, third] = device.scans(3);
    await log.append({ scans: [forged(third!), forged(second!)] });
    expect(log.ledger.heldScans).toBe(0);
    await log.append({ scans: [third!] });
    expect(log.ledger.heldScans).toBe(1);
    const from = log.ledger.size;
    await log.append({ scans: [forged(first!), forged(second!)] });
    expect(log.ledger.heldScans).toBe(1);
    await log.append({ scans: [first!, second!] });
    expect(await logged(from)).toEqual([1, 2, 3]);
  });

  it('by the other of the two signatures that P-256 has for each is valid, and logged in its normal form', async () => {
    const device = await enrolled(SignatureAlgorithm.ECDSA_P256_SHA256);
    const scan = device.scan();
    const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
    const s = BigInt(`0x${Buffer.from(scan.signature.subarray(32)).toString('hex')}`);
    const other = Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex');
    const from = log.ledger.size;
    await log.append({
      scans: [{ ...scan, signature: Uint8Array.from([...scan.signature.subarray(0, 32), ...other]) }],
    });
    const [entry] = await log.entries(from);
    const low = s < order - s ? s : order - s;
    expect(entry).toMatchObject({ kind: 'scan' });
    if (entry?.kind === 'scan')
      expect(Buffer.from(entry.scan.signature.subarray(32)).toString('hex')).toBe(low.toString(16).padStart(64, '0'));
  });
});

describe('a refusal by ingest of a statement that its device has not signed', () => {
  it('burns no counter and stands in no log', async () => {
    const device = await enrolled();
    const from = log.ledger.size;
    const scan = device.scan();
    const statement = signedStatementOf(forged(scan));
    const [appended] = await log.append({
      rejected: [rejectedOf(scan, { signedStatement: encodeSignedStatement(statement) })],
    });
    expect(log.ledger.size).toBe(from);
    expect(appended!.rejects).toMatchObject([{ reason: 'DISCLOSURE_MISSING', logIndex: null }]);
    expect(appended!.invalidSignatures).toEqual([{ deviceId: device.id, counter: 1 }]);
    await log.append({ scans: [scan] });
    expect(await logged(from)).toEqual([1]);
  });

  it('that it has signed is told to the log', async () => {
    const device = await enrolled();
    const from = log.ledger.size;
    const [appended] = await log.append({ rejected: [rejectedOf(device.scan())] });
    expect(appended!.invalidSignatures).toEqual([]);
    expect(await logged(from)).toEqual(['event']);
  });
});

describe('a verdict', () => {
  const view = (): ScanView => viewScan(Buffer.from(payloadOf(new TestDevice('judged').scan())), NOW_MS);
  const keyOf = ({ keyId, algorithm, publicKey }: Signer): KnownKey => ({ keyId, algorithm, publicKey, logIndex: 0 });
  const [one, other] = [keyOf(aSigner()), keyOf(aSigner())];

  it('is needed before a scan has its place', () => {
    expect(() => isSignedBy(view(), one)).toThrow(expect.objectContaining({ code: 'SIGNATURE_UNVERIFIED' }));
  });

  it('is of one key: by another it is none', () => {
    const judged = view();
    judged.verdict = { publicKey: one.publicKey, isValid: true };
    expect(isSignedBy(judged, { ...one, publicKey: Uint8Array.from(one.publicKey) })).toBe(true);
    expect(() => isSignedBy(judged, other)).toThrow(expect.objectContaining({ code: 'SIGNATURE_UNVERIFIED' }));
  });
});

describe('verifying', () => {
  it('goes by the keys that the events of the same record leave behind', async () => {
    const device = await enrolled();
    await log.append({ scans: [device.scan()] });
    const from = log.ledger.size;
    const next = aSigner();
    const rotation = log.rotateEvent(device, next);
    device.use(next);
    const record = log.record({ events: [rotation], scans: [device.scan()] });
    log.ledger.verifyAhead([record]);
    await log.ledger.append([record]);
    expect(await logged(from)).toEqual(['event', 2]);
  });

  it('begins before the turn of a record, and does it once', async () => {
    const device = await enrolled();
    await log.append({ scans: [device.scan()] });
    const record = log.record({ scans: [device.scan(), forged(device.scan()), device.scan()] });
    const before = verifier.checks;
    log.ledger.verifyAhead([record]);
    const [appended] = await log.ledger.append([record]);
    expect(verifier.checks - before).toBe(3);
    expect(appended!.rejects).toMatchObject([{ reason: 'SIGNATURE_INVALID', counter: 3 }]);
  });

  it('that fails ahead is done again in its turn', async () => {
    const device = await enrolled();
    await log.append({ scans: [device.scan()] });
    const from = log.ledger.size;
    const record = log.record({ scans: [device.scan()] });
    verifier.failures = 1;
    log.ledger.verifyAhead([record]);
    await log.ledger.append([record]);
    expect(await logged(from)).toEqual([2]);
  });

  it('that fails is no verdict: nothing is logged or refused, and the same record comes again', async () => {
    const device = await enrolled();
    const from = log.ledger.size;
    const record = log.record({ scans: device.scans(2) });
    verifier.failures = 1;
    await expect(log.ledger.append([record])).rejects.toThrow('the threads are gone');
    expect(await log.rows('SELECT FROM reject WHERE device_key = $1', [Buffer.from(device.key)])).toEqual([]);
    await log.open({ verifier });
    await log.ledger.append([record]);
    expect(await logged(from)).toEqual([1, 2]);
  });
});
