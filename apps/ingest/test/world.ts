import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { migrateLedger } from '#libs/log/ledger';
import {
  decodeStreamBatch,
  encodeOutgoingBatch,
  type RejectedScan,
  type SubmittedEvent,
  type VerifiedScan,
} from '#libs/core/wire';
import { dataPaths, parseEnvironment } from '#libs/host/service';
import { SignatureAlgorithm } from '#libs/core/signatures';
import { loadOrCreateKey, type Signer } from '#libs/host/keys';
import { createScanStream, openRecord, sealRecord, type ScanStream, type Subscription } from '#libs/transport/stream';
import { EmbeddedTransport, ScanTransport } from '#libs/transport/mqtt';
import { DeviceRegistry } from '../registry/device-registry.js';
import { asProgram, createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { RawClient } from '../../../test/kit/mqtt/raw-client.js';
import { ingestEnvironment, type IngestEnvironment } from '../environment.js';
import { startIngest, type RunningIngest } from '../start-ingest.js';
import type { TestDevice } from './test-device.js';

export const LOG_ORIGIN = 'cairn.test/ingest';

/** What anchor would have prepared, a real database, and ingest as it runs. */
export class World {
  readonly scans: VerifiedScan[] = [];
  readonly rejected: RejectedScan[] = [];
  readonly events: SubmittedEvent[] = [];
  /** What was appended, in the order in which anchor takes it: kinds only. */
  readonly order: ('event' | 'scan' | 'rejected')[] = [];
  readonly clients: RawClient[] = [];
  ingest!: RunningIngest;
  #reader: Subscription | undefined;
  readonly #waiting = new Set<() => void>();

  private constructor(
    readonly database: TestDatabase,
    readonly folder: string,
    readonly receiptKey: Signer,
    readonly streamKey: Uint8Array,
    readonly stream: ScanStream,
    readonly sql: pg.Client,
    private readonly openStream: ((databaseUrl: string) => ScanStream) | undefined,
  ) {}

  /** @param openStream for tests on another stream than PostgreSQL's; called once for ingest and once for the test. */
  static async create(openStream?: (databaseUrl: string) => ScanStream): Promise<World> {
    const database = await createTestDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'cairn-ingest-'));
    const paths = dataPaths(folder);
    mkdirSync(paths.keys);
    const receiptKey = loadOrCreateKey(paths.receiptKey, SignatureAlgorithm.ED25519);
    const streamKey = Uint8Array.from(randomBytes(32));
    writeFileSync(paths.streamKey, Buffer.from(streamKey).toString('hex'), { mode: 0o600 });
    writeFileSync(paths.logOrigin, `${LOG_ORIGIN}\n`);
    await migrateLedger(database.url);
    const stream =
      openStream?.(database.url) ??
      createScanStream({ kind: 'postgres', databaseUrl: database.url, pollIntervalMs: 100 });
    await stream.partitions('scans'); // the owner makes the tables
    const sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    return new World(database, folder, receiptKey, streamKey, stream, sql, openStream);
  }

  environment(variables: Record<string, string> = {}): IngestEnvironment {
    return parseEnvironment(ingestEnvironment, {
      CAIRN_DATA: this.folder,
      CAIRN_DATABASE_URL: asProgram(this.database.url, 'ingest'),
      CAIRN_MQTT_PORT: '0',
      CAIRN_INGEST_HEALTH_PORT: '0',
      CAIRN_LOG_LEVEL: 'silent',
      ...variables,
    });
  }

  /** Starts ingest, and a reader of what it appends. */
  async start(variables: Record<string, string> = {}): Promise<void> {
    const stream = this.openStream?.(this.database.url);
    this.ingest = await startIngest(this.environment(variables), pino({ level: 'silent' }), stream && { stream });
    this.#reader ??= await this.stream.subscribe({
      stream: 'scans',
      group: 'test',
      startAt: async () => new Map(),
      onBatch: async ({ records }) => {
        for (const { value } of records) {
          const { scans, events, rejected } = decodeStreamBatch(openRecord(this.streamKey, value));
          this.events.push(...events);
          this.order.push(
            ...events.map(() => 'event' as const),
            ...scans.map(() => 'scan' as const),
            ...rejected.map(() => 'rejected' as const),
          );
          this.scans.push(...scans);
          this.rejected.push(...rejected);
        }
        for (const wake of this.#waiting) wake();
        this.#waiting.clear();
      },
    });
  }

  get transport(): EmbeddedTransport {
    return this.ingest.app.get(ScanTransport);
  }

  /** Writes the rows that anchor writes when it logs an enrolment. */
  async enrol(device: TestDevice, limits: { objectsMax?: number; claimsMax?: number } = {}): Promise<void> {
    const { objectsMax = 0, claimsMax = 0 } = limits;
    const [key, party] = [Buffer.from(device.key), Buffer.alloc(32, 1)];
    await this.sql.query(
      'INSERT INTO device (device_key, device_id, party, log_index, objects_max, claims_max) VALUES ($1, $2, $3, 0, $4, $5)',
      [key, device.id, party, objectsMax, claimsMax],
    );
    const { keyId, algorithm, publicKey } = device.signer;
    await this.sql.query(
      'INSERT INTO device_signing_key (device_key, key_id, algorithm, public_key, from_log_index) VALUES ($1, $2, $3, $4, 0)',
      [key, Buffer.from(keyId), algorithm, Buffer.from(publicKey)],
    );
    await this.giveCredential(device);
    await this.sql.query('NOTIFY cairn_registry');
    // A device tries again until it is known; a test sends once.
    await (this.ingest as RunningIngest | undefined)?.app.get(DeviceRegistry).refresh();
  }

  async giveCredential(device: TestDevice): Promise<void> {
    await this.sql.query(
      'INSERT INTO mqtt_credential (device_id, password_sha256) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      [device.id, device.passwordSha256],
    );
  }

  /** A device's connection, subscribed to its answers. */
  async connect(device: TestDevice): Promise<RawClient> {
    const client = await RawClient.connected(this.transport.port, device.id);
    this.clients.push(client);
    client.send({
      cmd: 'subscribe',
      messageId: 1,
      subscriptions: [{ topic: `cairn/v1/receipts/${device.id}`, qos: 1 }],
    });
    await client.next('suback');
    return client;
  }

  async appendReceipt(device: TestDevice, payload: Uint8Array): Promise<void> {
    const body = encodeOutgoingBatch({ messages: [{ device: device.key, deviceId: device.id, payload }] });
    await this.stream.append('receipts', [{ partition: 0, value: sealRecord(this.streamKey, body) }]);
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  async metrics(): Promise<string> {
    return (await fetch(`http://127.0.0.1:${this.ingest.healthPort}/metrics`)).text();
  }

  async health(): Promise<{ status: string; checks: Record<string, string> }> {
    return (await (await fetch(`http://127.0.0.1:${this.ingest.healthPort}/health/ready`)).json()) as never;
  }

  async stop(): Promise<void> {
    for (const client of this.clients) client.end();
    await this.ingest?.stop();
    await this.#reader?.stop();
    await this.stream.close();
    await this.sql.end();
    await this.database.drop();
    rmSync(this.folder, { recursive: true });
  }
}
