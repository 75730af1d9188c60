import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { beginLogRotation, finishLogRotation, loadKey, loadLogVkeys, type Signer } from '#libs/host/keys';
import {
  encodeSignedEvent,
  encodeStreamBatch,
  EventKind,
  operatorKey,
  type SignedEvent,
  type SignedScan,
  signEvent,
  signRotation,
} from '#libs/core/wire';
import { SignatureAlgorithm } from '#libs/core/signatures';
import { aSigner, rejectedOf, TestDevice } from '../../../test/kit/ledger/device.js';
import { recover } from './support/recovering.js';
import { derivedRows } from './support/table-state.js';
import { TestNode } from '../../../test/kit/anchor/test-node.js';

// A log in which every kind of key has aged, the log's own too, is the one that a node of some years has.

let before: TestNode;
let node: TestNode;
let rows: Record<string, unknown[]>;
let logged: SignedScan[];
let indexes: number[];
let rotated: TestDevice;
let waiting: SignedScan[];

const place = () => ({ paths: before.paths });
const operator = (): Signer => loadKey(before.paths.operatorKey);
const submit = (...events: SignedEvent[]): Promise<void> => before.submit(...events.map(encodeSignedEvent));
const timeMs = Date.UTC(2026, 0, 15, 13);

/** Rotates with scans still out: some come late and chain, the lowest two do not come before the database is lost. */
async function rotate(device: TestDevice): Promise<SignedScan[]> {
  const timely = device.scans(2);
  waiting = device.scans(2);
  const late = device.scans(3);
  const next = aSigner(SignatureAlgorithm.ECDSA_P256_SHA256);
  await before.send(...timely);
  await submit(signRotation({ subject: device.key, last: device.last, timeMs }, device.signer, next));
  device.use(next);
  const behind = device.scans(3);
  await before.send(...behind, ...late.toReversed());
  return [...timely, ...late, ...behind];
}

/** A reset device gets a new key and a new boot; what it signs by the old one is refused. */
async function reset(device: TestDevice): Promise<SignedScan[]> {
  const first = device.scans(3);
  await before.send(...first);
  await before.receiptsFor(...first);
  const { key, last, signer } = device;
  const next = aSigner();
  const { algorithm, publicKey } = next;
  const forged = device.scan();
  device.reset();
  device.use(next);
  const content = { device: key, boot: device.boot, last, algorithm, publicKey, timeMs };
  await submit(signEvent(EventKind.BOOT, content, operator()));
  const behind = device.scans(2);
  await before.send(forged, ...behind);
  expect(signer.keyId).not.toEqual(next.keyId);
  return [...first, ...behind];
}

async function steal(device: TestDevice): Promise<SignedScan[]> {
  const first = device.scans(2);
  await before.send(...first);
  await before.receiptsFor(...first);
  const { keyId } = device.signer;
  const stolen = { subject: device.key, keyId, timeMs, sinceMs: timeMs - 3_600_000 };
  await submit(signEvent(EventKind.COMPROMISED, stolen, operator()));
  await before.send(device.scan());
  return first;
}

async function retire(device: TestDevice): Promise<SignedScan[]> {
  const all = device.scans(2);
  await before.send(...all);
  const { key: subject, last, signer } = device;
  await submit(signEvent(EventKind.RETIRE, { subject, keyId: signer.keyId, last, timeMs }, signer));
  return all;
}

/** Events on several trails, by the operator and by a device of the party. */
async function callBack({ party, signer }: TestDevice): Promise<void> {
  const body = { party, timeMs, claims: [] };
  const objects = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte));
  await submit(
    signEvent(EventKind.CODES, { party, digits: '9520000', role: 1, timeMs }, operator()),
    signEvent(EventKind.RECALL, { ...body, objects, status: 1 }, signer),
    signEvent(EventKind.GRANT, body, operator()),
  );
}

async function grow(): Promise<void> {
  const scan = rotated.scan();
  await before.send(scan);
  await before.receiptsFor(scan);
  logged.push(scan);
  await before.atRest();
}

beforeAll(async () => {
  before = await TestNode.create();
  const first = await before.start();
  rotated = new TestDevice('rotated');
  const others = [new TestDevice('reset'), new TestDevice('stolen'), new TestDevice('retired')] as const;
  await before.enrol(rotated, ...others);
  logged = [
    ...(await rotate(rotated)),
    ...(await reset(others[0])),
    ...(await steal(others[1])),
    ...(await retire(others[2])),
  ];
  await callBack(rotated);
  const origin = readFileSync(before.paths.logOrigin, 'utf8').trim();
  await submit(signRotation({ subject: operatorKey(origin), timeMs }, operator(), aSigner()));
  await before.receiptsFor(...logged);
  await grow();
  await before.append(encodeStreamBatch({ scans: [], events: [], rejected: [rejectedOf(others[0].scan())] }));
  await before.until(async () => (await before.admin.query('SELECT FROM refusal')).rowCount === 1);
  await before.stop(first);
  await beginLogRotation(place());
  const second = await before.start();
  await grow();
  await before.stop(second);
  await finishLogRotation(place());
  const third = await before.start();
  await grow();
  await before.stop(third);
  indexes = await before.receiptsFor(...logged);
  rows = await derivedRows(before.admin);
  cpSync(before.folder, `${before.folder}-kept`, { recursive: true });
});
beforeEach(async () => {
  rmSync(before.folder, { recursive: true, force: true });
  cpSync(`${before.folder}-kept`, before.folder, { recursive: true });
  node = await TestNode.create({}, before.folder);
});
afterEach(() => node.drop());
afterAll(async () => {
  mkdirSync(before.folder, { recursive: true });
  await before.drop();
  rmSync(`${before.folder}-kept`, { recursive: true, force: true });
});

it('a log of aged keys is rebuilt to the very rows that were there, by what each log key signed', async () => {
  const { size } = (await before.reader.head())!;
  expect(await recover(node)).toMatchObject({ size, lost: [] });
  expect(await derivedRows(node.admin)).toEqual(rows);
  expect(await node.differences({ withSignatures: true })).toEqual([]);
});

it('goes on after it: repeats have their places, and late scans of the rotated key still chain', async () => {
  await recover(node);
  await node.start();
  await node.send(...logged);
  expect(await node.receiptsFor(...logged)).toEqual(indexes);
  await node.send(...waiting);
  const late = await node.receiptsFor(...waiting);
  expect(Math.min(...late)).toBeGreaterThan(Math.max(...indexes));
  const behind = rotated.scans(2);
  await node.send(...behind);
  await node.receiptsFor(...behind);
  await node.atRest();
  expect(await node.differences({ withSignatures: true })).toEqual([]);
});

it('is not rebuilt where the policy has lost the line of the key before', async () => {
  const { vkey } = loadLogVkeys({ paths: node.paths });
  await expect(recover(node, { vkeys: [vkey] })).rejects.toMatchObject({
    code: 'CHECKPOINT_UNREADABLE',
    message: expect.stringMatching(/cannot be opened with any key of this log/u),
  });
});
