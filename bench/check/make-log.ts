import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import getPort from 'get-port';
import pg from 'pg';
import { FileCheckpointStore, FileLogStorage, FilePrivateParts, TileEdge } from '#libs/log/storage';
import { EmbeddedPostgres } from '#libs/host/postgres';
import { gln } from '#libs/core/gs1';
import { loadIdentity, loadKey, NativeVerifier, type NodeIdentity } from '#libs/host/keys';
import { clientOf, CommittedLog, Lease, type LedgerSession, migrateLedger } from '#libs/log/ledger';
import { beginLog, type IncomingRecord, Ledger, readIncoming } from '#libs/log/sequencer';
import { migrateProjections } from '#libs/projections/runner';
import { searchProjection } from '#libs/projections/search';
import {
  decodeLogEntry,
  decodePrivatePart,
  decodeScanHeader,
  encodeStreamBatch,
  PartyKind,
  type SeenCheckpoint,
} from '#libs/core/wire';
import { type DataPaths, dataPaths } from '#libs/host/service';
import { formatCheckpointBody, formatNote, leafHash, noteSignature, signedBytes } from '#libs/core/tlog';
import { enrolEvent, partyEvent } from '#libs/registry/enrolment';
import { firstEvents } from '../../apps/anchor/identity/first-entries.js';
import { fillPrivateFiles } from '../../apps/anchor/publishing/private-files.js';
import { ending } from '../ending.js';
import { loadDevice } from '../fleet.js';
import type { RecordsWanted, ScanSourceOrder } from './scan-source.js';

export interface LogToMake {
  /** An empty folder: becomes the CAIRN_DATA of a node. */
  readonly folder: string;
  readonly entries: number;
  readonly onProgress: (entries: number) => void;
}

export interface MadeLog {
  readonly databaseUrl: string;
  /** Ends its database. */
  readonly stop: () => Promise<void>;
}

const SEED = 'check';
const PARTY = {
  gln: gln({ companyPrefix: '952000000', location: '999' }),
  name: 'Load',
  country: 'IN',
  kind: PartyKind.OTHER,
};
const EVENTS_PER_RECORD = 250;
const DEVICES = 2_000;
const OBJECTS = 100_000;
const RECORDS_PER_COMMIT = 4; // some 1,000 entries, as a sequencer under full load commits them
const COMMITS_PER_PUBLICATION = 4;
const SOURCES = 2;
const MS_PER_COMMIT = 400; // what is held is let go after five commits

/** Starts the database of a node's folder; a new one where there is none. */
export async function startDatabase(folder: string): Promise<MadeLog> {
  const paths = dataPaths(folder);
  mkdirSync(dirname(paths.databaseUrl), { recursive: true });
  const password = existsSync(paths.databaseUrl)
    ? new URL(readFileSync(paths.databaseUrl, 'utf8').trim()).password
    : randomBytes(16).toString('hex');
  const postgres = await EmbeddedPostgres.prepare({
    folder: paths.postgres,
    port: await getPort({ host: '127.0.0.1' }),
    password,
  });
  const forget = ending.add(() => postgres.stop());
  await postgres.start();
  writeFileSync(paths.databaseUrl, `${postgres.url}\n`, { mode: 0o600 });
  const stop = async (): Promise<void> => {
    await postgres.stop();
    forget();
  };
  return { databaseUrl: postgres.url, stop };
}

/**
 * Makes a log of real scans, by the append path and the publication of a node: signed by 2,000 devices, of 100,000 objects, one to three
 * of them and five claims a scan, with late, refused and contradictory ones among them, and scans that have seen a checkpoint.
 */
export async function makeLog({ folder, entries, onProgress }: LogToMake): Promise<MadeLog> {
  const made = await startDatabase(folder);
  const { databaseUrl } = made;
  await migrateLedger(databaseUrl);
  await migrateProjections(databaseUrl, [searchProjection]);
  const identity = loadIdentity({ paths: dataPaths(folder), origin: 'check.bench/log', begun: false });
  const lease = await Lease.acquire({ databaseUrl, durationMs: 60_000 }, new AbortController().signal);
  const sources = Array.from({ length: SOURCES }, (_, from) => new ScanSource(from));
  try {
    await new LogMaker(folder, lease, identity, sources).run(entries, onProgress);
  } finally {
    await Promise.all(sources.map((source) => source.end()));
    await lease.release();
  }
  await writeObjectUris(databaseUrl);
  return made;
}

class LogMaker {
  private readonly storage: FileLogStorage;
  private readonly checkpoints: FileCheckpointStore;
  private readonly edge = new TileEdge();
  private waiting: { entries: Uint8Array[]; leaves: Uint8Array[] } = { entries: [], leaves: [] };
  private nowMs = Date.UTC(2026, 0, 15);
  private offset = 0;
  private ledger!: Ledger;
  private records: IncomingRecord[] = [];
  private readonly paths: DataPaths;

  constructor(
    folder: string,
    private readonly lease: Lease,
    private readonly identity: NodeIdentity,
    private readonly sources: readonly ScanSource[],
  ) {
    const paths = dataPaths(folder);
    this.paths = paths;
    this.storage = new FileLogStorage(paths.log);
    this.checkpoints = new FileCheckpointStore(paths.checkpoints);
  }

  async run(size: number, onProgress: (entries: number) => void): Promise<void> {
    const { lease, identity } = this;
    const session = await lease.connect();
    await beginLog(lease, session, { origin: identity.origin, logVkey: identity.logVkeyText });
    const client = clientOf(session);
    const clock = { nowMs: () => this.nowMs, monotonicMs: () => performance.now() };
    this.ledger = await Ledger.open({ lease, signer: identity.receiptKey, verifier: new NativeVerifier(), clock });
    await this.begin(client);
    let seen: SeenCheckpoint | undefined;
    for (let commit = 1; this.ledger.size < size; commit++) {
      const source = this.sources[commit % this.sources.length]!;
      for (const body of await source.take(RECORDS_PER_COMMIT, seen)) this.records.push(this.read(body));
      await this.commit();
      if (commit % COMMITS_PER_PUBLICATION === 0) seen = await this.publish(client);
      onProgress(this.ledger.size);
    }
    await this.publish(client);
    await this.writePrivateFiles(session);
  }

  /** As an anchor that starts on a log from before there were any. */
  private async writePrivateFiles(session: LedgerSession): Promise<void> {
    const privateParts = new FilePrivateParts(this.paths.privateParts);
    const observer = { fillingPrivateFiles: () => {} };
    const stillAllowed = (): void => this.lease.requireHeld();
    const committed = new CommittedLog(session);
    await fillPrivateFiles({ committed, privateParts, observer, stillAllowed }, this.ledger.size);
  }

  private read(body: Uint8Array): IncomingRecord {
    return readIncoming({ partition: 0, offset: this.offset++ }, body, Number.MAX_SAFE_INTEGER);
  }

  private async begin(client: pg.Client): Promise<void> {
    const operatorKey = loadKey(this.paths.operatorKey);
    await this.ledger.begin(await firstEvents(this.identity, this.nowMs));
    // They came with no record, and `begin` does not answer them.
    const { rows } = await client.query<{ entry: Buffer }>('SELECT entry FROM log_entry ORDER BY log_index');
    for (const { entry } of rows) {
      this.waiting.entries.push(entry);
      this.waiting.leaves.push(leafHash(entry));
    }
    const enrolled = Array.from({ length: DEVICES }, (_, number) => {
      const { id, key: device, boot, signer } = loadDevice(SEED, number);
      const { algorithm, publicKey } = signer;
      const facts = { partyGln: PARTY.gln, kind: 'load' };
      return enrolEvent({ id, device, boot, algorithm, publicKey }, facts, operatorKey, this.nowMs);
    });
    const events = [partyEvent(PARTY, operatorKey, this.nowMs), ...enrolled];
    for (let from = 0; from < events.length; from += EVENTS_PER_RECORD) {
      const some = events.slice(from, from + EVENTS_PER_RECORD);
      this.records.push(this.read(encodeStreamBatch({ scans: [], events: some, rejected: [] })));
    }
    await this.commit();
  }

  private async commit(): Promise<void> {
    const { records } = this;
    this.records = [];
    this.nowMs += MS_PER_COMMIT;
    for (const { entries, leaves } of await this.ledger.append(records)) {
      this.waiting.entries.push(...entries);
      this.waiting.leaves.push(...leaves);
    }
  }

  /** As the publisher of the anchor, without receipts: tiles, signed checkpoint outside, public checkpoint, sizes. */
  private async publish(client: pg.Client): Promise<SeenCheckpoint> {
    const { entries, leaves } = this.waiting;
    this.waiting = { entries: [], leaves: [] };
    const allowed = (): void => this.lease.requireHeld();
    const { files, obsolete } = this.edge.grow(entries, leaves);
    await this.storage.writeAll(files, allowed);
    const { size } = this.ledger;
    const root = this.ledger.root();
    const { origin, logKey, logVkey } = this.identity;
    const body = formatCheckpointBody({ origin, size, root });
    const signature = await logKey.sign(signedBytes(body));
    const { keyId } = logVkey;
    const note = new TextEncoder().encode(formatNote(body, [noteSignature({ name: origin, keyId, signature })]));
    await this.checkpoints.create({ size, note }, allowed);
    await this.storage.replace({ path: 'checkpoint', bytes: note }, allowed);
    for (const folder of obsolete) await this.storage.remove(folder, allowed);
    await client.query('UPDATE log_head SET receipted_size = $1, published_size = $1', [size]);
    return { size, root };
  }
}

/** One thread of devices, one order ahead. */
class ScanSource {
  private readonly worker: Worker;
  private next: Promise<Uint8Array[]> | undefined;

  constructor(from: number) {
    const order: ScanSourceOrder = { seed: SEED, from, step: SOURCES, devices: DEVICES, objects: OBJECTS };
    this.worker = new Worker(fileURLToPath(new URL('./scan-source.js', import.meta.url)), { workerData: order });
  }

  async take(records: number, seen: SeenCheckpoint | undefined): Promise<Uint8Array[]> {
    const bodies = await (this.next ?? this.ask({ records, seen }));
    this.next = this.ask({ records, seen });
    this.next.catch(() => {}); // told at the next `take`
    return bodies;
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }

  private ask(wanted: RecordsWanted): Promise<Uint8Array[]> {
    return new Promise((resolve, reject) => {
      this.worker.once('error', reject);
      this.worker.once('message', (bodies: Uint8Array[]) => {
        this.worker.off('error', reject);
        resolve(bodies);
      });
      this.worker.postMessage(wanted, []);
    });
  }
}

/** As the search is filled, without search terms, which the check says nothing about. */
async function writeObjectUris(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const uris = new Map<string, Uint8Array>();
    const { rows: head } = await client.query<{ size: string }>('SELECT size FROM log_head');
    const size = Number(head[0]!.size);
    for (let from = 0; from < size && uris.size < OBJECTS; from += 5_000) {
      const { rows } = await client.query<{ entry: Buffer; private: Buffer }>(
        `SELECT entry, private FROM log_entry
         WHERE log_index >= $1 AND log_index < $2 AND boot_number IS NOT NULL AND private IS NOT NULL`,
        [from, from + 5_000],
      );
      for (const row of rows) {
        const entry = decodeLogEntry(row.entry);
        if (entry.kind !== 'scan') continue;
        const { objects } = decodeScanHeader(entry.scan.header);
        for (const [at, uri] of decodePrivatePart(row.private).uris.entries()) uris.set(uri, objects[at]!);
      }
    }
    await client.query(
      'INSERT INTO projection_search.object_uri (trail_key, uri, log_index) SELECT *, 0 FROM unnest($1::bytea[], $2::text[])',
      [[...uris.values()].map((key) => Buffer.from(key)), [...uris.keys()]],
    );
    await client.query('VACUUM ANALYZE');
  } finally {
    await client.end();
  }
}
