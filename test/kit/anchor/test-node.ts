import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import {
  commitment,
  decodeDeviceMessage,
  decodeEventReceiptBody,
  decodeOutgoingBatch,
  decodePasswordReceiptBody,
  decodeReceiptBatch,
  encodeLookupBatch,
  encodeSignedEvent,
  encodeSignedScan,
  encodeStreamBatch,
  type EventBodies,
  EventKind,
  type EventReceipt,
  type EventReceiptBody,
  eventReceiptSigningBytes,
  type Lookup,
  makeDisclosure,
  partyKey,
  type PasswordReceipt,
  type PasswordReceiptBody,
  passwordReceiptSigningBytes,
  type Receipt,
  receiptLeaf,
  receiptSigningBytes,
  type Reject,
  type SignedScan,
  signEvent,
  statementHash,
  type SubmittedEvent,
} from '#libs/core/wire';
import { FileCheckpointStore, FileLogStorage, FilePrivateParts } from '#libs/log/storage';
import { loadKey, loadLogVkeys, lookupKeyOf, NativeVerifier, parseStreamKey, type Signer } from '#libs/host/keys';
import { checkLedger } from '#libs/log/audit';
import { LedgerReader } from '#libs/log/ledger';
import { searchedUris, SearchReader } from '#libs/projections/search';
import { dataPaths, parseEnvironment } from '#libs/host/service';
import { SignatureAlgorithm } from '#libs/core/signatures';
import { createScanStream, openRecord, type ScanStream, sealRecord, type Subscription } from '#libs/transport/stream';
import { openCheckpoint, parsePolicy, rootFromInclusionPath } from '#libs/core/tlog';
import { copyTestDatabase, createTestDatabase, type TestDatabase } from '../../support/database.js';
import type { TestDevice } from '../ledger/device.js';
import type { Logger } from '#libs/host/service';
import { logger as silentLogger } from './logger.js';
import { askWitnesses, type AskedWitness } from '../witness/test-witness.js';
import { type AnchorEnvironment, anchorEnvironment } from '../../../apps/anchor/environment.js';
import { type ExchangedParts, type RunningAnchor, startAnchor } from '../../../apps/anchor/start-anchor.js';

const GLN = '9520000000004';

const verifier = new NativeVerifier();

/** A data folder, a database and a stream, and what a device and a stranger see of them. */
export class TestNode {
  readonly environment: AnchorEnvironment;
  readonly paths: ReturnType<typeof dataPaths>;
  readonly stream: ScanStream;
  readonly reader: LedgerReader;
  readonly search: SearchReader;
  readonly admin: pg.Client;
  readonly receipts: Receipt[] = [];
  readonly rejects: Reject[] = [];
  readonly eventReceipts: EventReceiptBody[] = [];
  readonly passwordReceipts: PasswordReceiptBody[] = [];
  private readonly running = new Set<RunningAnchor>();
  private subscription: Subscription | undefined;
  private heard: () => void = () => {};
  /** Of each partition of `receipts`: the offset after the last record that was heard. */
  private readonly heardOffsets = new Map<number, number>();
  /** What the anchor's environment was read from, for one that is a process of its own. */
  readonly allVariables: Readonly<Record<string, string>>;

  private constructor(
    readonly database: TestDatabase,
    readonly folder: string,
    private readonly variables: Record<string, string>,
  ) {
    this.allVariables = {
      CAIRN_DATA: folder,
      CAIRN_DATABASE_URL: database.url,
      CAIRN_ANCHOR_HEALTH_PORT: '0',
      CAIRN_ANCHOR_PUBLISH_MS: '10',
      CAIRN_ANCHOR_COMMIT_MS: '1',
      CAIRN_ANCHOR_HOLD_MS: '300',
      ...variables,
    };
    this.environment = parseEnvironment(anchorEnvironment, this.allVariables);
    this.paths = dataPaths(folder);
    this.stream = createScanStream({ kind: 'postgres', databaseUrl: database.url, pollIntervalMs: 50 });
    this.reader = LedgerReader.open({ databaseUrl: database.url, name: 'test', connectionsMax: 2 });
    this.search = SearchReader.open({ databaseUrl: database.url, name: 'test' });
    this.admin = new pg.Client(database.url);
  }

  /** @param folder default: a new one. */
  static async create(
    variables: Record<string, string> = {},
    folder = mkdtempSync(join(tmpdir(), 'cairn-anchor-')),
  ): Promise<TestNode> {
    return TestNode.of(await createTestDatabase(), folder, variables);
  }

  /** A node whose checkpoints become public when so many of these witnesses have cosigned. */
  static async createWitnessed(
    witnesses: readonly AskedWitness[],
    quorum: number,
    variables: Record<string, string> = {},
  ): Promise<TestNode> {
    const folder = mkdtempSync(join(tmpdir(), 'cairn-anchor-'));
    const urls = await askWitnesses(folder, witnesses, quorum);
    return TestNode.create({ ...urls, ...variables }, folder);
  }

  private static async of(
    database: TestDatabase,
    folder: string,
    variables: Record<string, string>,
  ): Promise<TestNode> {
    const node = new TestNode(database, folder, variables);
    node.admin.on('error', () => {}); // the database is dropped under it when a test fails
    await node.admin.connect();
    return node;
  }

  /** Two nodes that are both this one, as it is now: folder and database copied. This one is gone. */
  async split(): Promise<[TestNode, TestNode]> {
    await this.close();
    const copy = async (suffix: string): Promise<TestNode> => {
      const folder = `${this.folder}-${suffix}`;
      cpSync(this.folder, folder, { recursive: true });
      return TestNode.of(await copyTestDatabase(this.database), folder, this.variables);
    };
    const copies: [TestNode, TestNode] = [await copy('one'), await copy('other')];
    await this.remove();
    return copies;
  }

  async start(
    exchanged: ExchangedParts & { readonly environment?: Partial<AnchorEnvironment>; readonly logger?: Logger } = {},
  ): Promise<RunningAnchor> {
    const { environment, logger = silentLogger, ...parts } = exchanged;
    const anchor = await startAnchor({ ...this.environment, ...environment }, logger, parts);
    this.running.add(anchor);
    this.subscription ??= await this.listen();
    return anchor;
  }

  async stop(anchor: RunningAnchor): Promise<void> {
    this.running.delete(anchor);
    await anchor.stop();
  }

  /** For a stream that is set back under it: the next start listens from its beginning. */
  async stopListening(): Promise<void> {
    await this.subscription?.stop();
    this.subscription = undefined;
    this.heardOffsets.clear();
  }

  async drop(): Promise<void> {
    await this.close();
    await this.remove();
  }

  private async close(): Promise<void> {
    await Promise.all([...this.running].map((anchor) => anchor.stop()));
    await this.subscription?.stop();
    await this.stream.close();
    await this.reader.close();
    await this.search.close();
    await this.admin.end();
  }

  private async remove(): Promise<void> {
    await this.database.drop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get streamKey(): Uint8Array {
    return parseStreamKey(readFileSync(this.paths.streamKey, 'utf8'));
  }

  /** Appends look-ups as the api would. */
  async ask(...lookups: Lookup[]): Promise<void> {
    const value = sealRecord(lookupKeyOf(this.streamKey), encodeLookupBatch({ lookups }));
    await this.stream.append('lookups', [{ partition: 0, value }]);
  }

  /** Appends scans as ingest would. */
  async send(...scans: SignedScan[]): Promise<void> {
    const verified = scans.map((scan) => ({ signedScan: encodeSignedScan(scan), receivedTimeMs: Date.now() }));
    await this.append(encodeStreamBatch({ scans: verified, events: [], rejected: [] }));
  }

  /** Appends events as ingest or the command line would. */
  async submit(...signedEvents: Uint8Array[]): Promise<void> {
    const events = signedEvents.map((signedEvent) => ({ signedEvent, disclosures: [] }));
    await this.append(encodeStreamBatch({ scans: [], events, rejected: [] }));
  }

  /** What the check of everything that is kept finds. */
  async differences(options: { readonly withSignatures?: boolean } = {}): Promise<string[]> {
    const { differences } = await checkLedger({
      databaseUrl: this.database.url,
      storage: new FileLogStorage(this.paths.log),
      checkpoints: new FileCheckpointStore(this.paths.checkpoints),
      privateParts: new FilePrivateParts(this.paths.privateParts),
      verifier,
      policyVkeys: loadLogVkeys({ paths: this.paths }).vkeys,
      shownUris: searchedUris,
      ...options,
    });
    return differences.map(({ code, text }) => `${code}: ${text}`);
  }

  /** Entries that every projection has folded. */
  async foldedSize(): Promise<number> {
    const { rows } = await this.admin.query<{ size: string }>(
      'SELECT min(next_log_index) AS size FROM projection.generation WHERE is_served',
    );
    return Number(rows[0]!.size);
  }

  async append(body: Uint8Array): Promise<void> {
    await this.stream.append('scans', [{ partition: 0, value: sealRecord(this.streamKey, body) }]);
  }

  /** Enrols devices as the command line would. */
  async enrol(...devices: TestDevice[]): Promise<void> {
    const events = [this.partyEvent(), ...devices.map((device) => this.enrolEvent(device))];
    await this.append(encodeStreamBatch({ scans: [], events, rejected: [] }));
    for (const { key } of devices) await this.until(async () => (await this.reader.registry.device(key)) !== null);
  }

  /** Waits for every receipt that is in the stream now. @returns the smallest size that covers all of them. */
  async heardAll(): Promise<number> {
    const ends = await this.stream.ends('receipts');
    await this.until(() => [...ends].every(([partition, end]) => (this.heardOffsets.get(partition) ?? 0) >= end));
    return Math.max(0, ...this.receipts.flatMap(({ items }) => items.map(({ logIndex }) => logIndex + 1)));
  }

  /** Nothing is under way: all that is committed is public. */
  async atRest(): Promise<void> {
    await this.until(async () => {
      const head = (await this.reader.head())!;
      return head.size === head.publishedSize;
    });
  }

  /** Waits until every one of these scans has a receipt that verifies. @returns their log indexes. */
  async receiptsFor(...scans: SignedScan[]): Promise<number[]> {
    await this.until(() => scans.every((scan) => this.indexOf(scan) !== undefined));
    return scans.map((scan) => this.indexOf(scan)!);
  }

  indexOf(scan: SignedScan): number | undefined {
    const hash = Buffer.from(statementHash(scan));
    for (const { items } of this.receipts)
      for (const item of items) if (hash.equals(item.statementHash)) return item.logIndex;
    return undefined;
  }

  /** Asks again after everything that was heard, and now and then. */
  async until(condition: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await condition())) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 20);
        this.heard = () => (clearTimeout(timer), resolve());
      });
    }
  }

  /** The public checkpoint, opened with the pinned key. */
  async checkpoint(): Promise<{ size: number; root: Uint8Array }> {
    const note = await new FileLogStorage(this.paths.log).read('checkpoint');
    return this.open(note!);
  }

  async highestStored(): Promise<{ size: number; root: Uint8Array }> {
    return this.open((await new FileCheckpointStore(this.paths.checkpoints).highest())!.note);
  }

  open(note: Uint8Array): Promise<{ size: number; root: Uint8Array }> {
    const { vkey } = parsePolicy(readFileSync(this.paths.policy, 'utf8')).logs[0]!;
    return openCheckpoint({
      note,
      vkey,
      verify: async (check) => (await verifier.verifyAll([{ algorithm: SignatureAlgorithm.ED25519, ...check }]))[0]!,
    });
  }

  private async listen(): Promise<Subscription> {
    return this.stream.subscribe({
      stream: 'receipts',
      group: `test-${randomBytes(4).toString('hex')}`,
      startAt: async () => new Map(),
      onBatch: async ({ partition, records }) => {
        for (const { offset, value } of records) {
          await this.take(openRecord(this.streamKey, value));
          this.heardOffsets.set(partition, offset + 1);
        }
        this.heard();
      },
    });
  }

  private async take(body: Uint8Array): Promise<void> {
    for (const { payload } of decodeOutgoingBatch(body).messages) {
      const message = decodeDeviceMessage(payload);
      if (message.kind === 'reject') this.rejects.push(message.reject);
      else if (message.kind === 'eventReceipt') this.eventReceipts.push(await this.opened(message.eventReceipt));
      else if (message.kind === 'passwordReceipt')
        this.passwordReceipts.push(await this.openedPassword(message.passwordReceipt));
      else if (message.kind === 'receipt' && (await this.isGood(message.receipt))) this.receipts.push(message.receipt);
      else throw new Error('a receipt does not verify');
    }
  }

  private async opened({ body, signature }: EventReceipt): Promise<EventReceiptBody> {
    const { algorithm, publicKey } = loadKey(this.paths.receiptKey);
    const check = { algorithm, publicKey, message: eventReceiptSigningBytes(body), signature };
    if (!(await verifier.verifyAll([check]))[0]) throw new Error('a receipt of an event does not verify');
    return decodeEventReceiptBody(body);
  }

  private async openedPassword({ body, signature }: PasswordReceipt): Promise<PasswordReceiptBody> {
    const { algorithm, publicKey } = loadKey(this.paths.receiptKey);
    const check = { algorithm, publicKey, message: passwordReceiptSigningBytes(body), signature };
    if (!(await verifier.verifyAll([check]))[0]) throw new Error('a receipt of a password does not verify');
    return decodePasswordReceiptBody(body);
  }

  private async isGood({ batch, signature, device, items, leafIndex, path }: Receipt): Promise<boolean> {
    const { root, leafCount } = decodeReceiptBatch(batch);
    const leaf = receiptLeaf(device, items);
    const found = rootFromInclusionPath({ index: leafIndex, size: leafCount, leaf, path });
    const { algorithm, publicKey } = loadKey(this.paths.receiptKey);
    const check = { algorithm, publicKey, message: receiptSigningBytes(batch), signature };
    return Buffer.from(found).equals(root) && (await verifier.verifyAll([check]))[0]!;
  }

  private partyEvent(): SubmittedEvent {
    const disclosures = [makeDisclosure({ index: 0, salt: Buffer.alloc(16, 1), name: 'partyGln', value: GLN })];
    const body = { party: partyKey(GLN), timeMs: 1_700_000_000_000, claims: disclosures.map(commitment) };
    return this.signed(EventKind.PARTY, body, disclosures);
  }

  private enrolEvent({ id, key, signer, boot, party }: TestDevice): SubmittedEvent {
    const disclosures = [makeDisclosure({ index: 0, salt: randomBytes(16), name: 'deviceId', value: id })];
    const { algorithm, publicKey } = signer;
    const rest = { timeMs: 1_700_000_000_000, objectsMax: 0, claimsMax: 0, claims: disclosures.map(commitment) };
    const body = { device: key, algorithm, publicKey, boot, party, ...rest };
    return this.signed(EventKind.ENROL, body, disclosures);
  }

  private signed<Kind extends 2 | 3>(kind: Kind, body: EventBodies[Kind], disclosures: Uint8Array[]): SubmittedEvent {
    const operator: Signer = loadKey(this.paths.operatorKey);
    return { signedEvent: encodeSignedEvent(signEvent(kind, body, operator)), disclosures };
  }
}
