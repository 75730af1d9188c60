import { decodeLogEntry, decodePrivatePart, decodeScanHeader, parseDisclosure } from '#libs/core/wire';
import {
  bigint,
  bytes,
  type Change,
  type MigrationClass,
  type Projection,
  tableOf,
  text,
} from '#libs/projections/runner';
import type { StoredEntry } from '#libs/log/ledger';

class Watched1700000000000 {
  readonly name = 'Watched1700000000000';

  async up(runner: { query(sql: string): Promise<unknown> }): Promise<void> {
    await runner.query(`CREATE TABLE latest (trail_key bytea NOT NULL, uri text COLLATE "C", log_index bigint NOT NULL,
      CONSTRAINT latest_pkey PRIMARY KEY (trail_key))`);
    await runner.query(`CREATE TABLE span (trail_key bytea NOT NULL, from_log_index bigint NOT NULL, to_log_index bigint,
      log_index bigint NOT NULL, CONSTRAINT span_pkey PRIMARY KEY (trail_key, from_log_index))`);
    await runner.query('CREATE INDEX span_open ON span (trail_key) WHERE to_log_index IS NULL');
  }

  async down(): Promise<void> {}
}

interface LatestRow {
  readonly trailKey: Uint8Array;
  readonly uri: string | null;
  readonly logIndex: number;
}

interface SpanRow {
  readonly trailKey: Uint8Array;
  readonly fromLogIndex: number;
  readonly toLogIndex: number | null;
  readonly logIndex: number;
}

/** A projection whose rows change: where an object was seen last, and when it was packed. Uses all that a fold can say. */
export const watchedProjection: Projection = {
  name: 'watched',
  version: 1,
  tables: [
    tableOf<LatestRow>({
      name: 'latest',
      tableName: 'latest',
      columns: {
        trailKey: bytes('trail_key', { primary: true, primaryKeyConstraintName: 'latest_pkey' }),
        uri: text('uri', { nullable: true }),
        logIndex: bigint('log_index'),
      },
    }),
    tableOf<SpanRow>({
      name: 'span',
      tableName: 'span',
      columns: {
        trailKey: bytes('trail_key', { primary: true, primaryKeyConstraintName: 'span_pkey' }),
        fromLogIndex: bigint('from_log_index', { primary: true, primaryKeyConstraintName: 'span_pkey' }),
        toLogIndex: bigint('to_log_index', { nullable: true }),
        logIndex: bigint('log_index'),
      },
      indices: [{ name: 'span_open', columns: ['trailKey'], where: 'to_log_index IS NULL' }],
    }),
  ],
  migrations: [Watched1700000000000 as unknown as MigrationClass],
  fold: foldWatched,
};

function* foldWatched({ logIndex, entry, privatePart }: StoredEntry): Generator<Change> {
  const read = decodeLogEntry(entry);
  if (read.kind !== 'scan' || !privatePart) return;
  const { uris, disclosures } = decodePrivatePart(privatePart);
  const notes = disclosures.flatMap((bytesOf) => (bytesOf.length > 0 ? [parseDisclosure(bytesOf).value] : []));
  for (const [at, trailKey] of decodeScanHeader(read.scan.header).objects.entries()) {
    yield { kind: 'put', table: 'latest', row: { trailKey, uri: uris[at] || null, logIndex } };
    if (notes.includes('packed'))
      yield { kind: 'add', table: 'span', row: { trailKey, fromLogIndex: logIndex, toLogIndex: null, logIndex } };
    if (notes.includes('unpacked'))
      yield { kind: 'set', table: 'span', where: { trailKey, toLogIndex: null }, values: { toLogIndex: logIndex } };
    if (notes.includes('forgotten')) yield { kind: 'remove', table: 'span', where: { trailKey } };
  }
}
