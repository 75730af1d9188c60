import pg from 'pg';
import { encodePrivatePart, decodePrivatePart } from '#libs/core/wire';
import { clientOf, type LedgerSession, type StoredEntry } from '#libs/log/ledger';
import { migrateProjections, type Projection } from '#libs/projections/runner';
import type { TestLog } from '../ledger/test-log.js';
import { modelOf } from './model.js';
import { ProjectionWorld } from './world.js';

export interface ProjectionCase {
  readonly projection: Projection;
  /**
   * Appends some tens of entries that say all that the projection folds, and other things too: repeats, values that stand twice,
   * entries without private parts.
   */
  readonly tell: (log: TestLog, random: () => number) => Promise<void>;
}

const ROUNDS_MAX = 10_000;

/** What every projection keeps, whatever it folds: call it in a suite of the projection, with a real database. */
export function projectionContract({ projection, tell }: ProjectionCase): void {
  let world: ProjectionWorld;
  const random = seeded(20_261_128);
  beforeEach(async () => {
    world = await ProjectionWorld.create(projection);
    await tell(world.log, random);
  });
  afterEach(() => world.drop());

  const expected = async () => modelOf(projection, await world.entries());
  const size = async (): Promise<number> => (await world.entries()).length;

  it('is named and described so that it can be kept', async () => {
    expect(projection.version).toBeGreaterThanOrEqual(1);
    for (const { tableName, columns } of projection.tables) {
      const described = Object.values(columns as Record<string, { name: string; type: string; collation?: string }>);
      // What is erased in an entry must be found by it.
      expect([tableName, described.map(({ name }) => name)]).toEqual([
        tableName,
        expect.arrayContaining(['log_index']),
      ]);
      for (const { name, type, collation } of described) {
        if (type === 'text') expect([tableName, name, collation]).toEqual([tableName, name, 'C']);
      }
    }
    const [text] = Object.values(await expected()).map(({ length }) => length);
    expect(text).toBeGreaterThan(0); // else the cases below say nothing
  });

  it('has after its migrations exactly the tables that its entities describe, in every generation', async () => {
    expect(await differencesOf(world, `projection_${projection.name}`)).toEqual([]);
    await world.askForRebuild();
    await world.settle();
    expect(await differencesOf(world, `projection_${projection.name}`)).toEqual([]);
  });

  it('folds each entry once, in log order, and its rows are what the fold says, one change after the other', async () => {
    const seen: number[] = [];
    const fold = (entry: StoredEntry) => (seen.push(entry.logIndex), projection.fold(entry));
    const projections = [{ ...projection, fold }];
    for (let turn = 0; turn < 3; turn++) {
      await world.settle(1 + Math.floor(random() * 30), { projections });
      await tell(world.log, random);
    }
    await world.settle(undefined, { projections });
    expect(seen).toEqual(Array.from({ length: await size() }, (_, logIndex) => logIndex));
    expect(await world.rows()).toEqual(await expected());
  });

  it('folds an entry to the same changes whatever was folded before', async () => {
    const entries = await world.entries();
    const once = entries.map((entry) => [...projection.fold(entry)]);
    const backwards = [...entries].reverse().map((entry) => [...projection.fold(entry)]);
    expect(backwards.reverse()).toEqual(once);
  });

  it('keeps its rows when entries are folded once more', async () => {
    await world.settle();
    const rows = await world.rows();
    for (const back of [0, Math.floor(random() * (await size())), (await size()) - 1]) {
      await world.log.rows('UPDATE projection.generation SET next_log_index = $1', [back]);
      await world.settle(7);
      expect(await world.rows()).toEqual(rows);
    }
  });

  it.each(['before the cursor moves', 'before the commit', 'after the commit'])(
    'neither doubles nor loses anything in a crash %s',
    async (when) => {
      await world.settle(10);
      await tell(world.log, random);
      const before = [await world.rows(), await world.servedCursor()];
      const session = await failing(world, when);
      await expect((await world.runner({ session, entriesPerBatchMax: 1_000 })).round()).rejects.toThrow('crash');
      const after = [await world.rows(), await world.servedCursor()];
      expect(after).toEqual(when === 'after the commit' ? [await expected(), await size()] : before);
      await world.settle(5);
      expect(await world.rows()).toEqual(await expected());
    },
  );

  it('filled anew is what it was, beside the one that is asked, while the log goes on', async () => {
    await world.settle(9);
    const [first] = await world.generations();
    await world.askForRebuild();
    const runner = await world.runner({ entriesPerBatchMax: 3 });
    for (let round = 0; await runner.round(); round++) {
      expect(round).toBeLessThan(ROUNDS_MAX);
      if (round === 5) await tell(world.log, random);
      if (round === 20) {
        // The one that is asked has gone on meanwhile: what was told is in it, and not yet in the other.
        const [served, filling] = await world.generations();
        expect([served!.next, filling!.isServed, filling!.next < served!.next]).toEqual([await size(), false, true]);
        expect(await world.rows()).toEqual(await expected());
      }
    }
    const generations = await world.generations();
    expect(generations).toEqual([
      { number: expect.any(Number), version: projection.version, isServed: true, next: await size() },
    ]);
    expect(generations[0]!.number).toBeGreaterThan(first!.number);
    expect(await world.rows()).toEqual(await expected());
    expect(world.events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['rebuild-begun', 'rebuilt']));
    expect(await world.schemas()).toEqual([`projection_${projection.name}`]); // nothing is left of the old one
  });

  it('filled in one go and filled bit by bit are the same', async () => {
    for (let turn = 0; turn < 4; turn++) {
      await world.settle(1 + Math.floor(random() * 12));
      await tell(world.log, random);
    }
    await world.settle(1);
    const bitByBit = await world.rows();
    await world.askForRebuild();
    await world.settle();
    expect(await world.rows()).toEqual(bitByBit);
  });

  it('is filled anew when the code has another version, and asked as it was until then', async () => {
    await world.settle();
    const rows = await world.rows();
    const projections = [{ ...projection, version: projection.version + 1 }];
    await migrateProjections(world.log.database.url, projections);
    const runner = await world.runner({ projections, entriesPerBatchMax: 4 });
    await runner.round();
    await runner.round();
    expect(await world.generations()).toMatchObject([
      { version: projection.version, isServed: true },
      { version: projection.version + 1, isServed: false, next: 4 },
    ]);
    expect(await world.rows()).toEqual(rows);
    while (await runner.round());
    expect(await world.generations()).toMatchObject([{ version: projection.version + 1, isServed: true }]);
    expect(await world.rows()).toEqual(rows);
  });

  it('half filled goes on after a crash, is never asked, and is given up for another version', async () => {
    await world.settle();
    await world.askForRebuild();
    const interrupted = await world.runner({ entriesPerBatchMax: 2 });
    for (let round = 0; round < 4; round++) await interrupted.round();
    const [served, filling] = await world.generations();
    expect([served!.isServed, filling!.isServed, filling!.next]).toEqual([true, false, 6]);
    expect(await world.rows()).toEqual(await expected());

    const projections = [{ ...projection, version: projection.version + 1 }];
    await (await world.runner({ projections })).round();
    expect(await world.generations()).toEqual([served]);
    await world.askForRebuild();
    const again = await world.runner({ entriesPerBatchMax: 2 });
    for (let round = 0; round < 3; round++) await again.round();
    const number = (await world.generations())[1]!.number;
    expect(number).toBeGreaterThan(filling!.number);
    await world.settle(2); // another process goes on with the same one
    expect(await world.generations()).toMatchObject([{ number, isServed: true }]);
    expect(await world.rows()).toEqual(await expected());
    expect(await world.schemas()).toEqual([`projection_${projection.name}`]);
  });

  it('is whole for a reader who asks all the time, and never away, while it is exchanged', async () => {
    await world.settle();
    const rows = await world.rows();
    const asked = { times: 0, wrong: [] as unknown[] };
    const stop = new AbortController();
    const reading = Promise.all(
      [1, 2].map(async () => {
        const reader = new pg.Client(world.log.database.url);
        await reader.connect();
        const counts = projection.tables.map(
          ({ tableName }) => `(SELECT count(*)::int FROM projection_${projection.name}.${tableName})`,
        );
        while (!stop.signal.aborted) {
          const { rows: found } = await reader.query({ text: `SELECT ARRAY[${counts.join(', ')}] AS counts` });
          asked.times += 1;
          const whole = projection.tables.map(({ tableName }) => rows[tableName]!.length);
          if (String(found[0].counts) !== String(whole)) asked.wrong.push(found[0].counts);
        }
        await reader.end();
      }),
    );
    for (let turn = 0; turn < 3; turn++) {
      await world.askForRebuild();
      await world.settle(11);
    }
    stop.abort();
    await reading;
    expect(asked.wrong).toEqual([]);
    expect(asked.times).toBeGreaterThan(20);
    expect((await world.generations())[0]!.number).toBeGreaterThan(3);
  });

  it('goes on being asked while somebody reads the old tables, which go when nobody does', async () => {
    await world.settle();
    const reader = new pg.Client(world.log.database.url);
    await reader.connect();
    await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    const table = `projection_${projection.name}.${projection.tables[0]!.tableName}`;
    const { rowCount } = await reader.query(`SELECT * FROM ${table}`);
    await world.askForRebuild();
    const runner = await world.runner();
    while (await runner.round());
    expect(await world.rows()).toEqual(await expected());
    expect(await world.schemas()).toHaveLength(2);
    expect(rowCount).toBe((await expected())[projection.tables[0]!.tableName]!.length);
    await reader.query('COMMIT');
    await reader.end();
    await runner.round();
    expect(await world.schemas()).toEqual([`projection_${projection.name}`]);
  });

  it('writes nothing under a lease that has passed on', async () => {
    await world.settle(8);
    await tell(world.log, random);
    await world.askForRebuild();
    const before = [await world.rows(), await world.generations(), await world.schemas()];
    const { lease, session, end } = await world.passLeaseOn();
    const old = await world.runner({ lease, session });
    await expect(old.round()).rejects.toMatchObject({ code: 'LEASE_LOST' });
    await world.log.rows('DELETE FROM projection.rebuild_request');
    await expect((await world.runner({ lease, session })).round()).rejects.toMatchObject({ code: 'LEASE_LOST' });
    expect([await world.rows(), await world.generations(), await world.schemas()]).toEqual(before);
    await end();
  });

  it('loses what is erased beside an entry when it is filled anew', async () => {
    await world.settle();
    const erased = (await world.entries()).filter(({ privatePart }) => privatePart !== null);
    for (const { logIndex, privatePart } of erased) {
      const { uris, disclosures } = decodePrivatePart(privatePart!);
      const nothing = encodePrivatePart({
        uris: uris.map(() => ''),
        disclosures: disclosures.map(() => new Uint8Array()),
      });
      await world.log.rows('UPDATE log_entry SET private = $2 WHERE log_index = $1', [logIndex, Buffer.from(nothing)]);
    }
    const before = await world.rows();
    await world.askForRebuild();
    await world.settle();
    expect(await world.rows()).toEqual(await expected());
    const text = (rows: object): string => JSON.stringify(rows);
    const values = erased.flatMap(({ privatePart }) => decodePrivatePart(privatePart!).uris).filter(Boolean);
    const shown = values.filter((value) => text(before).includes(value));
    const after = text(await world.rows());
    expect(shown.filter((value) => after.includes(value))).toEqual([]);
  });

  it('begins again, empty, where the log is shorter than what was folded', async () => {
    await world.settle();
    await world.log.rows('UPDATE projection.generation SET next_log_index = next_log_index + 1000');
    await world.settle();
    expect(world.events.map(({ kind }) => kind)).toEqual(['emptied']);
    expect(await world.rows()).toEqual(await expected());
  });
}

/** What TypeORM would change to make the tables those of the entities. */
async function differencesOf({ log, projection }: ProjectionWorld, schema: string): Promise<string[]> {
  const { openTables } = await import('../../../libs/projections/runner/data-source.js');
  const { tables } = projection;
  const dataSource = await openTables({ databaseUrl: log.database.url, schema, tables, applicationName: 'test' });
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  await dataSource.destroy();
  return upQueries.map(({ query }) => query);
}

/** A session of the lease that ends in the middle of the next batch, as with a process that is killed there. */
async function failing(world: ProjectionWorld, when: string): Promise<LedgerSession> {
  const session = await world.log.lease.connect();
  const client = clientOf(session);
  const query = client.query.bind(client) as (...given: unknown[]) => Promise<pg.QueryResult>;
  let hasMoved = false;
  client.query = (async (given: string | pg.QueryConfig, ...rest: unknown[]) => {
    const { name, text = given as string } = given as pg.QueryConfig;
    const crash = (): never => {
      throw new Error(`crash ${when}`);
    };
    if (name === 'moveCursor' && when === 'before the cursor moves') crash();
    if (hasMoved && text === 'COMMIT' && when === 'before the commit') crash();
    hasMoved ||= name === 'moveCursor';
    const result = await query(given, ...rest);
    if (hasMoved && text === 'COMMIT') crash();
    return result;
  }) as typeof client.query;
  return session;
}

/** Numbers from 0 to below 1, the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
