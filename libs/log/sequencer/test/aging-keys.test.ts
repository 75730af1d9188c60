import { randomBytes } from 'node:crypto';
import {
  decodeEventBody,
  EventKind,
  eventHash,
  decodeSignedEvent,
  operatorKey,
  type SignedScan,
  type SubmittedEvent,
} from '#libs/core/wire';
import { SignatureAlgorithm } from '#libs/core/signatures';
import { aSigner, NOW_MS, rejectedOf, TestDevice } from '../../../../test/kit/ledger/device.js';
import { ORIGIN, TestLog } from '../../../../test/kit/ledger/test-log.js';

let log: TestLog;
beforeAll(async () => {
  log = await TestLog.create();
});
afterAll(() => log.drop());

let devices = 0;
const enrolled = async (expiresMs?: number): Promise<TestDevice> => {
  const device = new TestDevice(`aging-${++devices}`);
  await log.append({
    events: [log.partyEvent(device.gln), log.enrolEvent(device, expiresMs === undefined ? {} : { expiresMs })],
  });
  return device;
};
const submit = async (...events: SubmittedEvent[]): Promise<string[]> =>
  (await log.append({ events })).flatMap(({ rejects }) => rejects.map(({ reason }) => reason));
const send = async (...scans: SignedScan[]): Promise<string[]> =>
  (await log.append({ scans })).flatMap(({ rejects }) => rejects.map(({ reason }) => reason));
/** Everything that was logged: counters of scans, and events by what they say. */
const since = async (from: number): Promise<(number | string)[]> =>
  (await log.entries(from)).map((entry) => {
    if (entry.kind === 'scan') return entry.scan.counter;
    const { kind, body } = entry.event;
    if (kind === EventKind.REFUSED) {
      const { statement, reason } = decodeEventBody(kind, body);
      return `refused ${statement.counter} ${reason}`;
    }
    if (kind === EventKind.EQUIVOCATION) return `equivocation ${decodeEventBody(kind, body).second.counter}`;
    return Object.entries(EventKind)
      .find(([, value]) => value === kind)![0]
      .toLowerCase();
  });
const later = async (ms: number): Promise<string[]> => {
  log.clock.ms += ms;
  return send();
};

describe('a rotated key', () => {
  it('leaves what it signed before untouched, and the next one goes on in the same boot', async () => {
    const device = await enrolled();
    const from = log.ledger.size;
    const next = aSigner();
    await send(...device.scans(2));
    expect(await submit(log.rotateEvent(device, next))).toEqual([]);
    device.use(next);
    expect(await send(...device.scans(2))).toEqual([]);
    expect(await since(from)).toEqual([1, 2, 'rotate', 3, 4]);
    const { keys } = (await log.reader.registry.device(device.key))!;
    expect(keys.map(({ fromLogIndex, toLogIndex }) => [fromLogIndex, toLogIndex])).toEqual([
      [from - 1, from + 2],
      [from + 2, null],
    ]);
  });

  it('has its repeats answered still, and signs nothing above its last statement', async () => {
    const device = await enrolled();
    const [one, two] = device.scans(2);
    await send(one!, two!);
    await submit(log.rotateEvent(device, aSigner()));
    const [again] = await log.append({ scans: [two!] });
    expect(again!.repeats.map(({ counter }) => counter)).toEqual([2]);
    const from = log.ledger.size;
    expect(await send(device.scan())).toEqual(['KEY_NOT_ACTIVE']);
    expect(await since(from)).toEqual([]);
  });

  it('takes no counter from the next one: what it signs there convicts nobody', async () => {
    const device = await enrolled();
    const next = aSigner();
    await send(device.scan());
    await submit(log.rotateEvent(device, next));
    const from = log.ledger.size;
    const { last } = device;
    const forged = device.scan();
    await send(forged);
    await log.append({ rejected: [rejectedOf(device.scan())] });
    device.use(next);
    expect(await send(device.scan({ counter: 2, previous: last.statementHash!, eventTimeMs: NOW_MS + 1 }))).toEqual([]);
    expect(await since(from)).toEqual([2]);
  });

  it('goes between the scans of a batch: those before by the old, those behind by the new one', async () => {
    const device = await enrolled();
    const from = log.ledger.size;
    const before = device.scans(2);
    const next = aSigner();
    const rotation = log.rotateEvent(device, next);
    device.use(next);
    const third = aSigner();
    const scan = device.scan();
    const again = log.rotateEvent(device, third);
    device.use(third);
    await log.append(
      { scans: before },
      { events: [rotation], scans: [scan] },
      { events: [again] },
      { scans: device.scans(1) },
    );
    expect(await since(from)).toEqual([1, 2, 'rotate', 3, 'rotate', 4]);
  });

  it('is rotated several times in one batch of events, in order', async () => {
    const device = await enrolled();
    const signers = [device.signer, ...Array.from({ length: 4 }, () => aSigner())];
    const rotations = signers.slice(1).map((to, index) => log.rotateEvent(device, to, { by: signers[index]! }));
    expect(await submit(...rotations)).toEqual([]);
    device.use(signers.at(-1)!);
    expect(await send(device.scan())).toEqual([]);
  });
});

describe('late scans of a rotated key', () => {
  const rotated = async (count: number, logged: number) => {
    const device = await enrolled();
    const scans = device.scans(count);
    if (logged > 0) await send(...scans.slice(0, logged));
    const next = aSigner();
    await submit(log.rotateEvent(device, next));
    return { device, scans, next, old: device.signer };
  };

  it('are logged in counter order where they chain into its last statement, in whatever order they come', async () => {
    const { device, scans, next } = await rotated(6, 2);
    const from = log.ledger.size;
    const old = device.signer;
    device.use(next);
    expect(await send(device.scan())).toEqual([]); // 7 waits for 6
    await send(scans[4]!, scans[2]!);
    expect(await since(from)).toEqual([]);
    await send(scans[5]!, scans[3]!);
    expect(await since(from)).toEqual([3, 4, 5, 6, 7]);
    expect(log.ledger.heldScans).toBe(0);
    expect(old.keyId).toEqual(scans[0]!.keyId);
  });

  it('fill a hole between logged ones at once', async () => {
    const device = await enrolled();
    const scans = device.scans(5);
    await send(scans[0]!, scans[1]!, scans[3]!, scans[4]!);
    await later(2_000);
    await submit(log.rotateEvent(device, aSigner()));
    const from = log.ledger.size;
    expect(await send(scans[2]!)).toEqual([]);
    expect(await since(from)).toEqual([3]);
  });

  it('are sent away for now when those behind them do not come, and taken when they are sent again', async () => {
    const { scans } = await rotated(4, 1);
    const from = log.ledger.size;
    expect(await send(scans[1]!, scans[2]!)).toEqual([]);
    expect(await later(1_999)).toEqual([]);
    const rejects = (await log.append()).flatMap((appended) => appended.rejects);
    expect(rejects).toEqual([]);
    log.clock.ms += 1;
    const [sentAway] = await log.append();
    expect(sentAway!.rejects).toMatchObject([
      { reason: 'CHAIN_OPEN', final: false, counter: 2, logIndex: null },
      { reason: 'CHAIN_OPEN', final: false, counter: 3, logIndex: null },
    ]);
    expect(await send(scans[3]!)).toEqual([]);
    expect(await send(scans[1]!, scans[2]!)).toEqual([]);
    expect(await since(from)).toEqual([4, 2, 3]);
    expect(log.ledger.heldScans).toBe(0);
  });

  it('wait through a restart', async () => {
    const { scans } = await rotated(4, 1);
    const from = log.ledger.size;
    await send(scans[1]!, scans[2]!);
    await log.open();
    expect(log.ledger.heldScans).toBe(2);
    await send(scans[3]!);
    expect(await since(from)).toEqual([2, 3, 4]);
  });

  it('that waited for a lower counter when the key was rotated chain as well', async () => {
    const device = await enrolled();
    const scans = device.scans(4);
    const from = log.ledger.size;
    await send(scans[1]!, scans[2]!, scans[3]!);
    await submit(log.rotateEvent(device, aSigner()));
    await send(scans[0]!);
    expect(await later(2_000)).toEqual([]);
    expect(await since(from)).toEqual(['rotate', 1, 2, 3, 4]);
  });

  it('forged by the old key are refused for good, kept and not told, and cost the true ones nothing', async () => {
    const { scans, old, device } = await rotated(4, 1);
    const forge = (at: number): SignedScan => {
      const thief = new TestDevice(device.id);
      thief.use(old);
      thief.reset(scans[0]!.boot);
      return thief.scan({ counter: at, previous: scans[at - 1]!.previous, eventTimeMs: NOW_MS + 7 });
    };
    const from = log.ledger.size;
    expect(await send(forge(4))).toEqual(['PREVIOUS_MISMATCH']);
    expect(await send(forge(2), forge(3), scans[2]!)).toEqual([]);
    expect((await send(scans[3]!)).sort()).toEqual(['COUNTER_REUSED', 'PREVIOUS_MISMATCH']);
    expect(await send(scans[1]!)).toEqual([]);
    expect(await since(from)).toEqual([3, 4, 'equivocation 3', 2]);
  });

  it('do not pass through a logged one that does not fit', async () => {
    const device = await enrolled();
    const scans = device.scans(2);
    const odd = device.scan({ counter: 3, previous: randomBytes(32) });
    await send(...scans.slice(1), odd);
    await later(2_000);
    const last = {
      boot: device.boot,
      counter: 3,
      statementHash: (await log.append({ scans: [odd] }))[0]!.repeats[0]!.statementHash,
    };
    await submit(log.rotateEvent(device, aSigner(), { last }));
    expect(await send(scans[0]!)).toEqual(['PREVIOUS_MISMATCH']);
  });

  it('of other bytes than the logged ones are an equivocation', async () => {
    const { scans, old, device } = await rotated(2, 2);
    const thief = new TestDevice(device.id);
    thief.use(old);
    thief.reset(scans[0]!.boot);
    const from = log.ledger.size;
    const other = thief.scan({ counter: 1, previous: scans[0]!.previous, eventTimeMs: NOW_MS + 7 });
    expect(await send(other)).toEqual(['COUNTER_REUSED']);
    expect(await since(from)).toEqual(['equivocation 1']);
  });

  it('are refused when their key is reported as compromised while they wait', async () => {
    const { device, scans } = await rotated(3, 0);
    const from = log.ledger.size;
    await send(scans[0]!, scans[1]!);
    expect(await submit(log.compromisedEvent(device))).toEqual([]);
    expect(await later(2_000)).toEqual(['KEY_NOT_ACTIVE', 'KEY_NOT_ACTIVE']);
    expect(await send(scans[2]!)).toEqual(['KEY_NOT_ACTIVE']);
    expect(await since(from)).toEqual(['compromised']);
  });
});

describe('the other signature of the same statement, by a P-256 key that was rotated', () => {
  it('is a repeat where it was logged, and the same late scan where it waits', async () => {
    const device = new TestDevice(`aging-${++devices}`, undefined, SignatureAlgorithm.ECDSA_P256_SHA256);
    await log.append({ events: [log.partyEvent(device.gln), log.enrolEvent(device)] });
    const scans = device.scans(3);
    const twins = scans.map((scan) => ({ ...scan, signature: flipped(scan.signature) }));
    await send(scans[0]!);
    await submit(log.rotateEvent(device, aSigner(SignatureAlgorithm.ECDSA_P256_SHA256)));
    const from = log.ledger.size;
    const [again] = await log.append({ scans: [twins[0]!] });
    expect(again!.repeats.map(({ counter }) => counter)).toEqual([1]);
    expect(await send(scans[1]!, twins[1]!)).toEqual([]);
    expect(log.ledger.heldScans).toBe(1);
    expect(await send(twins[2]!, scans[2]!)).toEqual([]);
    expect(await since(from)).toEqual([2, 3]);
    const logged = (await log.entries(from)).flatMap((entry) => (entry.kind === 'scan' ? [entry.scan.signature] : []));
    for (const signature of logged) expect(signature[32]! < 0x80).toBe(true); // the lower s, whichever came
  });
});

describe('a device that comes back after a reset', () => {
  it('goes on in a new boot, announced by itself, and its older scans count as far as they chain', async () => {
    const device = await enrolled();
    const scans = device.scans(3);
    await send(scans[0]!);
    const boot = randomBytes(16);
    const from = log.ledger.size;
    expect(await submit(log.bootEvent(device, boot))).toEqual([]);
    const above = device.scan();
    device.reset(boot);
    expect(await send(...device.scans(2))).toEqual([]);
    expect(await send(scans[1]!, scans[2]!)).toEqual([]);
    expect(await send(above)).toEqual(['BOOT_ENDED']);
    expect(await since(from)).toEqual(['boot', 1, 2, 2, 3]);
    const { boots } = (await log.reader.registry.device(device.key))!;
    expect(boots.map(({ lastCounter }) => lastCounter)).toEqual([3, 2]);
  });

  it.each([
    ['with the key that it had', false],
    ['with a new key, when the old one is lost', true],
  ])('is let in by the operator %s', async (_how, isNew) => {
    const device = await enrolled();
    await send(...device.scans(2));
    const boot = randomBytes(16);
    const key = aSigner();
    const from = log.ledger.size;
    const event = isNew ? log.bootEvent(device, boot, { key }) : log.bootEvent(device, boot, { by: log.operator });
    expect(await submit(event)).toEqual([]);
    if (isNew) {
      device.reset(boot);
      expect(await send(device.scan())).toEqual(['KEY_NOT_ACTIVE']);
      device.use(key);
    }
    device.reset(boot);
    expect(await send(device.scan())).toEqual([]);
    expect(await since(from)).toEqual(['boot', 1]);
  });

  it('is let in again after its key was retired, or compromised, by a boot with a new key alone', async () => {
    const device = await enrolled();
    await send(device.scan());
    await submit(log.retireEvent(device));
    const boot = randomBytes(16);
    expect(await submit(log.bootEvent(device, boot))).toEqual(['EVENT_SIGNER_NOT_ALLOWED']);
    expect(await submit(log.bootEvent(device, boot, { by: log.operator }))).toEqual(['EVENT_KEY_ENDED']);
    const key = aSigner();
    const other = { boot: device.boot, counter: 2, statementHash: randomBytes(32) };
    expect(await submit(log.bootEvent(device, boot, { key, last: other }))).toEqual(['EVENT_LAST_MISFIT']);
    expect(await submit(log.bootEvent(device, boot, { key }))).toEqual([]);
    device.use(key);
    device.reset(boot);
    expect(await send(device.scan())).toEqual([]);
    await submit(log.compromisedEvent(device));
    const third = aSigner();
    const again = randomBytes(16);
    expect(await submit(log.bootEvent(device, again, { key: third }))).toEqual([]);
    device.use(third);
    device.reset(again);
    expect(await send(device.scan())).toEqual([]);
  });
});

describe('a compromised key', () => {
  it('counts up to the middle of a batch, and not behind', async () => {
    const device = await enrolled();
    const [one, two, three] = device.scans(3);
    const from = log.ledger.size;
    await log.append(
      { scans: [one!] },
      { events: [log.compromisedEvent(device, { sinceMs: 1 })], scans: [two!] },
      { scans: [three!] },
    );
    expect(await since(from)).toEqual([1, 'compromised']);
    const { keys } = (await log.reader.registry.device(device.key))!;
    expect(keys).toMatchObject([{ compromisedLogIndex: from + 1, toLogIndex: from + 1 }]);
    expect(await submit(log.compromisedEvent(device, { timeMs: NOW_MS + 5 }))).toEqual(['EVENT_KEY_ENDED']);
  });
});

describe('a key that expires', () => {
  it('is good for scans that arrive before, and refused for the moment behind', async () => {
    const device = await enrolled(log.clock.ms + 1_000);
    const [one, two] = device.scans(2);
    expect(await send(one!)).toEqual([]);
    log.clock.ms += 1_000;
    const from = log.ledger.size;
    const [appended] = await log.append({ scans: [two!] });
    expect(appended!.rejects).toMatchObject([{ reason: 'KEY_EXPIRED', final: false, logIndex: null }]);
    expect(await submit(log.rotateEvent(device, aSigner()))).toEqual(['EVENT_KEY_EXPIRED']);
    expect(await submit(log.rotateEvent(device, aSigner(), { timeMs: NOW_MS - 1 }))).toEqual(['EVENT_KEY_EXPIRED']);
    const boot = randomBytes(16);
    const key = aSigner();
    expect(await submit(log.bootEvent(device, boot, { key, expiresMs: log.clock.ms + 5 }))).toEqual([]);
    // What it signed before may come late all the same.
    expect(await send(two!)).toEqual([]);
    device.use(key);
    device.reset(boot);
    expect(await send(device.scan())).toEqual([]);
    expect(await since(from)).toEqual(['boot', 2, 1]);
  });
});

describe('an event by which keys age', () => {
  const receiptsOf = async (event: ReturnType<TestLog['retireEvent']>) =>
    (await log.append({ events: [event] })).flatMap(({ eventReceipts }) => eventReceipts);

  it('is receipted for its device, and again with the same index when it comes again', async () => {
    const device = await enrolled();
    const event = log.rotateEvent(device, aSigner());
    const { kind, body } = decodeSignedEvent(event.signedEvent);
    const logIndex = log.ledger.size;
    const receipt = {
      deviceKey: Buffer.from(device.key),
      deviceId: device.id,
      eventHash: Buffer.from(eventHash(kind, body)),
      logIndex,
    };
    expect(await receiptsOf(event)).toEqual([receipt]);
    await log.open();
    expect(await receiptsOf(event)).toEqual([receipt]);
    expect(log.ledger.size).toBe(logIndex + 1);
  });

  it('is refused with a reason to its device where it does not fit', async () => {
    const device = await enrolled();
    const other = await enrolled();
    await send(...device.scans(2));
    const lower = { boot: device.boot, counter: 1, statementHash: randomBytes(32) };
    const next = aSigner();
    const cases: [string, SubmittedEvent][] = [
      ['EVENT_LAST_MISFIT', log.rotateEvent(device, next, { last: lower })],
      ['EVENT_LAST_MISFIT', log.rotateEvent(device, next, { last: { ...lower, counter: 2 } })],
      ['EVENT_SIGNER_UNKNOWN', log.rotateEvent(device, next, { by: other.signer })],
      ['EVENT_SIGNER_NOT_ALLOWED', log.rotateEvent(device, next, { by: log.operator })],
      ['EVENT_SIGNER_NOT_ALLOWED', log.compromisedEvent(device, { by: device.signer })],
      ['EVENT_SIGNER_NOT_ALLOWED', log.bootEvent(device, randomBytes(16), { by: device.signer, key: next })],
      ['EVENT_NEW_SIGNATURE_INVALID', log.rotateEvent(device, next, { provenBy: aSigner() })],
      ['EVENT_KEY_REGISTERED', log.rotateEvent(device, other.signer)],
      ['EVENT_KEY_REGISTERED', log.rotateEvent(device, device.signer)],
      ['EVENT_KEY_REGISTERED', log.bootEvent(device, randomBytes(16), { key: log.receipt })],
      ['EVENT_BOOT_TAKEN', log.bootEvent(device, other.boot)],
      ['EVENT_BOOT_UNKNOWN', log.rotateEvent(device, next, { last: { ...device.last, boot: randomBytes(16) } })],
      ['EVENT_KEY_UNKNOWN', log.retireEvent(device, { keyId: other.signer.keyId })],
      [
        'EVENT_PUBLIC_KEY_INVALID',
        log.rotateEvent(device, { ...next, publicKey: new Uint8Array(32), sign: next.sign }),
      ],
      ['EVENT_SUBJECT_UNKNOWN', log.rotateEvent(new TestDevice('nobody'), next)],
    ];
    for (const [reason, event] of cases) expect([reason, await submit(event)]).toEqual([reason, [reason]]);
    const [refused] = await log.append({ events: [log.rotateEvent(device, next, { last: lower })] });
    expect(refused!.rejects).toMatchObject([{ deviceId: device.id, final: true, reason: 'EVENT_LAST_MISFIT' }]);
  });

  it('brings no key back, and none that is brought in the same batch serves two', async () => {
    const [device, other] = [await enrolled(), await enrolled()];
    const [first, next] = [device.signer, aSigner()];
    await submit(log.rotateEvent(device, next));
    device.use(next);
    expect(await submit(log.rotateEvent(device, first))).toEqual(['EVENT_KEY_REGISTERED']);
    const shared = aSigner();
    expect(await submit(log.rotateEvent(device, shared), log.rotateEvent(other, shared))).toEqual([
      'EVENT_KEY_REGISTERED',
    ]);
  });

  it('takes a query for a hundred devices, not for each: a thousand rotate in one go', async () => {
    const many = Array.from({ length: 1_000 }, (_, at) => new TestDevice(`many-${at}`));
    const enrolments = many.map((device) => log.enrolEvent(device));
    const rotations = many.map((device) => log.rotateEvent(device, aSigner()));
    await log.open(); // making so many keys takes longer than the lease
    expect(await submit(log.partyEvent(many[0]!.gln), ...enrolments)).toEqual([]);
    let queries = 0;
    const client = (log.ledger as unknown as { client: { query: (...values: unknown[]) => unknown } }).client;
    const { query } = client;
    client.query = (...values) => {
      queries++;
      return query.apply(client, values);
    };
    const from = log.ledger.size;
    expect(await submit(...rotations)).toEqual([]);
    client.query = query;
    expect(log.ledger.size).toBe(from + many.length);
    expect(queries).toBeLessThan(8 * 25);
  }, 120_000);
});

describe('keys of the operator', () => {
  let own: TestLog;
  beforeEach(async () => {
    own = await TestLog.create();
  });
  afterEach(() => own.drop());
  const subject = operatorKey(ORIGIN);
  const reasons = async (...events: SubmittedEvent[]): Promise<string[]> =>
    (await own.append({ events })).flatMap(({ rejects }) => rejects.map(({ reason }) => reason));
  const rotation = (to = aSigner(), by = own.operator, timeMs = NOW_MS) => {
    const { algorithm, publicKey } = to;
    return own.rotation({ subject, algorithm, publicKey, timeMs }, { by, provenBy: to });
  };
  const retire = (keyId: Uint8Array, by = own.operator) =>
    own.event(EventKind.RETIRE, { subject, keyId, timeMs: NOW_MS }, { signer: by });
  const compromised = (keyId: Uint8Array, by = own.operator) =>
    own.event(EventKind.COMPROMISED, { subject, keyId, timeMs: NOW_MS }, { signer: by });

  it('are rotated with an overlap, until the old one is retired', async () => {
    const next = aSigner();
    expect(await reasons(rotation(next))).toEqual([]);
    const [one, two, three] = ['9520000000004', '9520000000011', '9520000000028'].map(
      (gln) => new TestDevice(`overlap-${gln}`, gln),
    );
    expect(await reasons(own.partyEvent(one!.gln), own.enrolEvent(one!, { by: own.operator }))).toEqual([]);
    expect(await reasons(own.partyEvent(two!.gln), own.enrolEvent(two!, { by: next }))).toEqual([]);
    expect(await reasons(retire(own.operator.keyId, next))).toEqual([]);
    expect(await reasons(own.partyEvent(three!.gln))).toEqual(['EVENT_SIGNER_NOT_ALLOWED']);
    expect(await reasons(retire(next.keyId, next))).toEqual(['EVENT_LAST_OPERATOR_KEY']);
    expect(await reasons(compromised(next.keyId, next))).toEqual(['EVENT_LAST_OPERATOR_KEY']);
    expect(await reasons(compromised(own.operator.keyId, next))).toEqual([]);
    const keys = await own.reader.registry.operatorKeys();
    expect(keys.map(({ role, toLogIndex, compromisedLogIndex }) => [role, toLogIndex, compromisedLogIndex])).toEqual([
      ['operator', 7, 8],
      ['receipt', null, null],
      ['operator', null, null],
    ]);
  });

  it('name no last statement, do not expire, and the last one cannot end', async () => {
    const last = { boot: randomBytes(16), counter: 0 };
    const next = aSigner();
    const { algorithm, publicKey } = next;
    const terms = { subject, algorithm, publicKey, timeMs: NOW_MS };
    const signers = { by: own.operator, provenBy: next };
    expect(await reasons(own.rotation({ ...terms, last }, signers))).toEqual(['EVENT_LAST_NOT_ALLOWED']);
    expect(await reasons(own.rotation({ ...terms, expiresMs: NOW_MS + 1 }, signers))).toEqual([
      'EVENT_EXPIRY_NOT_ALLOWED',
    ]);
    expect(await reasons(retire(own.operator.keyId))).toEqual(['EVENT_LAST_OPERATOR_KEY']);
    expect(await reasons(retire(own.operator.keyId, own.receipt))).toEqual(['EVENT_SIGNER_NOT_ALLOWED']);
  });

  it('end the ledger that signs with them: nothing is placed by a receipt key that has ended', async () => {
    const device = new TestDevice('unsigned');
    await own.enrol(device);
    const [scan] = device.scans(1);
    const events = [retire(own.receipt.keyId)];
    await expect(own.append({ events }, { scans: [scan!] })).rejects.toMatchObject({ code: 'RECEIPT_KEY_ENDED' });
    await own.open();
    expect(own.ledger.signerKey).toMatchObject({ endedIndex: 4 });
    await expect(own.ledger.append([])).rejects.toMatchObject({ code: 'RECEIPT_KEY_ENDED' });
  });
});

/** s and n - s are both valid. */
function flipped(signature: Uint8Array): Uint8Array {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const s = order - BigInt(`0x${Buffer.from(signature.subarray(32)).toString('hex')}`);
  return Buffer.concat([signature.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')]);
}

it('a monitor holds nothing of all this against the log', async () => {
  expect(await log.contradictions()).toEqual([]);
});
