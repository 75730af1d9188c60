import type pg from 'pg';
import type { SignatureVerifier } from '#libs/core/signatures';
import { encodeSignedEvent, decodePrivatePart, EventKind, type SubmittedEvent } from '#libs/core/wire';
import {
  admitEvents,
  advanceTrails,
  appendToFrontier,
  Boots,
  copyIn,
  EMPTY_FRONTIER,
  isSubmittedKind,
  rootOfFrontier,
  TrailHeads,
  writeBoots,
  writeConcluded,
  writeRegistry,
} from '#libs/log/sequencer';
import { RecoverError } from './error.js';
import { fillChains } from './fill-chains.js';
import type { PrivateSource } from './private-source.js';
import type { PublicLog } from './public-log.js';
import { readEntry, RecoveredBatch, type RecoveredEntry } from './recovered-batch.js';

export interface FillInput {
  /** A session whose tables are empty, and are this process's alone. */
  readonly client: pg.Client;
  readonly log: PublicLog;
  readonly privateSource: PrivateSource;
  readonly verifier: SignatureVerifier;
  readonly origin: string;
  readonly size: number;
  /** Sizes whose roots are kept beside those of whole bundles: all that were signed. */
  readonly sizes: ReadonlySet<number>;
  readonly epoch: number;
  readonly onEntries: (done: number) => void;
}

export interface Filled {
  readonly frontier: Buffer;
  readonly root: Buffer;
}

// As the sequencer's: what one transaction writes is in memory twice.
const ENTRIES_PER_BATCH_MAX = 4_096;
const BATCH_BYTES_MAX = 4 * 1024 * 1024;

interface LogRoot {
  readonly size: number;
  readonly root: Buffer;
  readonly loggedAtMs: number;
}

/**
 * Writes into empty tables everything that follows from the log and the private parts, a batch at a time, by the rules of the append
 * path. The roots of all whole bundles count as committed: each is a prefix of what was signed, and a publication that has to catch
 * up goes by such steps.
 *
 * @throws {RecoverError} LOG_DAMAGED for an entry that the rules of the registry would not have let in.
 */
export async function fillDatabase(input: FillInput): Promise<Filled> {
  const { client, log, privateSource, size, sizes, onEntries } = input;
  const boots = new Boots(client);
  const heads = new TrailHeads(client);
  let frontier: Buffer = EMPTY_FRONTIER;
  let loggedAtMs = 0;
  let batch = new RecoveredBatch(0);
  let roots: LogRoot[] = [{ size: 0, root: rootOfFrontier(frontier), loggedAtMs }];
  const flush = async (): Promise<void> => {
    await writeBatch(input, { batch, roots, boots, heads });
    onEntries(batch.firstIndex + batch.entries.length);
    batch = new RecoveredBatch(batch.firstIndex + batch.entries.length);
    roots = [];
  };
  for await (const bundle of log.bundles(size)) {
    const parts = await privateSource.read(bundle);
    for (const [place, bytes] of bundle.entries.entries()) {
      const logIndex = bundle.firstIndex + place;
      const entry = readEntry(logIndex, bytes);
      entry.privatePart = privateSource.open(logIndex, bundle.index, entry.commitments, parts.get(logIndex));
      if (namesLastStatement(entry) && batch.hasScans) await flush();
      batch.add(entry, bundle.leaves[place]!);
      frontier = appendToFrontier(frontier, logIndex, bundle.leaves[place]!);
      // The log holds no log time of its own: the latest arrival before is the best that is known.
      if (entry.kind === 'scan') loggedAtMs = Math.max(loggedAtMs, entry.scan.receivedTimeMs);
      const reached = logIndex + 1;
      if (reached === size || sizes.has(reached) || place + 1 === bundle.entries.length)
        roots.push({ size: reached, root: rootOfFrontier(frontier), loggedAtMs });
      if (batch.entries.length >= ENTRIES_PER_BATCH_MAX || batch.bytes >= BATCH_BYTES_MAX) await flush();
    }
  }
  await flush();
  await fillChains(client);
  return { frontier, root: rootOfFrontier(frontier) };
}

/** Such an event is held against what was logged before it, which has to be written for that. */
function namesLastStatement(entry: RecoveredEntry): boolean {
  if (entry.kind !== 'event') return false;
  const { kind } = entry.event;
  return kind === EventKind.BOOT || kind === EventKind.ROTATE || kind === EventKind.RETIRE;
}

interface BatchParts {
  readonly batch: RecoveredBatch;
  readonly roots: readonly LogRoot[];
  readonly boots: Boots;
  readonly heads: TrailHeads;
}

async function writeBatch(input: FillInput, { batch, roots, boots, heads }: BatchParts): Promise<void> {
  const { client, epoch } = input;
  await client.query('BEGIN');
  if (await writeEvents(input, batch)) boots.clear();
  await boots.load(batch.bootKeys());
  const entries = batch.rows(boots);
  const links = await advanceTrails(batch, heads);
  if (entries.rows > 0) await copyIn(client, 'COPY log_entry FROM STDIN (FORMAT binary)', entries.finish());
  if (links.rows > 0) await copyIn(client, 'COPY trail_link FROM STDIN (FORMAT binary)', links.finish());
  if (batch.touched.size > 0) await writeBoots(client, [...batch.touched]);
  await writeConcluded(client, batch.concluded);
  await client.query(
    `INSERT INTO log_root (size, root, epoch, logged_at)
     SELECT size, root, $4, to_timestamp(ms / 1000) FROM unnest($1::bigint[], $2::bytea[], $3::double precision[]) AS u (size, root, ms)`,
    [roots.map(({ size }) => size), roots.map(({ root }) => root), roots.map(({ loggedAtMs }) => loggedAtMs), epoch],
  );
  await client.query('COMMIT');
}

/** @returns whether the registry changed. */
async function writeEvents(input: FillInput, batch: RecoveredBatch): Promise<boolean> {
  const events = batch.entries.filter((entry) => entry.kind === 'event' && isSubmittedKind(entry.event.kind));
  if (events.length === 0) return false;
  const { client, verifier, origin } = input;
  const submitted = events.map(asSubmitted);
  const place = new PlaceInLog(events.map(({ logIndex }) => logIndex));
  const { writes, rejects } = await admitEvents({
    client,
    verifier,
    origin,
    batch: place,
    submitted,
    isLogged: true,
    nowMs: 0,
  });
  const [refused] = rejects;
  if (refused || place.left > 0)
    throw new RecoverError(
      'LOG_DAMAGED',
      `entry ${place.nextIndex} of the public log is an event that no sequencer of this log has admitted${refused ? `: ${refused.text}` : ', or that it holds twice'}`,
    );
  await writeRegistry(client, writes);
  return true;
}

function asSubmitted(entry: RecoveredEntry): SubmittedEvent {
  if (entry.kind !== 'event') throw new TypeError(`entry ${entry.logIndex} is no event`);
  const disclosures = entry.privatePart ? decodePrivatePart(entry.privatePart).disclosures : [];
  return { signedEvent: encodeSignedEvent(entry.event), disclosures: [...disclosures] };
}

/** Where the next event of the log stands: the entries are there already. */
class PlaceInLog {
  private taken = 0;

  constructor(private readonly indexes: readonly number[]) {}

  get nextIndex(): number {
    return this.indexes[this.taken] ?? this.indexes.at(-1)! + 1;
  }

  get left(): number {
    return this.indexes.length - this.taken;
  }

  addEvent(): number {
    const logIndex = this.nextIndex;
    this.taken++;
    return logIndex;
  }
}
