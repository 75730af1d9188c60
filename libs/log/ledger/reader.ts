import pg from 'pg';
import { connectionOptions, QUERY_TIMEOUT_MS } from './connection.js';
import { LedgerError } from './error.js';
import { RegistryReader } from './registry-reader.js';
import { RejectReader } from './reject-reader.js';
import { readFirstIndexes } from './first-indexes.js';
import { listenOn } from './listen.js';
import type { LedgerHead, StoredEntry, StoredTrailEntry, TrailRow, TrailSpan } from './read-types.js';
import { readTrailSpans, type TrailSpanRequest } from './trail-spans.js';

export interface LedgerReaderOptions {
  readonly databaseUrl: string;
  /** Seen in pg_stat_activity. */
  readonly name: string;
  /** Default 4. */
  readonly connectionsMax?: number;
  /** Default 30,000. */
  readonly queryTimeoutMs?: number;
}

// Enough for a bundle of evidence with room to say that there is more; callers page beyond.
const ROWS_MAX = 10_000;

// Log indexes ascend with n, so the first n whose log index is at least $2 is found by bisection, not by reading the trail.
const FIRST_OF_SPAN = `WITH RECURSIVE bisection(low, high) AS (
    SELECT 1::bigint, 1 + coalesce((SELECT n FROM trail_link WHERE trail_key = $1 ORDER BY n DESC LIMIT 1), 0)
    UNION ALL
    SELECT CASE WHEN m.log_index < $2 THEN m.n + 1 ELSE low END, CASE WHEN m.log_index < $2 THEN high ELSE m.n END
    FROM bisection JOIN trail_link m ON m.trail_key = $1 AND m.n = (low + high) / 2 WHERE low < high)`;

const ENTRY_COLUMNS = 'e.log_index AS "logIndex", e.entry, e.private AS "privatePart"';

/**
 * What the other parts read: entries, trails, registry. Every call is one statement and sees what is committed; nothing
 * is kept in memory. Errors of the database come through as they are; callers try again.
 */
export class LedgerReader {
  readonly registry: RegistryReader;
  readonly rejects: RejectReader;

  private constructor(private readonly pool: pg.Pool) {
    this.registry = new RegistryReader(pool);
    this.rejects = new RejectReader(pool);
  }

  /** Opens no connection yet. */
  static open(options: LedgerReaderOptions): LedgerReader {
    const { databaseUrl, name, connectionsMax = 4, queryTimeoutMs = QUERY_TIMEOUT_MS } = options;
    const pool = new pg.Pool({ ...connectionOptions({ databaseUrl, name, queryTimeoutMs }), max: connectionsMax });
    pool.on('error', () => {}); // an idle connection that ended: the next call opens another or says why not
    return new LedgerReader(pool);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  /** @returns null before the log has its first entry. */
  async head(): Promise<LedgerHead | null> {
    const { rows } = await this.pool.query<LedgerHead>({
      name: 'head',
      text: `SELECT h.origin, h.log_vkey AS "logVkey", h.size, r.root, h.receipted_size AS "receiptedSize",
               h.published_size AS "publishedSize", h.epoch
             FROM log_head h JOIN log_root r USING (size)`,
    });
    return rows[0] ?? null;
  }

  /** Root of the tree of `size` entries, null unless that size was committed. */
  async rootAt(size: number): Promise<Uint8Array | null> {
    const { rows } = await this.pool.query<{ root: Buffer }>({
      name: 'rootAt',
      text: 'SELECT root FROM log_root WHERE size = $1',
      values: [size],
    });
    return rows[0]?.root ?? null;
  }

  async entry(logIndex: number): Promise<StoredEntry | null> {
    return (await this.entriesAt([logIndex]))[0] ?? null;
  }

  /** Entries from `from` to before `to`, in log order; fewer where the log ends. */
  async entries({ from, to }: { readonly from: number; readonly to: number }): Promise<StoredEntry[]> {
    const { rows } = await this.pool.query<StoredEntry>({
      name: 'entries',
      text: `SELECT ${ENTRY_COLUMNS} FROM log_entry e WHERE log_index >= $1 AND log_index < $2 ORDER BY log_index`,
      values: [from, to],
    });
    return rows;
  }

  /** The entries with these indexes, in log order; absent ones are left out. */
  async entriesAt(logIndexes: readonly number[]): Promise<StoredEntry[]> {
    if (logIndexes.length === 0) return [];
    const { rows } = await this.pool.query<StoredEntry>({
      name: 'entriesAt',
      text: `SELECT ${ENTRY_COLUMNS} FROM log_entry e WHERE log_index = ANY($1::bigint[]) ORDER BY log_index`,
      values: [logIndexes],
    });
    return rows;
  }

  async privatePart(logIndex: number): Promise<Uint8Array | null> {
    return (await this.entry(logIndex))?.privatePart ?? null;
  }

  /** When the commit that holds this entry was made; null beyond the head. */
  async loggedAt(logIndex: number): Promise<Date | null> {
    const { rows } = await this.pool.query<{ loggedAt: Date }>({
      name: 'loggedAt',
      text: 'SELECT logged_at AS "loggedAt" FROM log_root WHERE size > $1 ORDER BY size LIMIT 1',
      values: [logIndex],
    });
    return rows[0]?.loggedAt ?? null;
  }

  /** Number of links, 0 for a key that no entry names. */
  async trailLength(trailKey: Uint8Array): Promise<number> {
    const { rows } = await this.pool.query<{ n: number }>({
      name: 'trailLength',
      text: 'SELECT n FROM trail_link WHERE trail_key = $1 ORDER BY n DESC LIMIT 1',
      values: [Buffer.from(trailKey)],
    });
    return rows[0]?.n ?? 0;
  }

  /** Links `from` to `to` (both counted from 1 and included), at most `limit`. */
  async trail(trailKey: Uint8Array, span: TrailSpan = {}): Promise<TrailRow[]> {
    const { rows } = await this.pool.query<TrailRow>({
      name: 'trail',
      text: `SELECT n, log_index AS "logIndex", link FROM trail_link
             WHERE trail_key = $1 AND n >= $2 AND n <= $3 ORDER BY n LIMIT $4`,
      values: spanValues(trailKey, span),
    });
    return rows;
  }

  /** As `trail`, each link with its entry. */
  async trailEntries(trailKey: Uint8Array, span: TrailSpan = {}): Promise<StoredTrailEntry[]> {
    const { rows } = await this.pool.query<StoredTrailEntry>({
      name: 'trailEntries',
      text: `SELECT t.n, t.link, ${ENTRY_COLUMNS} FROM trail_link t JOIN log_entry e USING (log_index)
             WHERE t.trail_key = $1 AND t.n >= $2 AND t.n <= $3 ORDER BY t.n LIMIT $4`,
      values: spanValues(trailKey, span),
    });
    return rows;
  }

  /**
   * The part of a trail that stands in a span of the log: links whose entry has `fromLogIndex` <= log index < `toLogIndex`.
   * For what a unit did between packing and unpacking.
   */
  async trailEntriesBetween(
    trailKey: Uint8Array,
    span: { readonly fromLogIndex: number; readonly toLogIndex: number; readonly limit?: number },
  ): Promise<StoredTrailEntry[]> {
    const { rows } = await this.pool.query<StoredTrailEntry>({
      name: 'trailEntriesBetween',
      text: `${FIRST_OF_SPAN}
             SELECT t.n, t.link, ${ENTRY_COLUMNS} FROM trail_link t JOIN log_entry e USING (log_index)
             WHERE t.trail_key = $1 AND t.n >= (SELECT low FROM bisection WHERE low = high) AND t.log_index < $3
             ORDER BY t.n LIMIT $4`,
      values: [Buffer.from(trailKey), span.fromLogIndex, span.toLogIndex, span.limit ?? ROWS_MAX],
    });
    return rows;
  }

  /** Entries of many trails, a span of each, in one round trip: one list for each request, in their order. */
  trailSpans(requests: readonly TrailSpanRequest[]): Promise<StoredEntry[][]> {
    return readTrailSpans(this.pool, requests);
  }

  /** For each time, in milliseconds since 1970 UTC, a log index below which no scan arrived at that time or later. */
  firstIndexes(timesMs: readonly number[]): Promise<number[]> {
    return readFirstIndexes(this.pool, timesMs);
  }

  /** Logged scans of a boot with counters `from` to `to` (both included), ascending by counter, at most `limit`. */
  async scansOfBoot(
    boot: Uint8Array,
    { from, to, limit }: { readonly from: number; readonly to: number; readonly limit: number },
  ): Promise<{ readonly counter: number; readonly entry: Uint8Array }[]> {
    const { rows } = await this.pool.query<{ counter: number; entry: Buffer }>({
      name: 'scansOfBoot',
      text: `SELECT e.counter, e.entry FROM boot b JOIN log_entry e USING (boot_number)
             WHERE b.boot = $1 AND e.counter BETWEEN $2 AND $3 ORDER BY e.counter LIMIT $4`,
      values: [Buffer.from(boot), from, to, limit],
    });
    return rows;
  }

  /** Compact range over links 1 to n, largest subtree first, hashes of 32 bytes in one string; null without link n. */
  async trailFrontier(trailKey: Uint8Array, n: number): Promise<Uint8Array | null> {
    const { rows } = await this.pool.query<{ frontier: Buffer }>({
      name: 'trailFrontier',
      text: 'SELECT frontier FROM trail_link WHERE trail_key = $1 AND n = $2',
      values: [Buffer.from(trailKey), n],
    });
    return rows[0]?.frontier ?? null;
  }

  /**
   * Calls `onChange` after each publication or registry change, and once at the start and after each reconnect, when some may
   * have been missed. Reconnects by itself.
   */
  listen(channel: 'cairn_published' | 'cairn_registry', onChange: () => void): { stop(): Promise<void> } {
    return listenOn(this.pool, channel, onChange);
  }

  /** @throws {LedgerError} SCHEMA_MISSING until the tables are there; errors of the connection as they are. */
  async requireSchema(): Promise<void> {
    const { rows } = await this.pool.query<{ there: boolean }>(`SELECT to_regclass('log_head') IS NOT NULL AS there`);
    if (!rows[0]?.there) throw new LedgerError('SCHEMA_MISSING', 'the database has no tables of Cairn yet');
  }
}

const spanValues = (trailKey: Uint8Array, { from = 1, to = Number.MAX_SAFE_INTEGER, limit = ROWS_MAX }: TrailSpan) => [
  Buffer.from(trailKey),
  from,
  to,
  limit,
];
