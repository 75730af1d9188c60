// A device, a thief who has copied its enrolment code, and the broker inside ingest: ingest and anchor are processes of their own. Runs dist/
// (npm ci or npm run build makes it) and fails clearly without. The cases build on each other.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { z } from 'zod';
import { deviceKey, encodePasswordChange, eventTopic, receiptTopic, signPasswordChange } from '#libs/core/wire';
import { commonEnvironment } from '#libs/host/service';
import { NativeVerifier, signerOfSeed } from '#libs/host/keys';
import type { LedgerReader } from '#libs/log/ledger';
import { openRegistrar } from '#libs/registry/enrolment';
import {
  Device,
  type EnrolmentCode,
  formatEnrolmentCode,
  type JudgedMessage,
  MessageJudge,
  parseEnrolmentCode,
  readDeviceFolder,
  redeemEnrolmentCode,
} from '#libs/sdk/device';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { RawClient } from '../kit/mqtt/raw-client.js';
import { compiledCommand, runToEnd } from './compiled-command.js';
import { Program } from './program.js';
import { ownSettings, until } from './running-node.js';

const ID = 'dock-7';
const programs: Program[] = [];
let place: string;
let database: TestDatabase;
let settings: Record<string, string>;
let reader: LedgerReader;
let code: EnrolmentCode;
let close: () => Promise<void>;

const folder = (): string => join(place, 'device');
const port = (): number => Number(settings['CAIRN_MQTT_PORT']);
const stored = () => readDeviceFolder(folder()).enrolment!;
const hashOf = (password: string): Buffer => createHash('sha256').update(password).digest();
const size = async (): Promise<number> => (await reader.head())!.size;

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'cairn-redeemed-'));
  database = await createTestDatabase();
  settings = { ...(await ownSettings(join(place, 'data'))), CAIRN_DATABASE_URL: database.url };
  for (const name of ['anchor', 'ingest'] as const)
    programs.push(await Program.start(name, settings[`CAIRN_${name.toUpperCase()}_HEALTH_PORT`]!, settings));
  const broker = `mqtt://127.0.0.1:${port()}`;
  const opened = openRegistrar(z.object(commonEnvironment).parse(settings), { broker });
  ({ reader, close } = opened);
  const parties = [{ gln: '9520000000004', name: 'Maker' }];
  const issued = await opened.enrolmentCodes.issue({ id: ID, partyGln: parties[0]!.gln, parties, validMs: 3_600_000 });
  code = parseEnrolmentCode(formatEnrolmentCode(issued)); // as the QR code tells it to everybody who sees it
}, 90_000);

afterAll(async () => {
  await close?.();
  for (const program of programs.toReversed()) await program.stop();
  await database?.drop();
  rmSync(place, { recursive: true, force: true });
}, 60_000);

/** Where the broker lets somebody in, 0; else why not. */
async function connackFor(password: string): Promise<number> {
  const client = await RawClient.open(port());
  client.connect(ID, { password: Buffer.from(password) });
  const { returnCode } = await client.next('connack');
  client.end();
  return returnCode!;
}

it('the device redeems the code, and the connection that the thief has opened by it ends', async () => {
  const thief = await RawClient.connected(port(), ID, { password: Buffer.from(code.password) });
  const redeemed = await redeemEnrolmentCode({ code, folder: folder() });
  expect(redeemed.passwordKept).toBeUndefined();
  await thief.closed;
  expect(stored().password).not.toBe(code.password);
});

it('the thief is not let in any more, and the device is', async () => {
  expect(await connackFor(code.password)).toBe(4);
  expect(await connackFor(stored().password)).toBe(0);
});

it('what the thief has recorded or forges changes nothing, even on a connection of the device', async () => {
  const sizeBefore = await size();
  const { signer, identity, enrolment } = readDeviceFolder(folder());
  const { trust, password } = enrolment!;
  const judge = new MessageJudge(trust, new NativeVerifier());
  const answers: JudgedMessage[] = [];
  const client: MqttClient = await connectAsync(`mqtt://127.0.0.1:${port()}`, {
    protocolVersion: 4,
    clientId: ID,
    username: ID,
    password,
  });
  client.on('message', (_, bytes) => void judge.judge(identity.device, bytes).then((answer) => answers.push(answer)));
  await client.subscribeAsync(receiptTopic(ID), { qos: 1 });
  const asked = {
    logOrigin: code.origin,
    device: deviceKey(ID),
    before: hashOf(password),
    after: hashOf('of the thief'),
  };
  const asDevice = signPasswordChange(asked, signer);
  const forged = [
    signPasswordChange(asked, signerOfSeed(code.seed)), // by the key that stood in the code
    { ...asDevice, signature: signPasswordChange(asked, signerOfSeed(code.seed)).signature },
    signPasswordChange({ ...asked, device: deviceKey('another') }, signer),
    signPasswordChange({ ...asked, logOrigin: 'other.example/log' }, signer),
    // What the device itself once asked for, between two other passwords.
    signPasswordChange({ ...asked, before: hashOf(code.password) }, signer),
  ];
  for (const one of forged)
    await client.publishAsync(eventTopic(ID), Buffer.from(encodePasswordChange(one)), { qos: 1 });
  const reasons = () => answers.flatMap((answer) => (answer.kind === 'reject' ? answer.body.reason : [])).toSorted();
  await until('five refusals', () => reasons().length >= forged.length);
  expect(reasons()).toEqual([
    'EVENT_SIGNATURE_INVALID',
    'EVENT_SIGNER_NOT_ALLOWED',
    'PASSWORD_CHANGED',
    'TOPIC_MISMATCH',
    'VALUE_INVALID',
  ]);
  // The very message by which the device got its password: it stands, and nothing else happens.
  const replayed = signPasswordChange({ ...asked, before: hashOf(code.password), after: hashOf(password) }, signer);
  await client.publishAsync(eventTopic(ID), Buffer.from(encodePasswordChange(replayed)), { qos: 1 });
  await until('an answer', () => answers.some(({ kind }) => kind === 'password receipt'));
  await client.endAsync(true);
  expect([await connackFor('of the thief'), await connackFor(code.password), await connackFor(password)]).toEqual([
    4, 4, 0,
  ]);
  expect(await size()).toBe(sizeBefore);
});

it('the device scans and has its receipt', async () => {
  const device = await Device.open({ folder: folder() });
  const { outcome } = await device.scan({ objects: [{ uri: '(00)395200000000000012' }] });
  expect(await outcome).toMatchObject({ kind: 'receipted' });
  await device.close();
});

it('the operator gives it another password, and what it asked for before does not bring the old one back', async () => {
  const { signer } = readDeviceFolder(folder());
  const { password } = stored();
  const { broker, trust } = stored();
  await reader.registry.storeCredential(ID, hashOf('of the operator'));
  const client = await connectAsync(broker, {
    protocolVersion: 4,
    clientId: ID,
    username: ID,
    password: 'of the operator',
  });
  const judge = new MessageJudge(trust, new NativeVerifier());
  const told = new Promise<JudgedMessage>((resolve) => {
    client.on('message', (_, bytes) => void judge.judge(deviceKey(ID), bytes).then(resolve));
  });
  await client.subscribeAsync(receiptTopic(ID), { qos: 1 });
  const asked = {
    logOrigin: code.origin,
    device: deviceKey(ID),
    before: hashOf(code.password),
    after: hashOf(password),
  };
  const payload = Buffer.from(encodePasswordChange(signPasswordChange(asked, signer)));
  await client.publishAsync(eventTopic(ID), payload, { qos: 1 });
  expect(await told).toMatchObject({ kind: 'reject', body: { reason: 'PASSWORD_CHANGED', final: true } });
  await client.endAsync(true);
  expect([await connackFor(password), await connackFor('of the operator')]).toEqual([4, 0]);
});

it('the operator retires the key and lets the device bring what it has, and then ends its password too', async () => {
  const cairn = (...words: string[]) =>
    runToEnd(process.execPath, [compiledCommand(), 'device', ...words], { environment: settings });
  const kept = await cairn('retire', ID, '--keep-password');
  expect([kept.exitCode, kept.errors]).toEqual([0, '']);
  expect(kept.out).toMatch(
    /^The key [0-9a-f]{16} of dock-7 is retired by entry \d+\. A new one: npx cairn device renew dock-7\n/u,
  );
  expect(kept.out).toContain('It may still connect. When it is done: npx cairn device password dock-7 --end');
  expect(await connackFor('of the operator')).toBe(0);
  const open = await RawClient.connected(port(), ID, { password: Buffer.from('of the operator') });
  const ended = await cairn('retire', ID);
  expect(ended.out).toMatch(/^The key [0-9a-f]{16} of dock-7 had been retired before\.\n/u);
  expect(ended.out).toContain(
    'Its password is ended. Has it scans from before to bring? npx cairn device password dock-7',
  );
  await open.closed;
  expect(await connackFor('of the operator')).toBe(4);
});
