// One scan all the way: a stock MQTT 3.1.1 client, the broker inside ingest, the stream, anchor, and back; anchor, ingest and api are
// processes of their own, each with a folder of its own. Runs dist/ (npm ci or npm run build makes it) and fails clearly without. The cases build on each other.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import pg from 'pg';
import { type JudgedMessage, MessageJudge } from '#libs/sdk/device';
import { openRegistrar, type Registrar } from '#libs/registry/enrolment';
import type { LedgerReader } from '#libs/log/ledger';
import { readEntry } from '#libs/core/entries';
import { describeTrail, type TrailDescription } from '#libs/core/verdict';
import {
  decodeEventBody,
  decodeLogEntry,
  decodePrivatePart,
  encodeSignedScan,
  EventKind,
  type LogEntry,
  receiptTopic,
  scanTopic,
  type SignedScan,
  type SignedStatement,
  statementBytes,
  statementHash,
} from '#libs/core/wire';
import { commonEnvironment } from '#libs/host/service';
import { SignatureAlgorithm } from '#libs/core/signatures';
import { NativeVerifier } from '#libs/host/keys';
import { z } from 'zod';
import { sha256, TestDevice } from '../kit/ledger/device.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { compiledCommand, runToEnd } from './compiled-command.js';
import { Program } from './program.js';
import { ownSettings, until } from './running-node.js';

const ITEM = 'https://id.gs1.org/01/09521001000024/21/way-1';
const HOLD_MS = 700;

const device = new TestDevice('way-gate');
const verifier = new NativeVerifier();
const answers: JudgedMessage[] = [];
const programs: Program[] = [];
let place: string;
let database: TestDatabase;
let settings: Record<string, string>;
let reader: LedgerReader;
let registrar: Registrar;
let closeRegistrar: () => Promise<void>;
let client: MqttClient;

const handedOut = (...names: string[]): string => join(place, 'hand-out', ...names);
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name).slice(folder.length + 1))
    .toSorted();

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'cairn-way-'));
  database = await createTestDatabase();
  settings = {
    ...(await ownSettings(join(place, 'data'))),
    CAIRN_DATABASE_URL: database.url,
    CAIRN_ANCHOR_HOLD_MS: String(HOLD_MS),
    CAIRN_ANCHOR_HAND_OUT: join(place, 'hand-out'),
  };
  // As a mount that only reads would give it the public log.
  mkdirSync(handedOut('api'), { recursive: true });
  symlinkSync(join(place, 'data/log'), join(handedOut('api'), 'log'));
  for (const name of ['anchor', 'ingest', 'api'] as const) {
    const port = settings[`CAIRN_${name.toUpperCase()}_HEALTH_PORT`]!;
    const folder = name === 'anchor' ? settings['CAIRN_DATA']! : handedOut(name);
    programs.push(await Program.start(name, port, { ...settings, CAIRN_DATA: folder }));
  }
  const broker = `mqtt://127.0.0.1:${settings['CAIRN_MQTT_PORT']}`;
  const opened = openRegistrar(z.object(commonEnvironment).parse(settings), { broker });
  ({ registrar, reader, close: closeRegistrar } = opened);
  const { algorithm, publicKey } = device.signer;
  const [enrolled] = await registrar.enrol({
    parties: [{ gln: device.gln, name: 'Maker' }],
    devices: [{ id: device.id, partyGln: device.gln, elsewhere: { algorithm, publicKey, boot: device.boot } }],
  });
  const { password, trust } = enrolled!;
  const judge = new MessageJudge(trust, verifier);
  client = await connectAsync(broker, { protocolVersion: 4, clientId: device.id, username: device.id, password });
  client.on('message', (_, payload) => void judge.judge(device.key, payload).then((answer) => answers.push(answer)));
  await client.subscribeAsync(receiptTopic(device.id), { qos: 1 });
}, 90_000);

afterAll(async () => {
  await client?.endAsync(true);
  await closeRegistrar?.();
  for (const program of programs.toReversed()) await program.stop();
  await database?.drop();
  rmSync(place, { recursive: true, force: true });
}, 60_000);

const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
/** The other signature that verifies: r and n - s. */
function withHighS(signature: Uint8Array): Uint8Array {
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).toString('hex')}`);
  return Uint8Array.from(
    Buffer.concat([signature.subarray(0, 32), Buffer.from((P256_ORDER - s).toString(16).padStart(64, '0'), 'hex')]),
  );
}

/** A scan of the item: the next one, or one at a counter that was signed before. */
const scan = (at: Pick<SignedScan, 'counter' | 'previous'> | object = {}, eventTimeMs = Date.now()): SignedScan =>
  device.scan({ uris: [ITEM], claims: { bizStep: 'storing' }, eventTimeMs, ...at });
const beside = ({ counter, previous }: SignedScan): SignedScan => scan({ counter, previous }, Date.now() - 3_600_000);
const publish = async (...scans: SignedScan[]): Promise<void> => {
  for (const one of scans) {
    const payload = Buffer.from(encodeSignedScan(one));
    await client.publishAsync(scanTopic(device.id), payload, { qos: 1 });
  }
};

/** Log indexes in all receipts for this scan, each signed by the node. */
const receiptsOf = (scanned: SignedScan): number[] =>
  answers.flatMap((answer) =>
    answer.kind === 'receipt'
      ? answer.items
          .filter((item) => Buffer.from(item.statementHash).equals(statementHash(scanned)))
          .map(({ logIndex }) => logIndex)
      : [],
  );
const rejectsOf = (scanned: SignedScan): { reason: string; final: boolean; counter: number }[] => {
  const scanHash = sha256(encodeSignedScan(scanned));
  return answers.flatMap((answer) =>
    answer.kind === 'reject' && scanHash.equals(answer.body.scanHash)
      ? [{ reason: answer.body.reason, final: answer.body.final, counter: answer.body.counter ?? 0 }]
      : [],
  );
};
const receipt = (scanned: SignedScan, times = 1): Promise<void> =>
  until(`receipt ${times} of scan ${scanned.counter}`, () => receiptsOf(scanned).length >= times);
const reject = (scanned: SignedScan): Promise<void> =>
  until(`a reject of scan ${scanned.counter}`, () => rejectsOf(scanned).length > 0);

type Stored = LogEntry & { readonly logIndex: number };
const stored = (): ReturnType<LedgerReader['entries']> => reader.entries({ from: 0, to: Number.MAX_SAFE_INTEGER });
const log = async (): Promise<Stored[]> =>
  (await stored()).map(({ logIndex, entry }) => ({ logIndex, ...decodeLogEntry(entry) }));
const loggedScans = async (): Promise<{ counter: number; after: number }[]> =>
  (await log()).flatMap((entry) =>
    entry.kind === 'scan' ? [{ counter: entry.scan.counter, after: entry.scan.after }] : [],
  );
const hashOf = (statement: SignedStatement | SignedScan): string =>
  Buffer.from(statementHash(statement)).toString('hex');
/** What the log tells of contradictions and refusals, in its order. */
const toldOf = async (counter: number): Promise<object[]> =>
  (await log()).flatMap((entry): object[] => {
    if (entry.kind !== 'event') return [];
    const { kind, body } = entry.event;
    if (kind === EventKind.EQUIVOCATION) {
      const { first, second, reason } = decodeEventBody(kind, body);
      return first.counter === counter ? [{ reason, first: hashOf(first), second: hashOf(second) }] : [];
    }
    if (kind !== EventKind.REFUSED) return [];
    const { statement, reason } = decodeEventBody(kind, body);
    return statement.counter === counter ? [{ reason, refused: hashOf(statement) }] : [];
  });

async function trail(): Promise<TrailDescription> {
  const { origin } = (await reader.head())!;
  const entries = (await stored()).map(({ logIndex, entry, privatePart }) => {
    const { uris, disclosures } = privatePart ? decodePrivatePart(privatePart) : { uris: [], disclosures: [] };
    return readEntry({ logIndex, entry, uris, disclosures });
  });
  return describeTrail({ object: ITEM, origin, entries });
}
const gapsOf = ({ findings }: TrailDescription): string[] =>
  findings.map(({ code }) => code).filter((code) => code.startsWith('COUNTER'));

it('an exact repeat is answered with its receipt again and logged once', async () => {
  const first = scan();
  await publish(first, first);
  await receipt(first);
  await publish(first);
  await receipt(first, 2);
  expect(new Set(receiptsOf(first)).size).toBe(1);
  expect(rejectsOf(first)).toEqual([]);
  expect(await loggedScans()).toEqual([{ counter: 1, after: 0 }]);
});

it('other bytes under a logged counter are refused with their reason, told to the log, and the flow goes on', async () => {
  const second = scan();
  const other = beside(second);
  await publish(second);
  await receipt(second);
  await publish(other);
  await reject(other);
  expect(rejectsOf(other)).toEqual([{ reason: 'COUNTER_REUSED', final: true, counter: 2 }]);
  expect(await toldOf(2)).toEqual([{ reason: 'COUNTER_REUSED', first: hashOf(second), second: hashOf(other) }]);
  const next = scan();
  await publish(beside(second), next);
  await receipt(next);
  expect(await toldOf(2)).toHaveLength(1);
  expect((await loggedScans()).map(({ counter }) => counter)).toEqual([1, 2, 3]);
});

it('other bytes under a refused counter are refused with their reason; of one boot one contradiction is told', async () => {
  const refused = scan();
  const stripped = { ...refused, disclosures: [] };
  await publish(stripped);
  await reject(stripped);
  expect(rejectsOf(stripped)).toMatchObject([{ reason: 'DISCLOSURE_MISSING', final: true }]);
  await until('the refusal is logged', async () => (await toldOf(4)).length > 0);
  const other = beside(refused);
  await publish(other);
  await reject(other);
  expect(rejectsOf(other)).toEqual([{ reason: 'COUNTER_REUSED', final: true, counter: 4 }]);
  expect(await toldOf(4)).toEqual([{ reason: 'DISCLOSURE_MISSING', refused: hashOf(refused) }]);
  const next = scan();
  await publish(next);
  await receipt(next);
  expect(gapsOf(await trail())).toEqual(['COUNTER_REFUSED']);
});

it('a hole in the counters waits the hold time, shows as a gap, and is filled by a late scan that is marked so', async () => {
  const [missing, beyond] = [scan(), scan()];
  const sentAt = Date.now();
  await publish(beyond);
  await receipt(beyond);
  expect(Date.now() - sentAt).toBeGreaterThanOrEqual(HOLD_MS);
  expect(gapsOf(await trail())).toEqual(['COUNTER_REFUSED', 'COUNTER_HOLE']);

  await publish(missing);
  await receipt(missing);
  expect((await loggedScans()).slice(-2)).toEqual([
    { counter: 7, after: 5 },
    { counter: 6, after: 7 },
  ]);
  const { steps, findings } = await trail();
  // Told at its counter: before the one that was logged before it.
  expect(steps.map(({ late }) => late)).toEqual([false, false, false, false, true, false]);
  expect(findings.map(({ code }) => code)).not.toContain('COUNTER_HOLE');
});

it('two that came in the wrong order within the hold time are logged in theirs', async () => {
  const [lower, higher] = [scan(), scan()];
  await publish(higher, lower);
  await receipt(lower);
  await receipt(higher);
  expect((await loggedScans()).slice(-2)).toEqual([
    { counter: 8, after: 7 },
    { counter: 9, after: 8 },
  ]);
});

it('a signature with s in the upper half is logged as its twin in the lower, and either of them is a repeat of the other', async () => {
  const chip = new TestDevice('way-chip', device.gln, SignatureAlgorithm.ECDSA_P256_SHA256);
  const { algorithm, publicKey } = chip.signer;
  const elsewhere = { algorithm, publicKey, boot: chip.boot };
  const [enrolled] = await registrar.enrol({ devices: [{ id: chip.id, partyGln: chip.gln, elsewhere }] });
  const { password, broker, trust } = enrolled!;
  const judge = new MessageJudge(trust, verifier);
  const line = await connectAsync(broker, { protocolVersion: 4, clientId: chip.id, username: chip.id, password });
  line.on('message', (_, payload) => void judge.judge(chip.key, payload).then((answer) => answers.push(answer)));
  await line.subscribeAsync(receiptTopic(chip.id), { qos: 1 });
  const send = (one: SignedScan) =>
    line.publishAsync(scanTopic(chip.id), Buffer.from(encodeSignedScan(one)), { qos: 1 });
  try {
    for (const order of ['high first', 'low first'] as const) {
      const low = chip.scan({ eventTimeMs: Date.now() });
      const high = { ...low, signature: withHighS(low.signature) };
      expect(
        await verifier.verifyAll(
          [high, low].map((one) => ({ algorithm, publicKey, message: statementBytes(one), signature: one.signature })),
        ),
      ).toEqual([true, true]);
      const [first, second] = order === 'high first' ? [high, low] : [low, high];
      const { size } = (await reader.head())!;
      await send(first);
      await receipt(low);
      await send(second);
      await receipt(low, 2);
      expect(new Set(receiptsOf(low)).size).toBe(1);
      expect([...rejectsOf(low), ...rejectsOf(high)]).toEqual([]);
      const added = (await log()).filter(({ logIndex }) => logIndex >= size);
      expect(added.map((entry) => entry.kind === 'scan' && Buffer.from(entry.scan.signature).toString('hex'))).toEqual([
        Buffer.from(low.signature).toString('hex'),
      ]);
    }
  } finally {
    await line.endAsync(true);
  }
});

async function lookups(): Promise<number> {
  const connection = new pg.Client({ connectionString: database.url });
  await connection.connect();
  const { rowCount } = await connection.query('SELECT 1 FROM stores.lookup').finally(() => connection.end());
  return rowCount!;
}

it('ingest and api do all that without a key of the log, of the operator, or of one another', async () => {
  const token = readFileSync(handedOut('api/keys/customs-token'), 'utf8').trim();
  const address = `http://127.0.0.1:${settings['CAIRN_API_PORT']}`;
  const trailUrl = `${address}/api/v1/objects/01/09521001000024/21/way-1/trail`;
  const answer = await fetch(trailUrl, { headers: { authorization: `Bearer ${token}` } });
  expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ object: ITEM })]);
  for (const path of ['log/checkpoint', 'api/v1/policy'])
    expect([path, (await fetch(`${address}/${path}`)).status]).toEqual([path, 200]);
  await until('the look-up is kept', async () => (await lookups()) === 1);
  expect(filesIn(handedOut('ingest'))).toEqual(['keys/receipt.pem', 'keys/stream-mac.key', 'log-origin']);
  expect(filesIn(handedOut('api'))).toEqual([
    'keys/customs-token',
    'keys/lookup-mac.key',
    'keys/officers',
    'policy.txt',
  ]);
});

it('nothing that the node said was distrusted, and its log passes the check', async () => {
  expect(answers.filter(({ kind }) => kind === 'distrusted')).toEqual([]);
  const check = await runToEnd(process.execPath, [compiledCommand(), 'check'], { environment: settings });
  expect(check).toMatchObject({ exitCode: 0, out: expect.stringContaining('Everything agrees.') });
});
