import { pino } from 'pino';
import type { Logger } from '#libs/host/service';
import { ledgerMigrations } from '#libs/log/ledger';
import { TestDevice } from '../../../test/kit/ledger/device.js';
import { TestNode } from '../../../test/kit/anchor/test-node.js';

/** Every sequence of the database, whichever table it belongs to. */
const ALL = `SELECT format('%I.%I', schemaname, sequencename) AS name FROM pg_sequences ORDER BY 1`;

describe('a database whose rows were restored and whose sequences were not', () => {
  const lines: string[] = [];
  const logger: Logger = pino(
    { level: 'warn' },
    { write: (line: string) => void (line.includes('sequence') && lines.push(line)) },
  );
  let node: TestNode;
  let sequences: string[];
  beforeAll(async () => {
    node = await TestNode.create();
    const anchor = await node.start();
    await useAll('before');
    await node.atRest();
    await node.stop(anchor);
    sequences = (await node.admin.query<{ name: string }>(ALL)).rows.map(({ name }) => name);
  });
  afterAll(() => node.drop());

  /** Writes a row to every table that a sequence gives its numbers. */
  async function useAll(name: string): Promise<void> {
    const device = new TestDevice(name);
    await node.enrol(device);
    const scan = device.scan();
    await node.stream.append('scans', [{ partition: 0, value: Buffer.from(`nobody sealed ${name}`) }]);
    await node.send(scan);
    await node.receiptsFor(scan);
  }

  const set = (sequence: string): Promise<unknown> =>
    node.admin.query('SELECT setval($1::regclass, 1, false)', [sequence]);

  it('has sequences in each schema of the node', () => {
    const schemas = new Set(sequences.map((name) => name.split('.')[0]));
    expect([...schemas]).toEqual(expect.arrayContaining(['public', 'stores', 'projection', 'projection_search']));
  });

  it('is found by the check, and works from the next start on, whichever sequence it was', async () => {
    for (const [index, sequence] of sequences.entries()) {
      await set(sequence);
      const found = await node.differences();
      expect(found).toEqual([
        expect.stringMatching(/^SEQUENCE: sequence \S+ gives 1 next, and \S+ has numbers up to \d+: a restore/u),
      ]);
      expect(found[0]).toContain(sequence);
      lines.length = 0;
      const anchor = await node.start({ logger });
      await useAll(`after-${index}`);
      await node.atRest();
      await node.stop(anchor);
      expect(lines).toEqual([expect.stringContaining(`sequence ${sequence} gives 1 next`)]);
      expect(await node.differences()).toEqual([]);
    }
  });

  it('is mended before the migrations that a newer program brings: they take numbers too', async () => {
    const dataSource = await (await ledgerMigrations.dataSource(node.database.url)).initialize();
    await dataSource.undoLastMigration();
    await dataSource.destroy();
    for (const sequence of sequences) await set(sequence);
    const anchor = await node.start();
    await useAll('migrated');
    await node.stop(anchor);
  });

  it('is mended when it is restored under an anchor that runs', async () => {
    const anchor = await node.start();
    for (const sequence of sequences) await set(sequence);
    await node.admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
    );
    await useAll('restored-under-it');
    await node.stop(anchor);
    expect(await node.differences()).toEqual([]);
  });

  it('keeps its hands off the sequences of others', async () => {
    await node.admin.query('CREATE SCHEMA others');
    await node.admin.query('CREATE TABLE others.numbers (id SERIAL PRIMARY KEY)');
    await node.admin.query('INSERT INTO others.numbers VALUES (7)');
    expect(await node.differences()).toEqual([]);
    await node.stop(await node.start());
    expect((await node.admin.query('SELECT last_value FROM others.numbers_id_seq')).rows[0].last_value).toBe('1');
    // Nor those of tables that a recovery has put aside: nobody writes to them.
    await node.admin.query('ALTER SCHEMA others RENAME TO cairn_before_20261130_120000');
    await node.admin.query('CREATE TABLE cairn_before_20261130_120000.ledger_migration (id SERIAL)');
    expect(await node.differences()).toEqual([]);
  });
});

// SQLSTATEs that name the values of a row, and one for a damaged page: each would make a careless program give the record up.
const STATES = ['23505', '22003', '23514', 'XX001'];

it('a good record is logged, however often the database fails with it and whatever it says', async () => {
  const node = await TestNode.create();
  await node.start();
  const device = new TestDevice('unlucky');
  await node.enrol(device);
  await node.atRest();
  await node.admin.query('CREATE SEQUENCE attempt');
  await node.admin.query(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE n bigint := nextval('attempt'); state text := (ARRAY['${STATES.join("', '")}'])[n];
    BEGIN IF state IS NULL THEN RETURN NEW; END IF; RAISE 'no' USING ERRCODE = state; END $$`);
  await node.admin.query('CREATE TRIGGER fail BEFORE INSERT ON log_entry FOR EACH ROW EXECUTE FUNCTION fail()');
  const scan = device.scan();
  await node.send(scan);
  await node.receiptsFor(scan);
  const { rows } = await node.admin.query(
    'SELECT (SELECT last_value FROM attempt)::int AS attempts, (SELECT count(*) FROM reject)::int AS rejects',
  );
  expect(rows[0]).toEqual({ attempts: STATES.length + 1, rejects: 0 }); // each of them struck, and nothing else
  await node.drop();
});
