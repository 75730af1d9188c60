import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { LogMonitor } from '#libs/core/monitor';
import {
  type BootBody,
  commitment,
  type CompromisedBody,
  type decodeEventBody,
  type DeviceKind,
  decodeLogEntry,
  encodeRotationTerms,
  encodeSignedEvent,
  encodeSignedScan,
  encodeStreamBatch,
  EventKind,
  type LogEntry,
  makeDisclosure,
  operatorKey,
  partyKey,
  type RejectedScan,
  type RetireBody,
  rotationSigningBytes,
  type RotationTerms,
  type SignedScan,
  signEvent,
  type SubmittedEvent,
  type SupportedEventKind,
} from '#libs/core/wire';
import { SignatureAlgorithm } from '#libs/core/signatures';
import { generateKey, NativeVerifier, type Signer, signerOf } from '#libs/host/keys';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { Lease, LedgerReader, migrateLedger } from '../../../libs/log/ledger/index.js';
import {
  type Appended,
  beginLog,
  type HeldLimits,
  type IncomingRecord,
  Ledger,
  type LedgerOptions,
  readIncoming,
} from '../../../libs/log/sequencer/index.js';
import { NOW_MS, type TestDevice } from './device.js';

export const ORIGIN = 'ledger.test/log';
const never = new AbortController().signal;

/** A log in a database of its own, with its operator and receipt key as entries 0 and 1. */
export class TestLog {
  readonly operator = signerOf(generateKey(SignatureAlgorithm.ED25519));
  readonly receipt = signerOf(generateKey(SignatureAlgorithm.ED25519));
  readonly clock = { ms: NOW_MS, nowMs: () => this.clock.ms, monotonicMs: () => performance.now() };
  lease!: Lease;
  ledger!: Ledger;
  reader!: LedgerReader;
  private nextOffset = 0;

  private constructor(
    readonly database: TestDatabase,
    readonly admin: pg.Client,
  ) {}

  static async create(options: Partial<LedgerOptions> = {}): Promise<TestLog> {
    const database = await createTestDatabase();
    await migrateLedger(database.url);
    const admin = new pg.Client(database.url);
    await admin.connect();
    const log = new TestLog(database, admin);
    log.reader = LedgerReader.open({ databaseUrl: database.url, name: 'test', connectionsMax: 2 });
    await log.open(options);
    await log.append({ events: [log.operatorEvent(), log.receiptKeyEvent()] });
    return log;
  }

  /** Takes the lease (again) and reads back what is committed. */
  async open(options: Partial<LedgerOptions> & { held?: Partial<HeldLimits> } = {}): Promise<void> {
    this.lease = await Lease.acquire({ databaseUrl: this.database.url, previousHolder: this.lease?.holder }, never);
    await beginLog(this.lease, await this.lease.connect(), { origin: ORIGIN, logVkey: 'test+00000000+AQ==' });
    const { lease, receipt: signer, clock } = this;
    this.ledger = await Ledger.open({
      lease,
      signer,
      verifier: new NativeVerifier({ keysAreEnrolled: true }),
      clock,
      ...options,
    });
  }

  async drop(): Promise<void> {
    await this.lease.release();
    await this.reader.close();
    await this.admin.end();
    await this.database.drop();
  }

  record(content: {
    scans?: readonly SignedScan[];
    events?: readonly SubmittedEvent[];
    rejected?: readonly RejectedScan[];
  }): IncomingRecord {
    const { scans = [], events = [], rejected = [] } = content;
    const verified = scans.map((scan) => ({ signedScan: encodeSignedScan(scan), receivedTimeMs: this.clock.ms }));
    return readIncoming(
      { partition: 0, offset: this.nextOffset++ },
      encodeStreamBatch({ scans: verified, events, rejected }),
      Number.MAX_SAFE_INTEGER,
    );
  }

  append(...contents: Parameters<TestLog['record']>[0][]): Promise<Appended[]> {
    return this.ledger.append(contents.map((content) => this.record(content)));
  }

  /** Registers the devices and, where it is new, their party. */
  async enrol(...devices: TestDevice[]): Promise<void> {
    const parties = new Set(devices.map(({ gln }) => gln));
    await this.append({
      events: [...[...parties].map((gln) => this.partyEvent(gln)), ...devices.map((device) => this.enrolEvent(device))],
    });
  }

  async entries(from = 0): Promise<(LogEntry & { logIndex: number })[]> {
    const stored = await this.reader.entries({ from, to: Number.MAX_SAFE_INTEGER });
    return stored.map(({ logIndex, entry }) => ({ logIndex, ...decodeLogEntry(entry) }));
  }

  /** What a monitor holds against this log: nothing, as long as the sequencer and the monitor go by the same rules. */
  async contradictions(): Promise<string[]> {
    const monitor = new LogMonitor(ORIGIN, new NativeVerifier());
    const stored = await this.reader.entries({ from: 0, to: Number.MAX_SAFE_INTEGER });
    const findings = await monitor.take(stored.map(({ entry }) => entry));
    // What is open at this checkpoint is no contradiction before the next one: here all of it should be settled.
    const open = monitor.endOfCheckpoint();
    return [...findings.filter(({ weight }) => weight !== 'notice'), ...open].map(({ text }) => text);
  }

  async rows(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    return (await this.admin.query(text, values)).rows;
  }

  operatorEvent(signer: Signer = this.operator): SubmittedEvent {
    const { algorithm, publicKey } = signer;
    const operator = operatorKey(ORIGIN);
    return this.event(
      EventKind.OPERATOR,
      { operator, algorithm, publicKey, logOrigin: ORIGIN, timeMs: NOW_MS },
      { signer },
    );
  }

  receiptKeyEvent(by: Signer = this.operator, key: Signer = this.receipt): SubmittedEvent {
    const { algorithm, publicKey } = key;
    const body = { operator: operatorKey(ORIGIN), algorithm, publicKey, timeMs: NOW_MS };
    return this.event(EventKind.RECEIPT_KEY, body, { signer: by });
  }

  partyEvent(gln: string, name = `Party ${gln}`): SubmittedEvent {
    const disclosures = disclose({ partyGln: gln, partyName: name, partyCountry: 'IN' });
    const body = { party: partyKey(gln), timeMs: NOW_MS, claims: disclosures.map(commitment) };
    return this.event(EventKind.PARTY, body, { disclosures });
  }

  enrolEvent(
    { id, key, signer, boot, party }: Pick<TestDevice, 'id' | 'key' | 'signer' | 'boot' | 'party'>,
    {
      by = this.operator,
      objectsMax = 0,
      claimsMax = 0,
      expiresMs,
      kind,
    }: { by?: Signer; objectsMax?: number; claimsMax?: number; expiresMs?: number; kind?: DeviceKind } = {},
  ): SubmittedEvent {
    const disclosures = disclose({ deviceId: id });
    const { algorithm, publicKey } = signer;
    const body = {
      device: key,
      algorithm,
      publicKey,
      boot,
      party,
      timeMs: NOW_MS,
      objectsMax,
      claimsMax,
      ...until(expiresMs),
      ...(kind !== undefined && { kind }),
    };
    const claims = disclosures.map(commitment);
    return this.event(EventKind.ENROL, { ...body, claims }, { disclosures, signer: by });
  }

  /** The device's key is replaced. */
  rotateEvent(
    device: Pick<TestDevice, 'key' | 'signer' | 'last'>,
    to: Signer,
    parts: Partial<RotationTerms> & { by?: Signer; provenBy?: Signer } = {},
  ): SubmittedEvent {
    const { by = device.signer, provenBy = to, ...given } = parts;
    const { algorithm, publicKey } = to;
    const terms = { subject: device.key, algorithm, publicKey, last: device.last, timeMs: this.clock.ms, ...given };
    return this.rotation(terms, { by, provenBy });
  }

  rotation(terms: RotationTerms, { by, provenBy }: { by: Signer; provenBy: Signer }): SubmittedEvent {
    const rotation = encodeRotationTerms(terms);
    const newSignature = provenBy.sign(rotationSigningBytes(rotation));
    return this.event(EventKind.ROTATE, { rotation, newSignature }, { signer: by });
  }

  /** Another boot of a device: by itself, unless somebody else or a new key is given. */
  bootEvent(
    device: Pick<TestDevice, 'key' | 'signer' | 'last'>,
    boot: Uint8Array,
    { by, key, ...given }: Partial<BootBody> & { by?: Signer; key?: Signer } = {},
  ): SubmittedEvent {
    const brought = key && { algorithm: key.algorithm, publicKey: key.publicKey };
    const body = { device: device.key, boot, last: device.last, timeMs: this.clock.ms, ...brought, ...given };
    return this.event(EventKind.BOOT, body, { signer: by ?? (key ? this.operator : device.signer) });
  }

  retireEvent(
    device: Pick<TestDevice, 'key' | 'signer' | 'last'>,
    { by = device.signer, ...given }: Partial<RetireBody> & { by?: Signer } = {},
  ): SubmittedEvent {
    const body = { subject: device.key, keyId: device.signer.keyId, last: device.last, timeMs: this.clock.ms };
    return this.event(EventKind.RETIRE, { ...body, ...given }, { signer: by });
  }

  compromisedEvent(
    { key: subject, signer }: Pick<TestDevice, 'key' | 'signer'>,
    { by = this.operator, ...given }: Partial<CompromisedBody> & { by?: Signer } = {},
  ): SubmittedEvent {
    const body = { subject, keyId: signer.keyId, timeMs: this.clock.ms, ...given };
    return this.event(EventKind.COMPROMISED, body, { signer: by });
  }

  event<Kind extends SupportedEventKind>(
    kind: Kind,
    content: ReturnType<typeof decodeEventBody<Kind>>,
    { signer = this.operator, disclosures = [] as readonly Uint8Array[] } = {},
  ): SubmittedEvent {
    return { signedEvent: encodeSignedEvent(signEvent(kind, content, signer)), disclosures };
  }
}

const until = (expiresMs: number | undefined) => (expiresMs === undefined ? {} : { expiresMs });

const disclose = (claims: Readonly<Record<string, string>>): Uint8Array[] =>
  Object.entries(claims).map(([name, value], index) => makeDisclosure({ index, salt: randomBytes(16), name, value }));
