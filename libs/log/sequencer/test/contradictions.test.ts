import { randomBytes } from 'node:crypto';
import {
  EventKind,
  decodeEventBody,
  eventSigningBytes,
  type LogEntry,
  type SignedScan,
  statementHash,
} from '#libs/core/wire';
import { SignatureAlgorithm } from '#libs/core/signatures';
import { NativeVerifier } from '#libs/host/keys';
import { aSigner, NOW_MS, payloadOf, rejectedOf, sha256, TestDevice } from '../../../../test/kit/ledger/device.js';
import { TestLog } from '../../../../test/kit/ledger/test-log.js';

let log: TestLog;
beforeAll(async () => {
  log = await TestLog.create();
});
afterAll(() => log.drop());

let devices = 0;
async function enrolled(algorithm?: SignatureAlgorithm): Promise<TestDevice> {
  const device = new TestDevice(`contradicting-${++devices}`, '9520000000004', algorithm);
  await log.enrol(device);
  return device;
}

const OTHER = 'https://id.gs1.org/01/09520000000004/21/other';
const eventsSince = async (from: number): Promise<Extract<LogEntry, { kind: 'event' }>['event'][]> =>
  (await log.entries(from)).flatMap((entry) => (entry.kind === 'event' ? [entry.event] : []));
const scansSince = async (from: number): Promise<SignedScan['counter'][]> =>
  (await log.entries(from)).flatMap((entry) => (entry.kind === 'scan' ? [entry.scan.counter] : []));
const hashOf = (statement: Parameters<typeof statementHash>[0]): string =>
  Buffer.from(statementHash(statement)).toString('hex');

describe('the same counter with other bytes', () => {
  it('is refused for good and told to the log once, with both statements and signatures', async () => {
    const device = await enrolled();
    const first = device.scan();
    await log.append({ scans: [first] });
    const from = log.ledger.size;
    const others = [1, 2, 3].map((day) =>
      device.scan({ counter: 1, previous: first.previous, eventTimeMs: NOW_MS + day }),
    );
    const [appended] = await log.append({ scans: others.slice(0, 2) });
    const [later] = await log.append({ scans: [others[2]!, others[0]!] });

    expect(await scansSince(from)).toEqual([]);
    const events = await eventsSince(from);
    expect(events).toHaveLength(1);
    const body = decodeEventBody(EventKind.EQUIVOCATION, events[0]!.body);
    expect(body.reason).toBe('COUNTER_REUSED');
    expect(hashOf(body.first)).toBe(hashOf(first));
    expect(hashOf(body.second)).toBe(hashOf(others[0]!));
    expect(Buffer.from(body.second.signature).equals(others[0]!.signature)).toBe(true);
    expect(events[0]!.objects).toEqual([Buffer.from(device.key)]);
    const check = {
      ...log.receipt,
      message: eventSigningBytes(events[0]!.kind, events[0]!.body),
      signature: events[0]!.signature,
    };
    expect(await new NativeVerifier().verifyAll([check])).toEqual([true]);

    for (const reject of [...appended!.rejects, ...later!.rejects]) {
      expect(reject).toMatchObject({ reason: 'COUNTER_REUSED', final: true, logIndex: from, deviceId: device.id });
    }
    expect(appended!.rejects).toHaveLength(2);
    expect(later!.rejects).toHaveLength(2);
  });

  it('is seen within one batch', async () => {
    const device = await enrolled();
    const from = log.ledger.size;
    const first = device.scan();
    const other = device.scan({ counter: 1, previous: first.previous, eventTimeMs: NOW_MS + 1 });
    await log.append({ scans: [first, other] });
    expect(await scansSince(from)).toEqual([1]);
    expect(await eventsSince(from)).toHaveLength(1);
  });

  it('is held in its normal form where a P-256 signature came with a high s', async () => {
    const device = await enrolled(SignatureAlgorithm.ECDSA_P256_SHA256);
    const from = log.ledger.size;
    const first = device.scan();
    await log.append({ scans: [{ ...first, signature: flipped(first.signature) }] });
    const other = device.scan({ counter: 1, previous: first.previous, eventTimeMs: NOW_MS + 1 });
    await log.append({ scans: [{ ...other, signature: flipped(other.signature) }] });
    const [entry] = await log.entries(from);
    expect(entry?.kind === 'scan' && Buffer.from(entry.scan.signature).equals(first.signature)).toBe(true);
    const [event] = await eventsSince(from);
    const body = decodeEventBody(EventKind.EQUIVOCATION, event!.body);
    expect(Buffer.from(body.first.signature).equals(first.signature)).toBe(true);
    expect(Buffer.from(body.second.signature).equals(other.signature)).toBe(true);
  });
});

describe('`previous`', () => {
  it('that does not fit is an equivocation as soon as both neighbours are logged; the scan itself is logged', async () => {
    const device = await enrolled();
    const from = log.ledger.size;
    const first = device.scan();
    const second = device.scan({ counter: 2, previous: sha256(Buffer.from('other')) });
    await log.append({ scans: [first, second] });
    expect(await scansSince(from)).toEqual([1, 2]);
    const [event] = await eventsSince(from);
    const body = decodeEventBody(EventKind.EQUIVOCATION, event!.body);
    expect(body.reason).toBe('PREVIOUS_MISMATCH');
    expect([hashOf(body.first), hashOf(body.second)]).toEqual([hashOf(first), hashOf(second)]);
  });

  it('of a late scan is checked on both sides', async () => {
    const device = await enrolled();
    const [one, , three] = device.scans(3);
    await log.append({ scans: [one!] });
    await log.append({ scans: [three!] });
    log.clock.ms += 2_500;
    await log.append({});
    const from = log.ledger.size;
    const late = device.scan({ counter: 2, previous: sha256(Buffer.from('other')), eventTimeMs: NOW_MS + 9 });
    await log.append({ scans: [late] });
    const events = await eventsSince(from);
    const bodies = events.map((event) => decodeEventBody(EventKind.EQUIVOCATION, event.body));
    expect(bodies.map(({ first, second }) => [first.counter, second.counter])).toEqual([[1, 2]]);
    expect(await log.contradictions()).toEqual([]);
  });

  it('is told once a boot, however many follow; those that are refused are kept', async () => {
    const device = await enrolled();
    const from = log.ledger.size;
    const scans = device.scans(60);
    const again = (counter: number) => device.scan({ counter, previous: scans[counter - 1]!.previous, uris: [OTHER] });
    await log.append({ scans });
    await log.append({ scans: [again(7)] });
    await log.append({ scans: Array.from({ length: 50 }, (_, n) => again(n + 1)) });
    const wrong = { previous: sha256(Buffer.from('other')), uris: [OTHER] };
    const misfits = Array.from({ length: 20 }, (_, n) => device.scan({ ...wrong, counter: 61 + n }));
    await log.append({ scans: misfits });
    const events = await eventsSince(from);
    expect(events.map(({ kind }) => kind)).toEqual([EventKind.EQUIVOCATION]);
    expect(decodeEventBody(EventKind.EQUIVOCATION, events[0]!.body).second.counter).toBe(7);
    const kept = await log.rows(
      `SELECT count(*)::int AS count, count(log_index)::int AS told FROM reject WHERE device_key = $1 AND reason = 'COUNTER_REUSED'`,
      [Buffer.from(device.key)],
    );
    expect(kept).toEqual([{ count: 50, told: 1 }]);
    expect(await log.contradictions()).toEqual([]);

    const boot = randomBytes(16);
    const last = { boot: device.boot, counter: 80, statementHash: statementHash(misfits.at(-1)!) };
    await log.append({ events: [log.bootEvent(device, boot, { last })] });
    device.reset(boot);
    const [one] = device.scans(2);
    await log.append({ scans: [one!] });
    await log.append({ scans: [device.scan({ counter: 1, previous: new Uint8Array(32), uris: [OTHER] })] });
    expect((await eventsSince(from)).filter(({ kind }) => kind === EventKind.EQUIVOCATION)).toHaveLength(2);
  });

  it('that fits on both sides of a late scan says nothing', async () => {
    const device = await enrolled();
    const [one, two, three] = device.scans(3);
    await log.append({ scans: [one!] });
    await log.append({ scans: [three!] });
    log.clock.ms += 2_500;
    const from = log.ledger.size;
    await log.append({ scans: [two!] });
    expect(await eventsSince(from)).toEqual([]);
    expect(await scansSince(from)).toEqual([3, 2]);
  });
});

describe('a final refusal by ingest of a validly signed scan', () => {
  it('is logged once, so that its counter does not pass for a gap, and the scans behind it do not wait', async () => {
    const device = await enrolled();
    const [one, two, three] = device.scans(3);
    const from = log.ledger.size;
    await log.append({ scans: [one!] });
    await log.append({ scans: [three!], rejected: [rejectedOf(two!)] });
    await log.append({ rejected: [rejectedOf(two!)] });
    expect(await scansSince(from)).toEqual([1, 3]);
    const events = await eventsSince(from);
    expect(events).toHaveLength(1);
    const body = decodeEventBody(EventKind.REFUSED, events[0]!.body);
    expect(body.reason).toBe('DISCLOSURE_MISSING');
    expect(hashOf(body.statement)).toBe(hashOf(two!));
    const [row] = await log.rows('SELECT times, log_index::int AS index FROM reject WHERE payload_hash = $1', [
      sha256(payloadOf(two!)),
    ]);
    expect(row?.['times']).toBe(2);
  });

  it('that may be tried again is kept, and not logged', async () => {
    const device = await enrolled();
    const from = log.ledger.size;
    const rejected = rejectedOf(device.scan(), { reason: 'CLOCK_AHEAD', final: false });
    const [appended] = await log.append({ rejected: [rejected] });
    expect(log.ledger.size).toBe(from);
    expect(appended!.rejects).toMatchObject([{ reason: 'CLOCK_AHEAD', deviceId: null, logIndex: null }]);
  });

  it('of a scan that is logged already brings its receipt again and no refusal', async () => {
    const device = await enrolled();
    const scan = device.scan();
    await log.append({ scans: [scan] });
    const from = log.ledger.size;
    const [appended] = await log.append({ rejected: [rejectedOf(scan)] });
    expect(log.ledger.size).toBe(from);
    expect(appended!.repeats).toMatchObject([{ counter: 1, deviceId: device.id }]);
    expect(appended!.rejects).toMatchObject([{ deviceId: null }]);
  });

  it('of other bytes under a logged counter is an equivocation', async () => {
    const device = await enrolled();
    const scan = device.scan();
    await log.append({ scans: [scan] });
    const from = log.ledger.size;
    const other = device.scan({ counter: 1, previous: scan.previous, eventTimeMs: NOW_MS + 1 });
    await log.append({ rejected: [rejectedOf(other)] });
    const [event] = await eventsSince(from);
    expect(event?.kind).toBe(EventKind.EQUIVOCATION);
  });

  it('of a device that is not enrolled is kept only', async () => {
    const from = log.ledger.size;
    const [appended] = await log.append({ rejected: [rejectedOf(new TestDevice('stranger').scan())] });
    expect(log.ledger.size).toBe(from);
    expect(appended!.rejects).toMatchObject([{ deviceId: null, logIndex: null }]);
  });
});

describe('other bytes under the counter of a statement that was refused', () => {
  /** A statement beside a given one: same boot and counter, other bytes. */
  const beside = (device: TestDevice, scan: SignedScan, day = 1): SignedScan =>
    device.scan({ counter: scan.counter, previous: scan.previous, eventTimeMs: NOW_MS + day });
  const equivocationsSince = async (from: number): Promise<{ first: string; second: string; reason: string }[]> =>
    (await eventsSince(from)).flatMap(({ kind, body }) => {
      if (kind !== EventKind.EQUIVOCATION) return [];
      const { first, second, reason } = decodeEventBody(kind, body);
      return [{ first: hashOf(first), second: hashOf(second), reason }];
    });
  const told = (first: SignedScan, second: SignedScan) => [
    { first: hashOf(first), second: hashOf(second), reason: 'COUNTER_REUSED' },
  ];

  it('are refused, and told to the log once, with both statements and signatures', async () => {
    const device = await enrolled();
    const [one, refused, three] = device.scans(3);
    const others = [beside(device, refused!, 1), beside(device, refused!, 2)];
    await log.append({ scans: [one!], rejected: [rejectedOf(refused!)] });
    const from = log.ledger.size;
    const [appended] = await log.append({ scans: [others[0]!] });
    expect(appended!.rejects).toMatchObject([
      { reason: 'COUNTER_REUSED', final: true, logIndex: from, deviceId: device.id, counter: 2 },
    ]);
    await log.append({ scans: [others[1]!, others[0]!, three!] });

    expect(await scansSince(from)).toEqual([3]);
    expect(await equivocationsSince(from)).toEqual(told(refused!, others[0]!));
    const [event] = await eventsSince(from);
    const { first, second } = decodeEventBody(EventKind.EQUIVOCATION, event!.body);
    expect(Buffer.from(first.signature).equals(refused!.signature)).toBe(true);
    expect(Buffer.from(second.signature).equals(others[0]!.signature)).toBe(true);
  });

  it('are known after the sequencer was opened again', async () => {
    const device = await enrolled();
    const refused = device.scan();
    await log.append({ rejected: [rejectedOf(refused)] });
    await log.open();
    const from = log.ledger.size;
    await log.append({ scans: [beside(device, refused)] });
    expect(await scansSince(from)).toEqual([]);
    expect(await equivocationsSince(from)).toHaveLength(1);
  });

  it('are known where the sequencer itself refused the first, within one batch and later', async () => {
    const device = new TestDevice(`contradicting-${++devices}`);
    await log.append({ events: [log.enrolEvent(device, { objectsMax: 1 })] });
    const uris = [1, 2].map((serial) => `https://id.gs1.org/01/09520000000004/21/limits-${serial}`);
    const tooMany = device.scan({ uris });
    const from = log.ledger.size;
    await log.append({ scans: [tooMany, beside(device, tooMany, 1)] });
    await log.append({ scans: [beside(device, tooMany, 2)] });
    expect(await scansSince(from)).toEqual([]);
    expect((await eventsSince(from)).map(({ kind }) => kind)).toEqual([EventKind.REFUSED, EventKind.EQUIVOCATION]);
    // Over its limits or not: at a counter that is logged, other bytes are a contradiction. One tells of a boot.
    const boot = randomBytes(16);
    await log.append({ events: [log.bootEvent(device, boot, { last: { boot: device.boot, counter: 0 } })] });
    device.reset(boot);
    const logged = device.scan();
    await log.append({ scans: [logged] });
    const next = log.ledger.size;
    const second = device.scan({ counter: logged.counter, previous: logged.previous, uris });
    await log.append({ scans: [second] });
    expect(await equivocationsSince(next)).toEqual(told(logged, second));
  });

  it('are seen where they waited for a lower counter, before the refusal and after it', async () => {
    const device = await enrolled();
    const [one, , three, four, five] = device.scans(5);
    const from = log.ledger.size;
    await log.append({ scans: [one!, beside(device, three!)] });
    await log.append({ rejected: [rejectedOf(three!), rejectedOf(four!)] });
    await log.append({ scans: [beside(device, four!), five!] });
    log.clock.ms += 2_500;
    await log.append({});
    expect(log.ledger.heldScans).toBe(0);
    expect(await scansSince(from)).toEqual([1, 5]);
    expect(await equivocationsSince(from)).toEqual(told(three!, beside(device, three!)));
    const kept = await log.rows(
      `SELECT counter::int, reason FROM reject WHERE device_key = $1 AND reason = 'COUNTER_REUSED'`,
      [Buffer.from(device.key)],
    );
    expect(kept.map(({ counter }) => counter)).toEqual([3, 4]);
  });

  it('are a contradiction where they are refused as well', async () => {
    const device = await enrolled();
    const refused = device.scan();
    await log.append({ rejected: [rejectedOf(refused)] });
    const from = log.ledger.size;
    await log.append({ rejected: [rejectedOf(beside(device, refused))] });
    expect((await eventsSince(from)).map(({ kind }) => kind)).toEqual([EventKind.EQUIVOCATION]);
  });

  it('are none where it is the same statement, whole this time: it is logged', async () => {
    const device = await enrolled();
    const [one, two] = device.scans(2);
    const from = log.ledger.size;
    await log.append({ scans: [one!], rejected: [rejectedOf(two!)] });
    await log.append({ scans: [two!] });
    expect(await scansSince(from)).toEqual([1, 2]);
    expect(await equivocationsSince(from)).toEqual([]);
  });

  it('convict nobody where the first was signed by a key that counted no longer', async () => {
    const device = await enrolled();
    const old = device.signer;
    const next = aSigner();
    await log.append({ events: [log.rotateEvent(device, next)] });
    const stolen = device.scan();
    await log.append({ scans: [stolen] });
    device.use(next);
    const from = log.ledger.size;
    await log.append({ scans: [beside(device, stolen)] });
    expect(old.keyId).toEqual(stolen.keyId);
    expect(await scansSince(from)).toEqual([1]);
    expect(await equivocationsSince(from)).toEqual([]);
  });
});

/** The other valid signature of the same statement: s and n - s. */
function flipped(signature: Uint8Array): Uint8Array {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const s = order - BigInt(`0x${Buffer.from(signature.subarray(32)).toString('hex')}`);
  return Buffer.concat([signature.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')]);
}

it('a monitor holds nothing of all this against the log', async () => {
  expect(await log.contradictions()).toEqual([]);
});
