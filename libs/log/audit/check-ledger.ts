import pg from 'pg';
import type { CheckpointStore, LogStorage, PrivateParts } from '#libs/log/storage';
import type { SignatureVerifier } from '#libs/core/signatures';
import { KeyType, type Vkey } from '#libs/core/tlog';
import { connectionOptions } from '#libs/log/ledger';
import { checkBoots, readBootNumbers } from './boot-check.js';
import { checkChains } from './chain-check.js';
import { checkCheckpoints } from './checkpoint-check.js';
import { type CheckPhase, CheckWork } from './check-work.js';
import { CommittedRoots } from './committed-roots.js';
import { EntryCheck } from './entry-check.js';
import { type Difference, type DifferenceCode, Differences } from './findings.js';
import { checkHead, type Head, readHead, vkeyOf } from './head-check.js';
import { LaterRoots } from './later-roots.js';
import { LinkSums } from './link-sums.js';
import { checkLog } from './log-check.js';
import { PrivateFileCheck } from './private-file-check.js';
import { PublicFiles } from './public-files.js';
import { checkRegistry } from './registry-check.js';
import { type DeviceMisfit, SeenCheckpoints } from './seen-checkpoints.js';
import { checkSequences } from './sequence-check.js';
import { SignatureChecks } from './signature-checks.js';
import { checkTrails } from './trail-check.js';
import { checkShownUris, type ShownUri } from './uri-check.js';

export interface CheckLedgerOptions {
  readonly databaseUrl: string;
  /** The public log. */
  readonly storage: LogStorage;
  /** Signed checkpoints outside the database. */
  readonly checkpoints: CheckpointStore;
  /** URIs and disclosures in files. */
  readonly privateParts: PrivateParts;
  /** For the checkpoints, and for the entries where these are asked for. */
  readonly verifier: SignatureVerifier;
  /** Keys of logs in the policy: checkpoints may be signed by a key that this log had before, or will have. */
  readonly policyVkeys?: readonly Vkey[];
  /** Also the signature of each entry: most of the time that the check then takes. */
  readonly withSignatures?: boolean;
  /** URIs that are shown beside keys of trails, read in the snapshot of the check. Default: none is looked at. */
  readonly shownUris?: (snapshot: pg.Client) => AsyncIterable<ShownUri>;
  /** Ends the check at the next step. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CheckProgress) => void;
}

export interface CheckProgress {
  readonly phase: CheckPhase;
  readonly done: number;
  readonly total: number;
  /** Of the whole check, 0 to 1: by what the phases cost, as far as it is known. */
  readonly share: number;
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
  /** The first ones of each code, a line each. */
  readonly differences: readonly Difference[];
  /** How many of a code are not among them. */
  readonly further: readonly { readonly code: DifferenceCode; readonly count: number }[];
  readonly differenceCount: number;
  /** Of all of them, by code. */
  readonly differenceCounts: Differences['counts'];
  /** What devices said that the log does not bear out: the first ones. Their word alone, and so no differences. */
  readonly misfits: readonly DeviceMisfit[];
  readonly misfitCount: number;
  /** What this check says nothing about. */
  readonly notChecked: readonly string[];
}

const NOT_CHECKED = [
  'what no verdict depends on: search terms, look-ups, rejects, passwords of devices',
  'whether others have seen the same log: that is for witnesses and monitors',
];
const SIGNATURES_NOT_CHECKED =
  'signatures of entries (--signatures checks them): they were checked when they came, and evidence checks them again';
const INNER_SIGNATURES_NOT_CHECKED = 'signatures of devices inside refusals and equivocations';

/**
 * Recomputes from the log's entries and the private parts everything that a verdict depends on, and compares it with the database,
 * the public files and the files of private parts (promise P5). Reads one snapshot, so that a node may go on meanwhile.
 *
 * Keeps in memory, beside a few megabytes of what is being read: 40 bytes for each entry and each commit, below 3 kB for each device with
 * its boots, and below 1 kB for each refusal and equivocation; nothing for each trail, object or claim.
 *
 * @throws {LedgerError} SCHEMA_MISSING when the database holds no log; the signal's reason; errors of database and files.
 */
export async function checkLedger(options: CheckLedgerOptions): Promise<CheckReport> {
  const { databaseUrl, signal } = options;
  const client = new pg.Client(connectionOptions({ databaseUrl, name: 'cairn-check' }));
  const laterRoots = new LaterRoots(databaseUrl);
  const cut = (): void => void Promise.all([client.end(), laterRoots.end()]).catch(() => {});
  signal?.throwIfAborted();
  signal?.addEventListener('abort', cut, { once: true });
  client.on('error', () => {}); // the query under way, or the next one, reports it
  try {
    await client.connect();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    // A server that sorts for minutes notices in this time that nobody waits for it any more.
    await client.query("SET LOCAL client_connection_check_interval = '500ms'");
    return await checkSnapshot(client, options, laterRoots);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', cut);
    await Promise.all([client.end(), laterRoots.end()]);
  }
}

async function checkSnapshot(
  client: pg.Client,
  options: CheckLedgerOptions,
  laterRoots: LaterRoots,
): Promise<CheckReport> {
  const { storage, checkpoints, privateParts, verifier, withSignatures = false, signal } = options;
  const { policyVkeys = [], onProgress = () => {} } = options;
  const head = await readHead(client);
  const { size, receiptedSize, publishedSize, origin, frontier } = head;
  const differences = new Differences();
  checkHead(head, differences);
  const sums = new LinkSums(size);
  const roots = await CommittedRoots.read(client);
  const seen = new SeenCheckpoints(roots);
  const signatures = withSignatures ? new SignatureChecks(origin, verifier, differences) : null;
  const bootOfNumber = await readBootNumbers(client);
  const work = new CheckWork(size, withSignatures);
  const tell = (phase: CheckPhase, done: number, total: number): void => {
    signal?.throwIfAborted();
    onProgress({ phase, done, total, share: work.share(phase, done, entries.linkCount) });
  };
  const entries = new EntryCheck({ sums, seen, bootOfNumber, signatures, differences });
  // Where log_head contradicts itself, its one line says so: what is public must be there in any case.
  const files = new PublicFiles(storage, Math.min(size, Math.max(receiptedSize, publishedSize)));
  const privateFiles = new PrivateFileCheck(privateParts, receiptedSize, differences);
  const onEntries = (done: number): void => tell('entries', done, size);
  const logged = { client, size, publishedSize, frontier, roots, entries, signatures, files, privateFiles };
  const leaves = await checkLog({ ...logged, differences, onEntries });
  const signed = { storage, checkpoints, verifier, size, receiptedSize, publishedSize };
  await checkCheckpoints({ ...signed, logVkeys: keysOfLog(head, policyVkeys), roots, laterRoots, differences });
  const total = entries.linkCount;
  const onLinks = (done: number): void => tell('trails', done, total);
  const notChecked = [withSignatures ? INNER_SIGNATURES_NOT_CHECKED : SIGNATURES_NOT_CHECKED, ...NOT_CHECKED];
  if (!options.shownUris) notChecked.push('URIs that the search shows');
  let links = 0;
  if (leaves.length === size * 32) {
    links = await checkTrails({ client, leaves, sums, differences, onLinks });
    for (const logIndex of sums.unequal())
      differences.add('TRAIL_MISSING', `entry ${logIndex} and the trails do not name the same links`);
    tell('registry', 0, 1);
    await checkRegistry(client, entries.registry, differences);
    await checkChains(client, entries.registry.keys, differences);
    await checkBoots(client, entries.counters.boots, differences);
  } else notChecked.unshift('trails, registry, keys, boots, and what follows the missing entry');
  if (options.shownUris) await checkShownUris(options.shownUris(client), differences);
  await checkSequences(client, differences);
  tell('registry', 1, 1);
  return {
    origin,
    size,
    publishedSize,
    links,
    files: files.count,
    privateFiles: privateFiles.fileCount,
    differences: differences.first,
    further: differences.further(),
    differenceCount: differences.count,
    differenceCounts: differences.counts,
    misfits: seen.first,
    misfitCount: seen.count,
    notChecked,
  };
}

/** Those of `log_head` and of the policy for the same log; a key of the database that is none is told with `log_head`. */
function keysOfLog({ origin, logVkey }: Head, policyVkeys: readonly Vkey[]): readonly Vkey[] {
  const own = vkeyOf(logVkey);
  const name = own?.name ?? origin;
  return [...(own ? [own] : []), ...policyVkeys].filter((vkey) => vkey.name === name && vkey.type === KeyType.ed25519);
}
