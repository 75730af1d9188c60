import pg from 'pg';
import { migrateLedger } from '#libs/log/ledger';
import { migrateProjections } from '#libs/projections/runner';
import { searchProjection } from '#libs/projections/search';
import { readEntry, Trail, type TrailEntry } from '#libs/core/entries';
import { encodePrivatePart } from '#libs/core/wire';
import { CompactRange, formatVkey, leafHash } from '#libs/core/tlog';
import { writeLog } from '../storage/write-log.js';
import type { MemoryLog } from '../core/memory-log.js';

export { Fleet, ITEM } from '../core/fleet.js';
export { MemoryLog } from '../core/memory-log.js';

/** Where a log goes. */
export interface PublishTarget {
  readonly databaseUrl: string;
  /** The folder that `/log/` serves. */
  readonly logFolder: string;
}

/** Puts a log made in memory where the anchor puts a real one: rows into PostgreSQL, tiles and checkpoint into the public folder. */
export async function publish(log: MemoryLog, target: PublishTarget, publishedSize = log.size): Promise<void> {
  const entries = Array.from({ length: log.size }, (_, logIndex) => log.entry(logIndex));
  await migrateLedger(target.databaseUrl);
  await migrateProjections(target.databaseUrl, [searchProjection]);
  await storeRows(log, entries, target.databaseUrl);
  if (publishedSize === log.size) await writeLog(log, target.logFolder);
}

async function storeRows(log: MemoryLog, entries: readonly TrailEntry[], databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const trails = new Map<string, Trail>();
    const uris = new Map<string, { readonly uri: string; readonly logIndex: number }>();
    const range = CompactRange.empty();
    const links: unknown[][] = [];
    for (const given of entries) {
      const leaf = leafHash(given.entry);
      range.append(leaf);
      const read = readEntry(given);
      for (const [place, key] of read.objects.entries()) {
        const bytes = Buffer.from(key, 'hex');
        const trail = trails.get(key) ?? Trail.empty(bytes);
        trails.set(key, trail);
        const { n, link } = trail.append(given.logIndex, leaf);
        links.push([bytes, n, given.logIndex, Buffer.from(link), Buffer.concat(trail.frontier)]);
        const uri = read.kind === 'scan' ? given.uris[place] : undefined;
        if (uri) uris.set(key, { uri, logIndex: given.logIndex });
      }
    }
    await insert(client, 'log_entry (log_index, entry, private)', entries.map(entryRow));
    await insert(client, 'trail_link (trail_key, n, log_index, link, frontier)', links);
    await insert(
      client,
      'projection_search.object_uri (trail_key, uri, log_index)',
      [...uris].map(([key, { uri, logIndex }]) => [Buffer.from(key, 'hex'), uri, logIndex]),
    );
    await insert(client, 'log_root (size, root, epoch, logged_at)', [
      [log.size, Buffer.from(range.root()), 1, new Date()],
    ]);
    await insert(client, 'log_head (id, origin, log_vkey, size, frontier, published_size, epoch)', [
      [1, log.origin, formatVkey(log.vkey), log.size, Buffer.concat(range.hashes), log.size, 1],
    ]);
    await insert(client, 'projection_search.search_term (term, kind, trail_key, log_index)', terms(entries));
  } finally {
    await client.end();
  }
}

function entryRow({ logIndex, entry, uris, disclosures }: TrailEntry): unknown[] {
  const parts = {
    uris: uris.map((uri) => uri ?? ''),
    disclosures: disclosures.map((bytes) => bytes ?? new Uint8Array()),
  };
  const isEmpty = uris.length === 0 && disclosures.length === 0;
  return [logIndex, Buffer.from(entry), isEmpty ? null : Buffer.from(encodePrivatePart(parts))];
}

/** Document numbers by object, as the projector of the anchor fills them. */
function terms(entries: readonly TrailEntry[]): unknown[][] {
  const rows = new Map<string, unknown[]>();
  for (const given of entries) {
    const read = readEntry(given);
    if (read.kind !== 'scan') continue;
    for (const { name, value } of read.claims) {
      if (!name.startsWith('bizTransaction.')) continue;
      const kind = name.slice('bizTransaction.'.length);
      const term = (value.split(':').at(-1) ?? value).toUpperCase();
      for (const key of read.objects) {
        if (!rows.has(`${term} ${kind} ${key}`)) {
          rows.set(`${term} ${kind} ${key}`, [term, kind, Buffer.from(key, 'hex'), given.logIndex]);
        }
      }
    }
  }
  return [...rows.values()];
}

async function insert(client: pg.Client, into: string, rows: readonly (readonly unknown[])[]): Promise<void> {
  for (let at = 0; at < rows.length; at += 1_000) {
    const part = rows.slice(at, at + 1_000);
    const places = part.map((row, r) => `(${row.map((_, c) => `$${r * row.length + c + 1}`).join(',')})`).join(',');
    await client.query(`INSERT INTO ${into} VALUES ${places}`, part.flat());
  }
}
