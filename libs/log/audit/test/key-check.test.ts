import { randomBytes } from 'node:crypto';
import pg from 'pg';
import {
  decodeLogEntry,
  decodeSignedEvent,
  DeviceKind,
  encodeLogEntry,
  EventKind,
  type LogEntry,
  operatorKey,
} from '#libs/core/wire';
import { NativeVerifier } from '#libs/host/keys';
import { readBootNumbers } from '../boot-check.js';
import { checkChains } from '../chain-check.js';
import { CommittedRoots } from '../committed-roots.js';
import { EntryCheck } from '../entry-check.js';
import { Differences } from '../findings.js';
import { LinkSums } from '../link-sums.js';
import { checkRegistry } from '../registry-check.js';
import { SeenCheckpoints } from '../seen-checkpoints.js';
import { SignatureChecks } from '../signature-checks.js';
import { connectionOptions } from '../../ledger/connection.js';
import { aSigner, NOW_MS, TestDevice } from '../../../../test/kit/ledger/device.js';
import { ORIGIN, TestLog } from '../../../../test/kit/ledger/test-log.js';

let log: TestLog;
let client: pg.Client;
beforeAll(async () => {
  log = await TestLog.create();
  client = new pg.Client(connectionOptions({ databaseUrl: log.database.url, name: 'check' }));
  await client.connect();
  await everythingThatKeysCanDo();
});
afterAll(async () => {
  await client.end();
  await log.drop();
});

/** A system that recalls three things, with a key that it has rotated to, and scans, which it may not; owners of codes, and a grant. */
async function whatIsNoKeyEvent(): Promise<void> {
  const system = new TestDevice('system');
  const { party } = system;
  await log.append({ events: [log.enrolEvent(system, { kind: DeviceKind.SYSTEM })] });
  const next = aSigner();
  await log.append({ events: [log.rotateEvent(system, next)] });
  const body = { party, timeMs: NOW_MS, claims: [] };
  const objects = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte));
  await log.append({
    events: [
      log.event(EventKind.RECALL, { ...body, objects, status: 1 }, { signer: next }),
      log.event(EventKind.GRANT, body, { signer: next }),
      log.event(EventKind.CODES, { party, digits: '9520000', role: 1, timeMs: NOW_MS }),
    ],
  });
  system.use(next);
  await log.append({ scans: [system.scan()] });
}

/** A device that was rotated, reset, retired and renewed, with late scans; another one whose key expired; and other operator keys. */
async function everythingThatKeysCanDo(): Promise<void> {
  const [device, expiring] = [new TestDevice('aged'), new TestDevice('expiring')];
  await log.append({
    events: [
      log.partyEvent(device.gln),
      log.enrolEvent(device),
      log.enrolEvent(expiring, { expiresMs: NOW_MS + 5_000 }),
    ],
  });
  const scans = device.scans(6);
  await log.append({ scans: [scans[0]!, scans[1]!, expiring.scan()] });
  const next = aSigner();
  await log.append({ events: [log.rotateEvent(device, next)] });
  device.use(next);
  await log.append({ scans: [device.scan(), scans[5]!, scans[4]!, scans[3]!] });
  const boot = randomBytes(16);
  await log.append({ events: [log.bootEvent(device, boot)] });
  device.reset(boot);
  await log.append({ scans: [device.scan(), scans[2]!] });
  log.clock.ms += 2_000; // for the one that waited for those before it until its boot had ended
  await log.append();
  const third = aSigner();
  const again = randomBytes(16);
  await log.append({ events: [log.retireEvent(device)] }, { events: [log.bootEvent(device, again, { key: third })] });
  device.use(third);
  device.reset(again);
  await log.append({ scans: [device.scan()] });
  await log.append({ events: [log.compromisedEvent(device, { sinceMs: NOW_MS })] });
  await log.append({ scans: [device.scan()] });
  const operator = aSigner();
  const { algorithm, publicKey } = operator;
  const terms = { subject: operatorKey(ORIGIN), algorithm, publicKey, timeMs: NOW_MS };
  await log.append({ events: [log.rotation(terms, { by: log.operator, provenBy: operator })] });
  await whatIsNoKeyEvent();
}

async function differences(withSignatures = false): Promise<string[]> {
  const found = new Differences();
  const signatures = withSignatures ? new SignatureChecks(ORIGIN, new NativeVerifier(), found) : null;
  const check = new EntryCheck({
    sums: new LinkSums(log.ledger.size),
    seen: new SeenCheckpoints(await CommittedRoots.read(client)),
    bootOfNumber: await readBootNumbers(client),
    signatures,
    differences: found,
  });
  const { rows } = await client.query(
    `SELECT log_index AS "logIndex", boot_number AS "bootNumber", counter, entry, private AS "privatePart"
     FROM log_entry ORDER BY log_index`,
  );
  for (const row of rows) check.take(row);
  await signatures?.finish();
  await checkRegistry(client, check.registry, found);
  await checkChains(client, check.registry.keys, found);
  return found.first.map(({ code, text }) => `${code}: ${text}`);
}

describe('the check of keys that age', () => {
  it('finds nothing in what the sequencer wrote', async () => {
    expect(await differences()).toEqual([]);
    expect((await log.entries()).filter(({ kind }) => kind === 'scan')).toHaveLength(10);
  });

  it.each([
    [
      'a segment that is open again',
      'UPDATE key_segment SET closed_log_index = NULL, closed_by = NULL',
      /^REGISTRY: key_segment says of/u,
    ],
    [
      'another last statement',
      `UPDATE key_segment SET last_hash = sha256('x') WHERE last_hash IS NOT NULL`,
      /^REGISTRY: key_segment/u,
    ],
    ['a segment that is gone', 'DELETE FROM key_segment WHERE from_counter = 7', /^REGISTRY: key_segment lacks/u],
    [
      'a key that does not expire any more',
      'UPDATE device_signing_key SET expires_ms = NULL',
      /^REGISTRY: device_signing_key/u,
    ],
    [
      'a report that is gone',
      'UPDATE device_signing_key SET compromised_log_index = NULL',
      /^REGISTRY: device_signing_key/u,
    ],
    [
      'an operator key that has ended',
      'UPDATE operator_signing_key SET to_log_index = 9 WHERE role = 1',
      /^REGISTRY: operator_/u,
    ],
    ['a system that scans things', 'UPDATE device SET kind = NULL', /^REGISTRY: device says/u],
    ['a change that nobody would hear of', 'UPDATE device SET changed_log_index = 0', /^REGISTRY: device says/u],
    [
      'a chain that reaches further than it does',
      'UPDATE key_segment SET chain_from = chain_from - 1',
      /^CHAIN: key_segment/u,
    ],
    [
      'a chain that needs something else',
      `UPDATE key_segment SET chain_hash = sha256('x') WHERE chain_from > 0`,
      /^CHAIN: .* chain_hash/u,
    ],
    [
      'late scans that chain into nothing',
      'UPDATE key_segment SET chain_from = NULL',
      /^CHAIN: entry \d+ logs counter/u,
    ],
    ['a scan that was moved before its enrolment', swapped(3, 6), /^(?:KEY|AFTER|ENTRY_UNREADABLE): entry/u],
  ])('names %s', async (_what, change, expected) => {
    await client.query('BEGIN');
    await client.query(change);
    const found = await differences();
    await client.query('ROLLBACK');
    expect(found.some((text) => expected.test(text))).toBe(true);
  });

  it('names a scan that its key did not sign for any more, and an event by a key that may not sign it', async () => {
    await client.query('BEGIN');
    // The last scans, behind the report, against the log without the events between them.
    await client.query('DELETE FROM log_entry WHERE log_index IN (4, 12)');
    const found = await differences();
    await client.query('ROLLBACK');
    expect(found.some((text) => text.startsWith('KEY: entry'))).toBe(true);
  });
});

describe('the check of signatures', () => {
  /** What is found with another signature in this entry. */
  async function changedAt(logIndex: number): Promise<string[]> {
    const { rows } = await client.query('SELECT entry FROM log_entry WHERE log_index = $1', [logIndex]);
    const entry = decodeLogEntry(rows[0].entry);
    const signed = entry.kind === 'scan' ? entry.scan : entry.event;
    const signature = Uint8Array.from(signed.signature, (byte, at) => (at === 5 ? byte ^ 1 : byte));
    return changed(logIndex, encodeLogEntry({ ...entry, [entry.kind]: { ...signed, signature } } as LogEntry));
  }

  async function changed(logIndex: number, entry: Uint8Array): Promise<string[]> {
    await client.query('BEGIN');
    await client.query('UPDATE log_entry SET entry = $2 WHERE log_index = $1', [logIndex, Buffer.from(entry)]);
    const found = await differences(true);
    await client.query('ROLLBACK');
    return found;
  }

  it('finds those of old, new and ended keys good, of late scans, and of rotations by both their keys', async () => {
    expect(await differences(true)).toEqual([]);
  });

  it('names each entry whose signature is another', async () => {
    for (let logIndex = 0; logIndex < log.ledger.size; logIndex++) {
      const found = await changedAt(logIndex);
      expect(found).toEqual([expect.stringMatching(new RegExp(`^SIGNATURE: entry ${logIndex} is not signed by`, 'u'))]);
    }
  });

  it('names a rotation that its new key did not sign', async () => {
    const last = log.ledger.size - 1;
    const { algorithm, publicKey } = aSigner();
    const terms = { subject: operatorKey(ORIGIN), algorithm, publicKey, timeMs: NOW_MS };
    const { signedEvent } = log.rotation(terms, { by: log.operator, provenBy: aSigner() });
    const found = await changed(last, encodeLogEntry({ kind: 'event', event: decodeSignedEvent(signedEvent) }));
    const key = Buffer.from(publicKey).toString('hex').slice(0, 16);
    expect(found.filter((text) => text.startsWith('SIGNATURE'))).toEqual([
      `SIGNATURE: entry ${last} is not signed by ${key}, whose signature it needs there`,
    ]);
  });
});

/** The entries of two rows exchanged. */
function swapped(one: number, other: number): string {
  return `UPDATE log_entry e SET entry = o.entry, boot_number = NULL, counter = NULL FROM log_entry o
    WHERE (e.log_index, o.log_index) IN ((${one}, ${other}), (${other}, ${one}))`;
}
