import pg from 'pg';
import type { CheckpointStore, LogStorage, PrivateParts } from '#libs/blobs';
import type { SignatureVerifier } from '#libs/signatures';
import { KeyType, parseVkey, type Vkey } from '#libs/tlog';
import { connectionOptions } from '../connection.js';
import { LedgerError } from '../error.js';
import { checkBoots } from './boot-check.js';
import { checkChains } from './chain-check.js';
import { checkCheckpoints } from './checkpoint-check.js';
import { CommittedRoots } from './committed-roots.js';
import { EntryCheck } from './entry-check.js';
import { FileCheck } from './file-check.js';
import { type Difference, Differences } from './findings.js';
import { LinkSums } from './link-sums.js';
import { checkLog } from './log-check.js';
import { PrivateFileCheck } from './private-file-check.js';
import { checkRegistry } from './registry-check.js';
import { checkTrails } from './trail-check.js';
import { checkObjectUris } from './uri-check.js';

export interface CheckLedgerOptions {
  readonly databaseUrl: string;
  /** The public log. */
  readonly storage: LogStorage;
  /** Signed checkpoints outside the database. */
  readonly checkpoints: CheckpointStore;
  /** URIs and disclosures in files. */
  readonly privateParts: PrivateParts;
  /** For the checkpoints. */
  readonly verifier: SignatureVerifier;
  /** Keys of logs in the policy: checkpoints may be signed by a key that this log had before, or will have. */
  readonly policyVkeys?: readonly Vkey[];
  readonly onProgress?: (progress: CheckProgress) => void;
}

export interface CheckProgress {
  readonly phase: 'entries' | 'trails' | 'registry';
  readonly done: number;
  readonly total: number;
}

export interface CheckReport {
  readonly origin: string;
  /** Entries that were checked: those that were committed when the check began. */
  readonly size: number;
  readonly publishedSize: number;
  /** Links of trails. */
  readonly links: number;
  /** Tiles and bundles. */
  readonly files: number;
  readonly privateFiles: number;
  /** The first ones, a line each. */
  readonly differences: readonly Difference[];
  readonly differenceCount: number;
  /** Of all of them, by code. */
  readonly differenceCounts: Differences['counts'];
  /** What this check says nothing about. */
  readonly notChecked: readonly string[];
}

const NOT_CHECKED = [
  'what no verdict depends on: search terms, look-ups, rejects, passwords of devices',
  'signatures of scans and events: they were checked when they came, and evidence checks them again',
  'whether others have seen the same log: that is for witnesses and monitors',
];

interface Head {
  readonly origin: string;
  readonly logVkey: string;
  readonly size: number;
  readonly frontier: Buffer;
  readonly receiptedSize: number;
  readonly publishedSize: number;
}

/**
 * Recomputes from the log's entries and the private parts everything that a verdict depends on, and compares it with the database,
 * the public files and the files of private parts (promise P5). Reads one snapshot, so that a node may go on meanwhile. Keeps about 50 bytes for each entry, the
 * counters of each boot, and the registry in memory.
 *
 * @throws {LedgerError} SCHEMA_MISSING when the database holds no log; errors of database and files.
 */
export async function checkLedger(options: CheckLedgerOptions): Promise<CheckReport> {
  const {
    databaseUrl,
    storage,
    checkpoints,
    privateParts,
    verifier,
    policyVkeys = [],
    onProgress = () => {},
  } = options;
  const client = new pg.Client(connectionOptions({ databaseUrl, name: 'cairn-check' }));
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { size, receiptedSize, publishedSize, origin, frontier, logVkey } = await readHead(client);
    const differences = new Differences();
    const sums = new LinkSums(size);
    const entries = new EntryCheck(sums, differences);
    const files = new FileCheck(storage, { receiptedSize, publishedSize }, differences);
    const privateFiles = new PrivateFileCheck(privateParts, receiptedSize, differences);
    const roots = await CommittedRoots.read(client);
    const onEntries = (done: number): void => onProgress({ phase: 'entries', done, total: size });
    const leaves = await checkLog({
      client,
      size,
      frontier,
      roots,
      entries,
      files,
      privateFiles,
      differences,
      onEntries,
    });
    const sizes = { size, receiptedSize, publishedSize };
    const logVkeys = keysOfLog(origin, [parseVkey(logVkey), ...policyVkeys]);
    await checkCheckpoints({ storage, checkpoints, verifier, logVkeys, ...sizes, roots, differences });
    const total = entries.linkCount;
    const onLinks = (done: number): void => onProgress({ phase: 'trails', done, total });
    const notChecked = [...NOT_CHECKED];
    let links = 0;
    if (leaves.length === size * 32) {
      links = await checkTrails({ client, leaves, sums, differences, onLinks });
      for (const logIndex of sums.unequal())
        differences.add('TRAIL_MISSING', `entry ${logIndex} and the trails do not name the same links`);
    } else notChecked.unshift('trails, and what follows the missing entry');
    onProgress({ phase: 'registry', done: 0, total: 1 });
    await checkRegistry(client, entries.registry, differences);
    await checkChains(client, entries.registry.keys, differences);
    await checkBoots(client, entries.boots, differences);
    await checkObjectUris(client, differences);
    onProgress({ phase: 'registry', done: 1, total: 1 });
    const { first, count, counts: differenceCounts } = differences;
    const counts = { size, publishedSize, links, files: files.fileCount, privateFiles: privateFiles.fileCount };
    return { origin, ...counts, differences: first, differenceCount: count, differenceCounts, notChecked };
  } finally {
    await client.end();
  }
}

const keysOfLog = (origin: string, vkeys: readonly Vkey[]): readonly Vkey[] =>
  vkeys.filter(({ name, type }) => name === origin && type === KeyType.ed25519);

async function readHead(client: pg.Client): Promise<Head> {
  const { rows: schema } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('log_head') IS NOT NULL AS there`,
  );
  if (schema[0]!.there) {
    const { rows } = await client.query<Head>(
      `SELECT origin, log_vkey AS "logVkey", size, frontier, receipted_size AS "receiptedSize",
         published_size AS "publishedSize" FROM log_head`,
    );
    if (rows[0]) return rows[0];
  }
  throw new LedgerError('SCHEMA_MISSING', 'the database holds no log');
}
