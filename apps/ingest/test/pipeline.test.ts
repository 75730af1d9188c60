import type { ScanArrival } from '#libs/transport/mqtt';
import {
  decodeDeviceMessage,
  decodeRejectBody,
  decodeStreamBatch,
  type RejectedScan,
  type SignedScan,
} from '#libs/core/wire';
import { SignatureAlgorithm, type SignatureCheck, SignatureVerifier } from '#libs/core/signatures';
import { generateKey, NativeVerifier, signerOf } from '#libs/host/keys';
import { openRecord, type ScanStream, type StreamRecordIn } from '#libs/transport/stream';
import type { RegistryChanges } from '#libs/log/ledger';
import { DeviceRegistry } from '../registry/device-registry.js';
import { DistrustedDevices } from '../registry/distrusted-devices.js';
import { ScanAppender } from '../scans/appender.js';
import { ScanJudge } from '../scans/judge.js';
import { ScanPipeline } from '../scans/pipeline.js';
import { RejectWriter } from '../scans/reject-writer.js';
import { SignatureGate } from '../scans/signature-gate.js';
import { TestDevice } from './test-device.js';

const KEY = new Uint8Array(32).fill(3);

const registered = ({ id, key, signer }: TestDevice): RegistryChanges['devices'][number] => ({
  deviceKey: key,
  deviceId: id,
  party: new Uint8Array(32),
  logIndex: 0,
  objectsMax: 0,
  claimsMax: 0,
  boots: [],
  keys: [
    {
      keyId: signer.keyId,
      algorithm: signer.algorithm,
      publicKey: signer.publicKey,
      fromLogIndex: 0,
      toLogIndex: null,
      expiresMs: null,
      compromisedLogIndex: null,
    },
  ],
});

describe('the way of a scan through ingest', () => {
  let enrolled: TestDevice[];
  let reads: number;
  let appended: Uint8Array[];
  let log: string[];
  let verify: (checks: readonly SignatureCheck[]) => Promise<boolean[]>;
  let pipeline: ScanPipeline;
  let registry: DeviceRegistry;
  let distrusted: DistrustedDevices;
  let known: Uint8Array[];
  let verified: number;
  let refused: RejectedScan[];
  const native = new NativeVerifier();
  const device = new TestDevice('a');

  beforeEach(async () => {
    enrolled = [device];
    reads = 0;
    appended = [];
    log = [];
    verify = (checks) => native.verifyAll(checks);
    registry = new DeviceRegistry({
      changesSince: async () => {
        reads += 1;
        return { devices: enrolled.map(registered), operatorKeys: [], nextLogIndex: 0 };
      },
    });
    await registry.refresh();
    known = [];
    verified = 0;
    refused = [];
    distrusted = new DistrustedDevices({ distrustedDevices: async () => known });
    await distrusted.refresh();
    const stream = {
      append: async (_stream: string, records: readonly StreamRecordIn[]) => {
        for (const { value } of records) {
          const { scans, rejected } = decodeStreamBatch(openRecord(KEY, value));
          for (const { signedScan } of scans) appended.push(signedScan);
          refused.push(...rejected);
          for (const { reason } of rejected) log.push(`stored ${reason}`);
        }
      },
    };
    const unexpected = (error: unknown): void => void log.push(`unexpected ${(error as Error).message}`);
    pipeline = new ScanPipeline({
      judge: new ScanJudge(registry, unexpected, 'here'),
      registry,
      verifier: new (class extends SignatureVerifier {
        verifyAll = (checks: readonly SignatureCheck[]): Promise<boolean[]> => verify(checks);
      })(),
      appender: new ScanAppender(stream as unknown as ScanStream, KEY, { appended: () => {}, appendFailed: () => {} }),
      rejects: new RejectWriter(signerOf(generateKey(SignatureAlgorithm.ED25519)), 'cairn.test'),
      gate: new SignatureGate(distrusted),
      distrust: (key) => distrusted.add(key),
      observer: {
        received: () => {},
        verified: () => (verified += 1),
        scanTaken: () => {},
        eventTaken: () => {},
        rejected: () => {},
        unexpected,
      },
      partitions: 4,
      send: (deviceId, message) => {
        const told = decodeDeviceMessage(message);
        log.push(`told ${deviceId} ${told.kind === 'reject' ? decodeRejectBody(told.reject.body).reason : 'receipt'}`);
      },
    });
  });

  const arrival = (payload: Uint8Array, deviceId = 'a', connection: object | null = null): ScanArrival => ({
    channel: 'scans',
    deviceId,
    connection,
    payload,
    receivedTimeMs: Date.now(),
    acknowledge: () => log.push('acknowledged'),
  });

  it('tells the device after the reject is durable and before the scan is acknowledged', async () => {
    await pipeline.take({ arrivals: [arrival(Uint8Array.of(10))] });
    expect(log).toEqual(['stored TRUNCATED', 'told a TRUNCATED', 'acknowledged']);
  });

  it('appends batches in the order they came in, although the later one is verified first', async () => {
    const payloads = [device.payload(), device.payload()];
    let release: (verdicts: boolean[]) => void = () => {};
    verify = () => new Promise((resolve) => (release = resolve));
    const first = pipeline.take({ arrivals: [arrival(payloads[0]!)] });
    verify = async (checks) => checks.map(() => true);
    const second = pipeline.take({ arrivals: [arrival(payloads[1]!)] });
    await new Promise(setImmediate);
    expect(appended).toEqual([]);
    release([true]);
    await Promise.all([first, second]);
    expect(appended.map((bytes) => Buffer.from(bytes).toString('hex'))).toEqual(
      payloads.map((bytes) => Buffer.from(bytes).toString('hex')),
    );
  });

  it('takes the scan of a device that was enrolled a moment ago', async () => {
    const late = new TestDevice('late');
    enrolled.push(late);
    await pipeline.take({ arrivals: [arrival(device.payload()), arrival(late.payload(), 'late')] });
    expect(appended).toHaveLength(2);
    expect(reads).toBe(2);
  });

  it('refuses unknown devices for now, and does not ask the database for each of them', async () => {
    const strangers = Array.from({ length: 20 }, (_, index) => new TestDevice(`stranger-${index}`));
    for (const stranger of strangers) await pipeline.take({ arrivals: [arrival(stranger.payload(), stranger.id)] });
    expect(log.filter((line) => line === 'stored DEVICE_UNKNOWN')).toHaveLength(20);
    expect(reads).toBe(2);
  });

  it('refuses for now what it cannot verify because the platform failed, and goes on', async () => {
    verify = () => Promise.reject(new Error('no threads'));
    await pipeline.take({ arrivals: [arrival(device.payload())] });
    expect(log).toEqual(['unexpected no threads', 'stored OVERLOADED', 'told a OVERLOADED', 'acknowledged']);
    verify = (checks) => native.verifyAll(checks);
    await pipeline.take({ arrivals: [arrival(device.payload())] });
    expect(appended).toHaveLength(1);
  });

  it('refuses for now what makes it fail itself, and takes the rest of the batch', async () => {
    const find = registry.find.bind(registry);
    let calls = 0;
    registry.find = (key) => {
      calls += 1;
      if (calls === 2) throw new TypeError('a mistake of ours');
      return find(key);
    };
    await pipeline.take({ arrivals: [1, 2, 3].map(() => arrival(device.payload())) });
    expect(appended).toHaveLength(2);
    expect(log).toContain('unexpected a mistake of ours');
    expect(log).toContain('told a OVERLOADED');
  });

  it('writes no NUL into a refusal, whatever the device has sent: the anchor would take it for a forgery', () => {
    const writer = new RejectWriter(signerOf(generateKey(SignatureAlgorithm.ED25519)), 'cairn.test');
    const candidate = { arrival: arrival(device.payload()), device: device.key };
    const { rejected } = writer.write(candidate, { reason: 'CLAIM_UNKNOWN', detail: 'a name a\0b' }, false);
    expect(rejected.text).toMatch(/ \(a name ab\)$/u);
  });

  describe('at the gate', () => {
    const broken = (): Uint8Array =>
      device.payload({ spoil: ({ signature }) => ({ signature: signature.map((byte) => byte ^ 1) }) });
    const takeAll = (payloads: readonly Uint8Array[], connection: object | null) =>
      pipeline.take({ arrivals: payloads.map((payload) => arrival(payload, 'a', connection)) });
    const scans = (count: number): Uint8Array[] => Array.from({ length: count }, () => device.payload());

    it.each([
      ['a connection', {}],
      ['a device behind a broker outside', null],
    ])('verifies the first 64 scans of %s, and leaves the others to the anchor', async (_, connection) => {
      await takeAll(scans(100), connection);
      expect([verified, appended.length]).toEqual([64, 100]);
    });

    it('begins anew with each connection', async () => {
      await takeAll(scans(70), {});
      await takeAll(scans(10), {});
      expect(verified).toBe(74);
    });

    it('refuses one of the first that is not signed, and verifies all of this device from then on', async () => {
      const connection = {};
      await takeAll([...scans(10), broken()], connection);
      expect(log).toContain('stored SIGNATURE_INVALID');
      await takeAll(scans(100), connection);
      expect([verified, appended.length]).toEqual([110, 110]);
    });

    it('lets one go by later: the anchor refuses it', async () => {
      const connection = {};
      await takeAll(scans(64), connection);
      await takeAll([broken()], connection);
      expect([log.includes('stored SIGNATURE_INVALID'), appended.length]).toEqual([false, 65]);
    });

    it('verifies all of a device that the anchor has found', async () => {
      const connection = {};
      known = [device.key];
      await distrusted.refresh();
      await takeAll(scans(100), connection);
      expect(verified).toBe(100);
      known = [];
      await distrusted.refresh();
      await takeAll(scans(10), connection);
      expect(verified).toBe(100);
    });

    it('never hands on the statement of a refused scan that is not signed, however late it comes', async () => {
      const connection = {};
      await takeAll(scans(80), connection);
      const spoil = ({ signature }: SignedScan) => ({ signature: signature.map((byte) => byte ^ 1), uris: [] });
      await takeAll([device.payload({ spoil })], connection);
      expect(refused).toMatchObject([{ reason: 'URI_MISSING' }]);
      expect(refused[0]!.signedStatement).toBeUndefined();
    });

    it('hands on the statement of a refused scan that is signed, however late it comes', async () => {
      const connection = {};
      await takeAll(scans(80), connection);
      await takeAll([device.payload({ spoil: () => ({ uris: [] }) })], connection);
      expect(refused[0]!.signedStatement).toBeDefined();
    });
  });
});
