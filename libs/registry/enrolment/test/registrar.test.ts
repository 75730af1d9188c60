import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDeviceFolder, trustedReceiptKeys } from '#libs/sdk/device';
import {
  CodesRole,
  decodeEventBody,
  DeviceKind,
  deviceKey,
  EventKind,
  objectKey,
  PartyKind,
  partyKey,
} from '#libs/core/wire';
import { generateKey, NativeVerifier, signerOf } from '#libs/host/keys';
import { ORIGIN, TestLog } from '../../../../test/kit/ledger/test-log.js';
import { CodesRegistrar, type Operator, Registrar } from '../index.js';
import { LoggingStream, STREAM_KEY } from './support/logging-stream.js';

const FARM = { gln: '9520000000004', name: 'Farm', country: 'IN', kind: PartyKind.FARM };

let log: TestLog;
let stream: LoggingStream;
let operator: Operator;
let folder: string;

const aRegistrar = (loggedTimeoutMs = 5_000): Registrar =>
  new Registrar({ operator, stream, reader: log.reader, broker: 'mqtt://127.0.0.1:1883', loggedTimeoutMs });

const eventsOf = async (kind: number) =>
  (await log.entries()).flatMap((entry) => (entry.kind === 'event' && entry.event.kind === kind ? [entry.event] : []));

beforeEach(async () => {
  log = await TestLog.create();
  stream = new LoggingStream(log);
  folder = mkdtempSync(join(tmpdir(), 'cairn-enrolment-'));
  const { algorithm, publicKey } = log.receipt;
  operator = {
    signer: log.operator,
    streamKey: STREAM_KEY,
    logOrigin: ORIGIN,
    receiptKey: { algorithm, publicKey },
    devicesFolder: join(folder, 'devices'),
  };
});
afterEach(async () => {
  await log.drop();
  rmSync(folder, { recursive: true, force: true });
});

describe('what stands in bodies', () => {
  it('is what parties and devices are for, and whether they are made up', async () => {
    const office = { gln: 'https://example.org/customs-office', name: 'Office', kind: PartyKind.AUTHORITY };
    const object = 'https://id.gs1.org/8004/95200017';
    const devices = [
      { id: 'gate-7', partyGln: FARM.gln, kind: 'desk' },
      { id: 'desk-1', partyGln: office.gln, kind: 'desk', purpose: DeviceKind.DESK },
      { id: 'logger-1', partyGln: FARM.gln, purpose: DeviceKind.GATEWAY, object },
    ];
    await aRegistrar().enrol({ parties: [{ ...FARM, demo: true }, office], devices });
    const parties = (await eventsOf(EventKind.PARTY)).map(({ body }) => decodeEventBody(EventKind.PARTY, body));
    expect(parties.map(({ party, kind, demo }) => [party, kind, demo])).toEqual([
      [partyKey(FARM.gln), PartyKind.FARM, true],
      [partyKey(office.gln), PartyKind.AUTHORITY, undefined],
    ]);
    const enrolled = (await eventsOf(EventKind.ENROL)).map(({ body }) => decodeEventBody(EventKind.ENROL, body));
    expect(enrolled.map(({ party, kind, object: own }) => [party, kind, own])).toEqual([
      [partyKey(FARM.gln), undefined, undefined],
      [partyKey(office.gln), DeviceKind.DESK, undefined],
      [partyKey(FARM.gln), DeviceKind.GATEWAY, objectKey(object)],
    ]);
  });

  it('is said anew of a party that is made up and was enrolled before that could be said, and once', async () => {
    await aRegistrar().enrol({ parties: [FARM] });
    for (let turn = 0; turn < 2; turn++) await aRegistrar().enrol({ parties: [{ ...FARM, demo: true }] });
    await aRegistrar().enrol({ parties: [FARM] });
    const parties = (await eventsOf(EventKind.PARTY)).map(({ body }) => decodeEventBody(EventKind.PARTY, body));
    expect(parties.map(({ demo }) => demo)).toEqual([undefined, true]);
  });

  it('is whose codes are', async () => {
    await aRegistrar().enrol({ parties: [FARM, { ...FARM, gln: '9520000000011', name: 'Shop' }] });
    const codes = new CodesRegistrar({ operator, stream, reader: log.reader, loggedTimeoutMs: 5_000 });
    const owned = await codes.state({ digits: '9520000', role: CodesRole.OWNER, party: FARM.gln });
    const other = { digits: '9520000', role: CodesRole.OWNER, party: '9520000000011' };
    await expect(codes.state(other)).rejects.toMatchObject({
      code: 'REFUSED',
      message: expect.stringContaining('EVENT_CODES_OWNED'),
    });
    const made = await codes.state({ ...other, role: CodesRole.MADE_BY, untilMs: 2_000_000_000_000 });
    expect(await codes.list()).toMatchObject([
      { logIndex: owned, digits: '9520000', role: CodesRole.OWNER, partyName: 'Farm' },
      { logIndex: made, digits: '9520000', role: CodesRole.MADE_BY, partyName: 'Shop', untilMs: 2_000_000_000_000 },
    ]);
  });
});

describe('enrolling', () => {
  it('puts party and device into the log, and key, password and trust into the folder', async () => {
    const devices = [{ id: 'gate-7', partyGln: FARM.gln, kind: 'gate', claims: { demo: 'true' } }];
    const [enrolled] = await aRegistrar().enrol({ parties: [FARM], devices });
    expect(await log.reader.registry.party(partyKey(FARM.gln))).toMatchObject({ name: 'Farm', country: 'IN' });
    const device = await log.reader.registry.device(deviceKey('gate-7'));
    const { identity, enrolment } = readDeviceFolder(enrolled!.folder!);
    expect(Buffer.compare(device!.keys[0]!.publicKey, identity.publicKey)).toBe(0);
    expect(Buffer.compare(device!.boots[0]!.boot, identity.boot)).toBe(0);
    const credential = await log.reader.registry.credential('gate-7');
    expect(createHash('sha256').update(enrolment!.password).digest().equals(credential!)).toBe(true);
    expect(enrolment).toMatchObject({ broker: 'mqtt://127.0.0.1:1883', trust: { logOrigin: ORIGIN } });
  });

  it.each([
    ['a party', { parties: [{ ...FARM, claims: { partyGln: '9520000000011' } }] }],
    ['a party by its URI', { parties: [{ ...FARM, claims: { partyUri: 'https://example.org/other' } }] }],
    ['a device', { parties: [FARM], devices: [{ id: 'gate-7', partyGln: FARM.gln, claims: { deviceId: 'gate-8' } }] }],
    [
      'the party of a device',
      { devices: [{ id: 'gate-7', partyGln: FARM.gln, claims: { partyGln: '9520000000011' } }] },
    ],
  ])('signs nothing that names %s otherwise', async (_, request) => {
    if (!('parties' in request)) await aRegistrar().enrol({ parties: [FARM] });
    const before = log.ledger.size;
    await expect(aRegistrar().enrol(request)).rejects.toMatchObject({ code: 'NAMED_OTHERWISE' });
    expect(log.ledger.size).toBe(before);
  });

  it('gives devices every receipt key that the operator signed for, and no other', async () => {
    const second = signerOf(generateKey(1));
    await log.append({ events: [log.receiptKeyEvent(log.operator, second)] });
    const [enrolled] = await aRegistrar().enrol({ parties: [FARM], devices: [{ id: 'gate-7', partyGln: FARM.gln }] });
    const keys = [...(await trustedReceiptKeys(enrolled!.trust, new NativeVerifier())).values()];
    const publicKeys = keys.map(({ publicKey }) => Buffer.from(publicKey).toString('hex')).sort();
    const expected = [log.receipt, second].map(({ publicKey }) => Buffer.from(publicKey).toString('hex')).sort();
    expect(publicKeys).toEqual(expected);
    const stranger = signerOf(generateKey(1));
    const forged = { ...enrolled!.trust, operator: stranger };
    expect((await trustedReceiptKeys(forged, new NativeVerifier())).size).toBe(1);
  });

  it('again changes nothing: same entries, same password', async () => {
    const request = { parties: [FARM], devices: [{ id: 'gate-7', partyGln: FARM.gln }] };
    const [first] = await aRegistrar().enrol(request);
    const { size } = (await log.reader.head())!;
    const [second] = await aRegistrar().enrol(request);
    expect((await log.reader.head())!.size).toBe(size);
    expect([first!.isNew, second!.isNew]).toEqual([true, false]);
    expect(second!.password).toBe(first!.password);
  });

  it('of many devices takes one append, parties first', async () => {
    const devices = Array.from({ length: 60 }, (_, i) => ({ id: `reader-${i}`, partyGln: FARM.gln }));
    await aRegistrar().enrol({ parties: [FARM], devices });
    expect(stream.records).toHaveLength(1);
    expect(await eventsOf(EventKind.ENROL)).toHaveLength(60);
  });

  it('of a device that is elsewhere writes no folder', async () => {
    const { algorithm, publicKey } = signerOf(generateKey(2));
    const elsewhere = { algorithm, publicKey, boot: new Uint8Array(16).fill(3) };
    const [enrolled] = await aRegistrar().enrol({
      parties: [FARM],
      devices: [{ id: 'chip', partyGln: FARM.gln, elsewhere }],
    });
    expect(enrolled).toMatchObject({ folder: undefined, isNew: true });
    const [event] = await eventsOf(EventKind.ENROL);
    expect(Buffer.compare(decodeEventBody(EventKind.ENROL, event!.body).publicKey, publicKey)).toBe(0);
  });
});

it.each(['cairn-ingest', 'CAIRN-Ingest'])(
  'the name of ingest at brokers is refused before anything is made: %s',
  async (id) => {
    const devices = [
      { id: 'gate-7', partyGln: FARM.gln },
      { id, partyGln: FARM.gln },
    ];
    const enrolling = aRegistrar().enrol({ parties: [FARM], devices });
    await expect(enrolling).rejects.toMatchObject({
      code: 'NAME_RESERVED',
      message: `no device can be called ${id}: by that name ingest logs in at a broker, where it hears every scan and answers every device`,
    });
    expect([await eventsOf(EventKind.PARTY), readdirSync(folder)]).toEqual([[], []]);
  },
);

it('a key of elsewhere that no log takes is refused before anything is signed', async () => {
  const elsewhere = {
    algorithm: 1 as const,
    publicKey: Uint8Array.from([1, ...new Uint8Array(31)]),
    boot: new Uint8Array(16),
  };
  const enrolling = aRegistrar().enrol({ parties: [FARM], devices: [{ id: 'chip', partyGln: FARM.gln, elsewhere }] });
  await expect(enrolling).rejects.toMatchObject({ code: 'KEY_INVALID' });
  expect(stream.records).toEqual([]);
});

describe('after a crash', () => {
  it.each(['before the append', 'after the append'] as const)(
    '%s, nothing is missing and nothing is double',
    async (when) => {
      const request = { parties: [FARM], devices: [{ id: 'gate-7', partyGln: FARM.gln }] };
      stream.fail = when;
      await expect(aRegistrar().enrol(request)).rejects.toThrow('killed');
      stream.fail = 'never';
      await aRegistrar().enrol(request);
      expect(await eventsOf(EventKind.PARTY)).toHaveLength(1);
      expect(await eventsOf(EventKind.ENROL)).toHaveLength(1);
      expect(readdirSync(join(operator.devicesFolder, '.enrolling'))).toEqual([]);
      expect(await log.reader.registry.credential('gate-7')).not.toBeNull();
    },
  );
});

describe('is refused', () => {
  it('when the folder of an enrolled device is gone, because its counter went with it', async () => {
    const request = { parties: [FARM], devices: [{ id: 'gate-7', partyGln: FARM.gln }] };
    const [enrolled] = await aRegistrar().enrol(request);
    rmSync(enrolled!.folder!, { recursive: true });
    await expect(aRegistrar().enrol(request)).rejects.toMatchObject({ code: 'DEVICE_OTHERWISE' });
  });

  it('when the device is enrolled for another party or with another key', async () => {
    const [other, devices] = [{ ...FARM, gln: '9520000000011' }, [{ id: 'gate-7', partyGln: FARM.gln }]];
    await aRegistrar().enrol({ parties: [FARM, other], devices });
    const moved = [{ id: 'gate-7', partyGln: other.gln }];
    await expect(aRegistrar().enrol({ devices: moved })).rejects.toMatchObject({ code: 'DEVICE_OTHERWISE' });
    const elsewhere = { ...signerOf(generateKey(1)), boot: new Uint8Array(16) };
    await expect(aRegistrar().enrol({ devices: [{ ...devices[0]!, elsewhere }] })).rejects.toMatchObject({
      code: 'DEVICE_OTHERWISE',
    });
  });

  it('for a party that nobody knows', async () => {
    const devices = [{ id: 'gate-7', partyGln: '9520000000011' }];
    await expect(aRegistrar().enrol({ devices })).rejects.toMatchObject({ code: 'PARTY_UNKNOWN' });
  });

  it('when the node does not log it in time', async () => {
    stream.append = () => Promise.resolve();
    const registrar = aRegistrar(50);
    await expect(registrar.enrol({ parties: [FARM] })).rejects.toMatchObject({ code: 'NOT_LOGGED' });
  });
});
