import { randomBytes } from 'node:crypto';
import {
  commitment,
  decodeEventBody,
  decodeSignedEvent,
  deviceKey,
  EventKind,
  makeDisclosure,
  partyKey,
} from '#libs/core/wire';
import { SignatureAlgorithm } from '#libs/core/signatures';
import { generateKey, signerOf } from '#libs/host/keys';
import { NOW_MS, TestDevice } from '../../../../test/kit/ledger/device.js';
import { TestLog } from '../../../../test/kit/ledger/test-log.js';

let log: TestLog;
beforeAll(async () => {
  log = await TestLog.create();
});
afterAll(() => log.drop());

const GLN = '9520000000004';
let devices = 0;
const aDevice = (): TestDevice => new TestDevice(`registry-${++devices}`);
const submit = async (...events: Parameters<TestLog['record']>[0]['events'] & object): Promise<string[]> =>
  (await log.append({ events })).flatMap(({ rejects }) => rejects.map(({ reason }) => reason));

describe('the registry', () => {
  it('begins with the operator and the receipt key as entries 0 and 1', async () => {
    const [first, second] = await log.entries();
    expect(first).toMatchObject({ kind: 'event', event: { kind: EventKind.OPERATOR } });
    expect(second).toMatchObject({ kind: 'event', event: { kind: EventKind.RECEIPT_KEY } });
    const keys = await log.reader.registry.operatorKeys();
    expect(keys.map(({ role, fromLogIndex }) => [role, fromLogIndex])).toEqual([
      ['operator', 0],
      ['receipt', 1],
    ]);
    expect(Buffer.from(keys[0]!.keyId).equals(log.operator.keyId)).toBe(true);
  });

  it('knows a device by its enrolment: id, key, boot, party and limits, from its log index on', async () => {
    const device = aDevice();
    await submit(log.partyEvent(GLN));
    const from = log.ledger.size;
    expect(await submit(log.enrolEvent(device, { objectsMax: 10, claimsMax: 5 }))).toEqual([]);
    expect(await log.reader.registry.device(device.key)).toEqual({
      deviceKey: Buffer.from(device.key),
      deviceId: device.id,
      party: Buffer.from(partyKey(GLN)),
      logIndex: from,
      objectsMax: 10,
      claimsMax: 5,
      keys: [
        {
          keyId: Buffer.from(device.signer.keyId),
          algorithm: 1,
          publicKey: Buffer.from(device.signer.publicKey),
          fromLogIndex: from,
          toLogIndex: null,
          expiresMs: null,
          compromisedLogIndex: null,
        },
      ],
      boots: [{ boot: Buffer.from(device.boot), fromLogIndex: from, lastCounter: 0 }],
    });
    expect(await log.reader.trailLength(device.key)).toBe(1);
    const changes = await log.reader.registry.changesSince(from);
    expect(changes.devices.map(({ deviceId }) => deviceId)).toEqual([device.id]);
    expect(changes.nextLogIndex).toBe(from + 1);
    expect((await log.reader.registry.changesSince(from + 1)).devices).toEqual([]);
  });

  it('tells what a party says of itself, newest last', async () => {
    await submit(log.partyEvent('9520000000011', 'Old name'));
    await submit(log.partyEvent('9520000000011', 'New name'));
    expect(await log.reader.registry.party(partyKey('9520000000011'))).toMatchObject({
      gln: '9520000000011',
      name: 'New name',
      country: 'IN',
    });
    expect(await log.reader.trailLength(partyKey('9520000000011'))).toBe(2);
  });

  it('logs the same event once, however often it is submitted', async () => {
    const device = aDevice();
    const events = [log.partyEvent(GLN), log.enrolEvent(device)];
    await submit(...events, ...events);
    const { size } = log.ledger;
    expect(await submit(...events)).toEqual([]);
    expect(log.ledger.size).toBe(size);
  });

  it('lets a device scan whose enrolment came in the record before, or in the same one', async () => {
    const [one, other] = [aDevice(), aDevice()];
    const from = log.ledger.size;
    await log.append(
      { events: [log.enrolEvent(one)] },
      { scans: [one.scan()] },
      { events: [log.enrolEvent(other)], scans: [other.scan()] },
    );
    expect((await log.entries(from)).map(({ kind }) => kind)).toEqual(['event', 'scan', 'event', 'scan']);
  });

  it('announces its changes', async () => {
    let heard: () => void = () => {};
    const next = (): Promise<void> => new Promise((resolve) => (heard = resolve));
    const listens = next();
    const listening = log.reader.listen('cairn_registry', () => heard());
    await listens;
    const announced = next();
    await submit(log.enrolEvent(aDevice()));
    await announced;
    await listening.stop();
  });
});

describe('an event', () => {
  const stranger = signerOf(generateKey(SignatureAlgorithm.ED25519));

  it('signed by another key than the operator is refused', async () => {
    expect(await submit(log.enrolEvent(aDevice(), { by: stranger }))).toEqual(['EVENT_SIGNER_UNKNOWN']);
    expect(await submit(log.enrolEvent(aDevice(), { by: log.receipt }))).toEqual(['EVENT_SIGNER_NOT_ALLOWED']);
    expect(await submit(log.receiptKeyEvent(stranger, stranger))).toEqual(['EVENT_SIGNER_UNKNOWN']);
  });

  it('that claims the operator key but is signed by another is refused', async () => {
    const forged = { ...stranger, keyId: log.operator.keyId, sign: (message: Uint8Array) => stranger.sign(message) };
    expect(await submit(log.enrolEvent(aDevice(), { by: forged }))).toEqual(['EVENT_SIGNATURE_INVALID']);
  });

  it('of a second operator is refused: the operator is entry 0 and no other', async () => {
    expect(await submit(log.operatorEvent(stranger))).toEqual(['EVENT_OPERATOR_MISPLACED']);
  });

  it('that only the sequencer may write is refused', async () => {
    const device = aDevice();
    const statement = { ...device.scan(), headerHash: new Uint8Array(32) };
    const refused = log.event(EventKind.REFUSED, {
      statement: { ...statement, signature: statement.signature },
      reason: 'COUNTER_REUSED',
      timeMs: NOW_MS,
    });
    expect(await submit(refused)).toEqual(['EVENT_KIND_NOT_SUBMITTED']);
  });

  it('that enrols a device a second time, or with the boot of another, is refused', async () => {
    const device = aDevice();
    await submit(log.enrolEvent(device));
    const again = {
      ...device,
      id: device.id,
      key: device.key,
      party: device.party,
      signer: stranger,
      boot: device.boot,
    };
    expect(await submit(log.enrolEvent(again))).toEqual(['EVENT_DEVICE_ENROLLED']);
    const thief = aDevice();
    const other = { id: thief.id, key: thief.key, party: thief.party, signer: thief.signer, boot: device.boot };
    expect(await submit(log.enrolEvent(other))).toEqual(['EVENT_BOOT_TAKEN']);
  });

  it('that does not tell whose device it is, or of which party, is refused', async () => {
    const device = aDevice();
    const nameless = { ...device, key: deviceKey('somebody else'), signer: device.signer, party: device.party };
    const stranger = log.enrolEvent({ ...nameless, id: device.id, boot: device.boot });
    expect(await submit(stranger)).toEqual(['EVENT_NAME_MISFIT']);
    const silent = { ...decodeEventBody(EventKind.ENROL, decodeSignedEvent(stranger.signedEvent).body), claims: [] };
    expect(await submit(log.event(EventKind.ENROL, silent))).toEqual(['EVENT_DEVICE_ID_MISSING']);
    const homeless = new TestDevice('homeless', '9520000000998');
    expect(await submit(log.enrolEvent(homeless))).toEqual(['EVENT_PARTY_UNKNOWN']);
  });

  it.each([
    ['the GLN of another', { partyGln: '9520000000011' }],
    ['the URI of another', { partyUri: 'https://example.org/office' }],
    ['its own GLN, and the URI of another', { partyGln: GLN, partyUri: 'https://id.gs1.org/417/9520000000011' }],
  ])('that names a party by %s is refused', async (_, names) => {
    const disclosures = Object.entries({ partyName: 'Farm', ...names }).map(([name, value], index) =>
      makeDisclosure({ index, salt: randomBytes(16), name, value }),
    );
    const body = { party: partyKey(GLN), timeMs: NOW_MS, claims: disclosures.map(commitment) };
    expect(await submit(log.event(EventKind.PARTY, body, { disclosures }))).toEqual(['EVENT_NAME_MISFIT']);
  });

  it('that names a party by its own GLN as a URI, or not at all, is taken', async () => {
    for (const claims of [{ partyUri: `https://id.gs1.org/417/${GLN}` }, { partyName: 'Farm' }]) {
      const disclosures = Object.entries(claims).map(([name, value], index) =>
        makeDisclosure({ index, salt: randomBytes(16), name, value }),
      );
      const body = { party: partyKey(GLN), timeMs: NOW_MS, claims: disclosures.map(commitment) };
      expect(await submit(log.event(EventKind.PARTY, body, { disclosures }))).toEqual([]);
    }
  });

  it('with a key that no verifier agrees on is refused', async () => {
    const device = aDevice();
    const smallOrder = { ...device.signer, publicKey: new Uint8Array(32), sign: device.signer.sign };
    const weak = { id: device.id, key: device.key, boot: device.boot, party: device.party, signer: smallOrder };
    expect(await submit(log.enrolEvent(weak))).toEqual(['EVENT_PUBLIC_KEY_INVALID']);
  });

  it('whose disclosures do not open its claims is refused, and so are bytes that are no event', async () => {
    const [name, other] = ['deviceId', 'deviceKind'].map((name) =>
      makeDisclosure({ index: 0, salt: randomBytes(16), name, value: 'x' }),
    );
    const body = { party: partyKey(GLN), timeMs: NOW_MS, claims: [commitment(name!)] };
    expect(await submit(log.event(EventKind.PARTY, body, { disclosures: [other!] }))).toEqual(['DISCLOSURE_MISMATCH']);
    expect(await submit({ signedEvent: randomBytes(40), disclosures: [] })).toHaveLength(1);
  });
});

describe('a scan', () => {
  const rejectsOf = async (...scans: ReturnType<TestDevice['scan']>[]) =>
    (await log.append({ scans })).flatMap(({ rejects }) => rejects);

  it('of a device, boot or key that is not known yet is refused for now', async () => {
    const device = aDevice();
    expect(await rejectsOf(device.scan())).toMatchObject([{ reason: 'DEVICE_UNKNOWN', final: false, deviceId: null }]);
    await log.enrol(device);
    const scan = device.scan({ counter: 1, previous: new Uint8Array(32) });
    expect(await rejectsOf({ ...scan, boot: randomBytes(16) })).toMatchObject([
      { reason: 'BOOT_UNKNOWN', final: false, deviceId: device.id },
    ]);
    expect(await rejectsOf({ ...scan, keyId: randomBytes(8) })).toMatchObject([
      { reason: 'KEY_UNKNOWN', final: false },
    ]);
    const from = log.ledger.size;
    expect(await rejectsOf(scan)).toEqual([]);
    expect(log.ledger.size).toBe(from + 1);
  });

  it('under the boot of another device is refused', async () => {
    const [device, thief] = [aDevice(), aDevice()];
    await log.enrol(device, thief);
    expect(await rejectsOf({ ...thief.scan(), boot: device.boot })).toMatchObject([{ reason: 'BOOT_UNKNOWN' }]);
  });

  it('of a key that does not count any more is refused for good, kept and not told, and nobody waits for it', async () => {
    const device = aDevice();
    await log.enrol(device);
    await log.append({ scans: [device.scan()] });
    await log.append({ events: [log.retireEvent(device)] });
    const from = log.ledger.size;
    expect(await rejectsOf(...device.scans(2))).toMatchObject([
      { reason: 'KEY_NOT_ACTIVE', final: true, logIndex: null },
      { reason: 'KEY_NOT_ACTIVE', final: true, logIndex: null },
    ]);
    expect(log.ledger.size).toBe(from);
    expect(log.ledger.heldScans).toBe(0);
  });

  it('beyond the limits of its enrolment is refused for good', async () => {
    const device = aDevice();
    await submit(log.enrolEvent(device, { objectsMax: 1, claimsMax: 1 }));
    const uris = ['https://id.gs1.org/00/095200000000000011', 'https://id.gs1.org/00/095200000000000028'];
    const from = log.ledger.size;
    expect(
      await rejectsOf(device.scan({ uris }), device.scan({ claims: { note: 'a', demo: 'true' } }), device.scan()),
    ).toMatchObject([
      { reason: 'DEVICE_LIMIT_OBJECTS', final: true },
      { reason: 'DEVICE_LIMIT_CLAIMS', final: true },
    ]);
    log.clock.ms += 60_000;
    await log.append({});
    expect((await log.entries(from)).map(({ kind }) => kind)).toEqual(['scan', 'event', 'event']);
  });
});

it('a monitor holds nothing of all this against the log', async () => {
  expect(await log.contradictions()).toEqual([]);
});
