import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { FileLogStorage } from '#libs/log/storage';
import { CommittedLog, migrateLedger } from '#libs/log/ledger';
import { encodeLogEntry, EventKind } from '#libs/core/wire';
import { leafHash, treeRoot } from '#libs/core/tlog';
import { sessionOf } from '../../../libs/log/ledger/session.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { loadEdge } from '../publishing/published-edge.js';
import { readUnpublished } from '../publishing/unpublished.js';

const SIZE = 700;
const BODY_BYTES = 60_000;
const BYTES_MAX = 16 * 1024 * 1024;

const NUMBERS = {
  getTypeParser: (oid: number, format: 'text') => (oid === 20 ? Number : pg.types.getTypeParser(oid, format)),
};

/** Of a kind whose body nobody reads yet. */
const aLargeEntry = (): Uint8Array =>
  encodeLogEntry({
    kind: 'event',
    event: {
      kind: EventKind.ERASURE,
      body: randomBytes(BODY_BYTES),
      signerKeyId: randomBytes(8),
      signature: randomBytes(64),
      objects: [randomBytes(32)],
    },
  });

describe('a log of large entries', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let committed: CommittedLog;
  let folder: string;
  /** Of entries, by query. */
  let bytesRead: number[];
  const entries = Array.from({ length: SIZE }, () => Buffer.from(aLargeEntry()));

  beforeAll(async () => {
    database = await createTestDatabase();
    await migrateLedger(database.url);
    client = new pg.Client({ connectionString: database.url, types: NUMBERS as never });
    await client.connect();
    for (const [index, entry] of entries.entries())
      await client.query('INSERT INTO log_entry (log_index, entry) VALUES ($1, $2)', [index, entry]);
    for (const size of [100, 300, 500, SIZE])
      await client.query('INSERT INTO log_root (size, root, epoch, logged_at) VALUES ($1, $2, 1, now())', [
        size,
        treeRoot(entries.slice(0, size).map(leafHash)),
      ]);
    const query = client.query.bind(client) as (...given: unknown[]) => Promise<{ rows: { entry?: Buffer }[] }>;
    client.query = (async (...given: unknown[]) => {
      const result = await query(...given);
      bytesRead.push(result.rows.reduce((total, { entry }) => total + (entry?.length ?? 0), 0));
      return result;
    }) as never;
    committed = new CommittedLog(sessionOf(client));
  }, 60_000);
  afterAll(async () => {
    await client.end();
    await database.drop();
  });
  beforeEach(() => {
    bytesRead = [];
    folder = mkdtempSync(join(tmpdir(), 'cairn-edge-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('gets its files back without more than one bundle at a time in memory, and no partial one between them', async () => {
    const storage = new FileLogStorage(folder);
    const steps: number[] = [];
    const onRebuild = (done: number): number => steps.push(done);
    const edge = await loadEdge({ committed, storage, onRebuild, stillAllowed: () => {} }, SIZE);
    expect(edge.size).toBe(SIZE);
    expect(Math.max(...bytesRead)).toBeLessThanOrEqual(BYTES_MAX);
    expect(steps).toEqual([0, 256, 512]);
    for (const path of ['tile/0/000', 'tile/entries/001', 'tile/0/002.p/188', 'tile/1/000.p/2'])
      expect(await storage.exists(path)).toBe(true);
  }, 60_000);

  it('is published after a crash in runs that end at committed sizes and stay within the bound', async () => {
    const ends: number[] = [];
    for (let from = 0; ;) {
      const run = await readUnpublished(committed, from);
      if (!run) break;
      from = run.firstIndex + run.entries.length;
      ends.push(from);
    }
    expect(ends).toEqual([100, 300, 500, SIZE]);
    expect(Math.max(...bytesRead)).toBeLessThanOrEqual(BYTES_MAX);
  }, 60_000);
});
