import { createHash } from 'node:crypto';
import {
  decodeDeviceMessage,
  decodeRejectBody,
  decodeSignedStatement,
  encodeSignedScan,
  LIMITS,
  makeDisclosure,
  REASONS,
  rejectSigningBytes,
  type RejectBody,
  signedStatementOf,
  type SignedScan,
} from '#libs/core/wire';
import { cairn } from '#proto';
import { NobleVerifier, SignatureAlgorithm } from '#libs/core/signatures';
import { generateKey, signerOf } from '#libs/host/keys';
import type { RawClient } from '../../../test/kit/mqtt/raw-client.js';
import { TestDevice } from './test-device.js';
import { LOG_ORIGIN, World } from './world.js';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const manyUris = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `https://id.gs1.org/01/09506000134352/21/many${index}`);
/** As protobuf writes it, whatever our format says to it. */
const loosely = (scan: SignedScan): Uint8Array => cairn.v1.SignedScan.encode(scan as never).finish();

describe('bad input over MQTT', () => {
  let world: World;
  let device: TestDevice;
  let client: RawClient;
  let messageId = 1;

  beforeAll(async () => {
    world = await World.create();
    await world.start();
    device = new TestDevice('gate-1');
    await world.enrol(device);
    client = await world.connect(device);
  });
  afterAll(() => world.stop());

  const send = (payload: Uint8Array): number => {
    messageId += 1;
    client.publish('cairn/v1/scans/gate-1', payload, { messageId });
    return messageId;
  };
  const nextReject = async (): Promise<RejectBody> => {
    const message = decodeDeviceMessage((await client.next('publish')).payload as Buffer);
    if (message.kind !== 'reject') throw new Error(message.kind);
    const { body, signature } = message.reject;
    const { algorithm, publicKey } = world.receiptKey;
    const check = { algorithm, publicKey, message: rejectSigningBytes(body), signature };
    expect(await new NobleVerifier().verifyAll([check])).toEqual([true]);
    return decodeRejectBody(body);
  };
  const count = async (sample: string): Promise<number> => {
    const line = (await world.metrics()).split('\n').find((text) => text.startsWith(`${sample} `));
    return Number(line?.split(' ')[1] ?? 0);
  };

  /** What must be true of every refused payload. */
  const expectRefusal = async (payload: Uint8Array, reason: keyof typeof REASONS): Promise<RejectBody> => {
    const counted = await count(`cairn_ingest_scans_rejected_total{reason="${reason}"}`);
    const id = send(payload);
    const body = await nextReject();
    expect(body).toMatchObject({ reason, final: REASONS[reason].final, logOrigin: LOG_ORIGIN });
    expect(Buffer.from(body.scanHash).toString('hex')).toBe(sha256(payload));
    expect(body.text).toContain(REASONS[reason].text);
    expect(await client.next('puback')).toMatchObject({ messageId: id });
    await world.until(() =>
      world.rejected.some(({ payloadHash }) => Buffer.from(payloadHash).toString('hex') === sha256(payload)),
    );
    expect(await count(`cairn_ingest_scans_rejected_total{reason="${reason}"}`)).toBe(counted + 1);
    return body;
  };
  const rejectedOf = (payload: Uint8Array) =>
    world.rejected.find(({ payloadHash }) => Buffer.from(payloadHash).toString('hex') === sha256(payload))!;

  afterEach(async () => {
    const before = world.scans.length;
    const good = device.payload();
    const id = send(good);
    expect(await client.next('puback')).toMatchObject({ messageId: id });
    await world.until(() => world.scans.length === before + 1);
    expect(Buffer.from(world.scans.at(-1)!.signedScan).equals(good)).toBe(true);
  });

  describe('a payload that is no scan', () => {
    it('is refused when it is empty', () => expectRefusal(new Uint8Array(), 'FIELD_MISSING'));
    it('is refused when it is random', async () => {
      for (let round = 0; round < 20; round++) {
        const payload = createHash('shake256', { outputLength: 40 + 10 * round })
          .update(`random ${round}`)
          .digest();
        const id = send(payload);
        const body = await nextReject();
        expect(body.final).toBe(true);
        expect(Object.keys(REASONS)).toContain(body.reason);
        expect(await client.next('puback')).toMatchObject({ messageId: id });
      }
    });
    it('is refused when it is cut', async () => {
      const whole = device.payload();
      await expectRefusal(whole.subarray(0, whole.length - 1), 'TRUNCATED');
    });
    it('is refused when it is a scan and a byte', async () => {
      await expectRefusal(Uint8Array.of(...device.payload(), 0), 'TRAILING_BYTES');
    });
    it('is refused when a text in it is not UTF-8', async () => {
      const payload = device.payload({ uris: ['https://id.gs1.org/01/09506000134352/21/zzz'] });
      const bytes = Buffer.from(payload);
      bytes[bytes.indexOf('zzz')] = 0xff;
      const body = await expectRefusal(bytes, 'UTF8_INVALID');
      expect(body.counter).toBeGreaterThan(0);
      // The statement does not hold the URI: it was signed, it is refused, and the log will say so.
      expect(rejectedOf(bytes).signedStatement).toBeDefined();
    });
    it('is refused when it is larger than a scan may be, smaller than a packet may be', async () => {
      await expectRefusal(new Uint8Array(LIMITS.signedScanBytesMax + 1), 'LIMIT_SCAN_BYTES');
    });
  });

  describe('a scan that was signed, but not as it has to be', () => {
    const statementOf = (scan: SignedScan) => signedStatementOf(scan);

    it.each<[string, keyof typeof REASONS, Parameters<TestDevice['scan']>[0]]>([
      ['has no URI for its object', 'URI_MISSING', { spoil: () => ({ uris: [] }) }],
      [
        'has the URI of another object',
        'URI_MISMATCH',
        { spoil: () => ({ uris: ['https://id.gs1.org/01/09506000134352/21/other'] }) },
      ],
      [
        'names an object by a URI that is not canonical',
        'URI_NOT_CANONICAL',
        { uris: ['https://example.com/01/09506000134352/21/a?b=c'] },
      ],
      ['lacks a disclosure', 'DISCLOSURE_MISSING', { spoil: () => ({ disclosures: [] }) }],
      [
        'has a disclosure that opens nothing',
        'DISCLOSURE_MISMATCH',
        {
          spoil: () => ({
            disclosures: [makeDisclosure({ index: 0, salt: new Uint8Array(16), name: 'bizStep', value: 'receiving' })],
          }),
        },
      ],
      ['claims what is not in the table', 'CLAIM_UNKNOWN', { claims: [['colour' as never, 'red']] }],
      ['claims a value that is none', 'CLAIM_VALUE', { claims: [['bizStep', 'flying']] }],
      ['was made in 1970', 'TIME_TOO_EARLY', { header: { eventTimeMs: 1_000 } }],
      ['was made in 2100', 'TIME_TOO_LATE', { header: { eventTimeMs: Date.UTC(2100, 0, 1) } }],
      [
        'names 501 objects',
        'LIMIT_OBJECTS',
        { uris: manyUris(500), spoil: ({ uris }) => ({ uris: [...uris, uris[0]!] }) },
      ],
    ])('is refused when it %s, and can be logged as refused', async (_name, reason, wish) => {
      const scan = device.scan(wish);
      const payload = loosely(scan);
      const body = await expectRefusal(payload, reason);
      expect(body).toMatchObject({ counter: scan.counter, final: true });
      expect(Buffer.from(body.boot!).equals(device.boot)).toBe(true);
      expect(decodeSignedStatement(rejectedOf(payload).signedStatement!)).toEqual(statementOf(scan));
    });

    it('is refused for now when its clock is an hour ahead, and is not logged as refused', async () => {
      const payload = device.payload({ header: { eventTimeMs: Date.now() + 3_600_000 } });
      await expectRefusal(payload, 'CLOCK_AHEAD');
      expect(rejectedOf(payload).signedStatement).toBeUndefined();
    });
  });

  describe('a scan that its device did not sign', () => {
    it.each<[string, (scan: SignedScan) => Partial<SignedScan>]>([
      [
        'the signature',
        ({ signature }) => ({ signature: signature.map((byte, index) => (index === 10 ? byte ^ 1 : byte)) }),
      ],
      ['the counter', ({ counter }) => ({ counter: counter + 1_000 })],
      ['the boot', () => ({ boot: new Uint8Array(16).fill(7) })],
      ['previous', ({ counter }) => (counter === 1 ? {} : { previous: new Uint8Array(32).fill(7) })],
    ])('is refused when somebody changed %s, and nothing of it is logged', async (_name, spoil) => {
      const payload = device.payload({ spoil });
      await expectRefusal(payload, 'SIGNATURE_INVALID');
      expect(rejectedOf(payload).signedStatement).toBeUndefined();
    });

    it('is refused when it was signed by a key that is not enrolled, for now', async () => {
      const stranger = new TestDevice('gate-1');
      await expectRefusal(stranger.payload(), 'KEY_UNKNOWN');
    });

    it('is refused on the topic of another device, and is no evidence against the one that signed it', async () => {
      const other = new TestDevice('gate-2');
      await world.enrol(other);
      const payload = other.payload();
      const body = await expectRefusal(payload, 'TOPIC_MISMATCH');
      expect(Buffer.from(body.device!).equals(device.key)).toBe(true);
      expect(body.counter).toBeUndefined();
      expect(rejectedOf(payload).signedStatement).toBeUndefined();
    });
  });

  it('keeps to smaller limits of an enrolment', async () => {
    const small = new TestDevice('small');
    await world.enrol(small, { objectsMax: 2, claimsMax: 1 });
    const connection = await world.connect(small);
    const reasons: string[] = [];
    const taken = world.scans.length;
    const wishes = [
      { uris: manyUris(3) },
      {
        claims: [
          ['bizStep', 'shipping'],
          ['lotNumber', 'A1'],
        ] as const,
      },
      { uris: manyUris(2) },
    ];
    for (const wish of wishes) {
      connection.publish('cairn/v1/scans/small', small.payload(wish));
      await connection.next('puback');
    }
    for (const packet of connection.packets) {
      if (packet.cmd !== 'publish') continue;
      const message = decodeDeviceMessage(packet.payload as Buffer);
      if (message.kind === 'reject') reasons.push(decodeRejectBody(message.reject.body).reason);
    }
    expect(reasons).toEqual(['DEVICE_LIMIT_OBJECTS', 'DEVICE_LIMIT_CLAIMS']);
    await world.until(() => world.scans.length === taken + 1);
  });

  it('takes a P-256 signature with a high s and passes it on as it came: the anchor brings it into its form', async () => {
    const wide = new TestDevice('wide', signerOf(generateKey(SignatureAlgorithm.ECDSA_P256_SHA256)));
    await world.enrol(wide);
    const connection = await world.connect(wide);
    const scan = wide.scan();
    const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
    const low = BigInt(`0x${Buffer.from(scan.signature.subarray(32)).toString('hex')}`);
    const high = Buffer.from((order - low).toString(16).padStart(64, '0'), 'hex');
    const signature = Uint8Array.of(...scan.signature.subarray(0, 32), ...high);
    const before = world.scans.length;
    const payload = encodeSignedScan({ ...scan, signature });
    connection.publish('cairn/v1/scans/wide', payload);
    await connection.next('puback');
    await world.until(() => world.scans.length === before + 1);
    expect(Buffer.from(world.scans[before]!.signedScan).equals(payload)).toBe(true);
  });

  it('keeps the first bytes of a payload for the operator, and no more', async () => {
    const payload = new Uint8Array(10_000).fill(9);
    const id = send(payload);
    await nextReject();
    expect(await client.next('puback')).toMatchObject({ messageId: id });
    await world.until(() => rejectedOf(payload) !== undefined);
    expect([...rejectedOf(payload).payloadHead]).toEqual(Array(256).fill(9));
  });

  it('goes on in order when good and bad scans come mixed', async () => {
    const before = world.scans.length;
    const good: Uint8Array[] = [];
    for (let index = 0; index < 60; index++) {
      if (index % 3 === 0) send(Uint8Array.of(index, 1, 2));
      else if (index % 3 === 1) send(device.payload({ spoil: () => ({ uris: [] }) }));
      else {
        good.push(device.payload());
        send(good.at(-1)!);
      }
    }
    const first = messageId - 59;
    for (let index = 0; index < 60; index++)
      expect(await client.next('puback')).toMatchObject({ messageId: first + index });
    await world.until(() => world.scans.length === before + 20);
    expect(world.scans.slice(before).map(({ signedScan }) => sha256(signedScan))).toEqual(good.map(sha256));
    for (let index = 0; index < 40; index++) await nextReject();
  });

  it('counts what it closed and refused at the broker', async () => {
    const hostile = await world.connect(await enrolled('hostile'));
    hostile.publish('cairn/v1/scans/gate-1', device.payload());
    await hostile.closed;
    const listener = await world.connect(await enrolled('listener'));
    listener.send({ cmd: 'subscribe', messageId: 2, subscriptions: [{ topic: '#', qos: 0 }] });
    await listener.next('suback');
    expect(await count('cairn_ingest_connections_closed_total{reason="topic"}')).toBe(1);
    expect(await count('cairn_ingest_subscriptions_refused_total')).toBe(1);
  });

  const enrolled = async (id: string): Promise<TestDevice> => {
    const one = new TestDevice(id);
    await world.enrol(one);
    return one;
  };
});
