import {
  captureKey,
  codesKey,
  type CodesBody,
  DeviceKind,
  EventKind,
  grantsKey,
  objectKey,
  partyKey,
  type RecallBody,
  writeSeenCheckpoint,
} from '#libs/core/wire';
import { NOW_MS, TestDevice } from '../../../../test/kit/ledger/device.js';
import { TestLog } from '../../../../test/kit/ledger/test-log.js';

let log: TestLog;
const GLN = '9520000000004';
const OTHER = '9520000000011';
const party = partyKey(GLN);
const things = ['a', 'b', 'c']
  .map((name) => objectKey(`https://example.org/${name}`))
  .sort((one, other) => Buffer.compare(one, other));
const recall: RecallBody = { party, timeMs: NOW_MS, claims: [], objects: things, status: 1 };
const codes = (digits: string, more: Partial<CodesBody> = {}): CodesBody => ({
  party,
  digits,
  role: 1,
  timeMs: NOW_MS,
  ...more,
});

const devices: Record<string, TestDevice> = {};
const submit = async (...events: Parameters<TestLog['record']>[0]['events'] & object): Promise<string[]> =>
  (await log.append({ events })).flatMap(({ rejects }) => rejects.map(({ reason }) => reason));

beforeAll(async () => {
  log = await TestLog.create();
  await log.append({ events: [log.partyEvent(GLN), log.partyEvent(OTHER)] });
  for (const [name, kind] of [
    ['plain', undefined],
    ['gateway', DeviceKind.GATEWAY],
    ['system', DeviceKind.SYSTEM],
    ['desk', DeviceKind.DESK],
  ] as const) {
    devices[name] = new TestDevice(`goods-${name}`);
    expect(await submit(log.enrolEvent(devices[name], kind === undefined ? {} : { kind }))).toEqual([]);
  }
});
afterAll(() => log.drop());

describe('a recall', () => {
  it('by the operator stands in the trail of each of its objects', async () => {
    const before = await Promise.all(things.map((key) => log.reader.trailLength(key)));
    expect(await submit(log.event(EventKind.RECALL, recall))).toEqual([]);
    const after = await Promise.all(things.map((key) => log.reader.trailLength(key)));
    expect(after).toEqual(before.map((length) => length + 1));
  });

  it.each([
    ['plain', []],
    ['system', []],
    ['gateway', ['EVENT_SIGNER_NOT_ALLOWED']],
    ['desk', ['EVENT_SIGNER_NOT_ALLOWED']],
  ])('by a device (%s) of its party: %p', async (name, reasons) => {
    const body = { ...recall, timeMs: NOW_MS + 1 + Object.keys(devices).indexOf(name) };
    expect(await submit(log.event(EventKind.RECALL, body, { signer: devices[name]!.signer }))).toEqual(reasons);
  });

  it('by a device of another party, or of a party that is not known, is refused', async () => {
    const signer = devices['system']!.signer;
    const of = (gln: string) => log.event(EventKind.RECALL, { ...recall, party: partyKey(gln) }, { signer });
    expect(await submit(of(OTHER))).toEqual(['EVENT_SIGNER_NOT_ALLOWED']);
    expect(await submit(log.event(EventKind.RECALL, { ...recall, party: partyKey('9520000000028') }))).toEqual([
      'EVENT_PARTY_UNKNOWN',
    ]);
  });

  it('is logged once', async () => {
    const size = log.ledger.size;
    expect(await submit(log.event(EventKind.RECALL, recall))).toEqual([]);
    expect(log.ledger.size).toBe(size);
  });
});

describe('codes', () => {
  it('have one owner at a time, whom the newest event of a party tells', async () => {
    const of = (gln: string, more: Partial<CodesBody> = {}) =>
      log.event(EventKind.CODES, codes('9520000', { party: partyKey(gln), ...more }));
    expect(await submit(of(GLN))).toEqual([]);
    expect(await submit(of(OTHER))).toEqual(['EVENT_CODES_OWNED']);
    expect(await submit(of(OTHER, { role: 2 }))).toEqual([]);
    expect(await submit(of(GLN, { untilMs: NOW_MS }))).toEqual([]);
    expect(await submit(of(OTHER, { fromMs: NOW_MS - 1 }))).toEqual(['EVENT_CODES_OWNED']);
    expect(await submit(of(OTHER, { fromMs: NOW_MS }))).toEqual([]);
    expect(await log.reader.trailLength(codesKey('9520000'))).toBe(4);
  });

  it('of a longer prefix have an owner of their own, and two in one record count, too', async () => {
    const of = (gln: string) => log.event(EventKind.CODES, codes('95200001', { party: partyKey(gln) }));
    expect(await submit(of(GLN), of(OTHER))).toEqual(['EVENT_CODES_OWNED']);
  });

  it('are for the operator to say', async () => {
    const { signer } = devices['system']!;
    expect(await submit(log.event(EventKind.CODES, codes('9521'), { signer }))).toEqual(['EVENT_SIGNER_UNKNOWN']);
  });
});

it('a grant by the operator or a system of the party stands in the grants of the party', async () => {
  const grant = { party, timeMs: NOW_MS, claims: [] };
  expect(await submit(log.event(EventKind.GRANT, grant))).toEqual([]);
  const { signer } = devices['system']!;
  expect(await submit(log.event(EventKind.GRANT, { ...grant, timeMs: NOW_MS + 1 }, { signer }))).toEqual([]);
  const byPlain = log.event(EventKind.GRANT, { ...grant, timeMs: NOW_MS + 2 }, { signer: devices['plain']!.signer });
  expect(await submit(byPlain)).toEqual(['EVENT_SIGNER_NOT_ALLOWED']);
  expect(await log.reader.trailLength(grantsKey(party))).toBe(2);
  expect(await log.reader.trailLength(party)).toBe(1);
});

it('decisions and documents are not taken yet', async () => {
  const desk = devices['desk']!;
  const decision = {
    device: desk.key,
    objects: things,
    checkpoint: writeSeenCheckpoint({ size: 1, root: things[0]! }),
    rules: things[0]!,
    timeMs: NOW_MS,
    claims: [],
  };
  const capture = new Uint8Array(16).fill(7);
  const document = { capture, party, timeMs: NOW_MS, claims: [] };
  expect(
    await submit(
      log.event(EventKind.DECISION, decision, { signer: desk.signer }),
      log.event(EventKind.DOCUMENT, document, { signer: log.receipt }),
    ),
  ).toEqual(['EVENT_KIND_NOT_SUBMITTED', 'EVENT_KIND_NOT_SUBMITTED']);
  expect(await log.reader.trailLength(captureKey(capture))).toBe(0);
});

describe('scans', () => {
  it.each([
    ['plain', []],
    ['gateway', []],
    ['system', ['DEVICE_SIGNS_NO_SCANS']],
    ['desk', ['DEVICE_SIGNS_NO_SCANS']],
  ])('of a device (%s): %p', async (name, reasons) => {
    const size = log.ledger.size;
    const appended = await log.append({ scans: [devices[name]!.scan()] });
    const rejects = appended.flatMap((one) => one.rejects);
    expect(rejects.map(({ reason, final }) => [reason, final])).toEqual(reasons.map((reason) => [reason, true]));
    const entries = await log.entries(size);
    const scans = entries.filter(({ kind }) => kind === 'scan');
    expect(scans).toHaveLength(reasons.length === 0 ? 1 : 0);
  });
});

it('a monitor holds nothing of this against the log', async () => {
  expect(await log.contradictions()).toEqual([]);
});
