import type { RunningAnchor } from '../../anchor/start-anchor.js';
import { TestNode } from '../../../test/kit/anchor/test-node.js';
import { TestDevice } from '../../../test/kit/ledger/device.js';
import { createTestDatabase } from '../../../test/support/database.js';
import { registerProjectionsCommand } from '../projections.js';
import { runHere, type Said } from './support/command-here.js';

let node: TestNode;
let anchor: RunningAnchor;
beforeAll(async () => {
  node = await TestNode.create();
  anchor = await node.start();
  const device = new TestDevice('found');
  await node.enrol(device);
  const scans = device.scans(20);
  await node.send(...scans);
  await node.receiptsFor(...scans);
  await node.until(async () => (await node.foldedSize()) === (await node.reader.head())!.size);
});
afterAll(() => node.drop());

async function projections(words: string, databaseUrl = node.database.url): Promise<Said> {
  const before = process.env['CAIRN_DATABASE_URL'];
  process.env['CAIRN_DATABASE_URL'] = databaseUrl;
  try {
    return await runHere(registerProjectionsCommand, ['projections', ...words.split(' ').filter(Boolean)]);
  } finally {
    if (before === undefined) delete process.env['CAIRN_DATABASE_URL'];
    else process.env['CAIRN_DATABASE_URL'] = before;
  }
}

it('lists each projection with version, cursor and lag, also as data', async () => {
  const { size } = (await node.reader.head())!;
  const { exitCode, out } = await projections('');
  expect([exitCode, out.split('\n').map((line) => line.split(/ {2,}/u))]).toEqual([
    0,
    [['projection', 'version', 'entries', 'behind', 'filled anew'], ['search', '1', String(size), '0', 'no'], ['']],
  ]);
  const { out: data } = await projections('list --json');
  expect(JSON.parse(data)).toEqual([{ name: 'search', version: 1, nextLogIndex: size, size, rebuild: null }]);
});

it('has the anchor fill one anew, and ends when its rows are asked', async () => {
  const numbers = async () => (await node.admin.query('SELECT number FROM projection.generation')).rows;
  const before = await numbers();
  await node.admin.query('DELETE FROM projection_search.object_uri');
  expect(await projections('rebuild search')).toMatchObject({
    exitCode: 0,
    out: 'search is filled anew, and the new rows are asked.\n',
  });
  expect(await numbers()).not.toEqual(before);
  const { rows } = await node.admin.query('SELECT count(*)::int AS n FROM projection_search.object_uri');
  expect(rows[0].n).toBe(20);
});

it('names the projections there are where it is asked for another', async () => {
  expect(await projections('rebuild serach')).toMatchObject({
    exitCode: 2,
    errors: 'there is no projection "serach". There is: search.\n',
  });
  expect(await projections('rebuild')).toMatchObject({ exitCode: 2, errors: expect.stringContaining('name') });
});

it('says that nothing answers, or that no node has made the tables', async () => {
  expect(await projections('', 'postgres://nobody@127.0.0.1:1/none')).toMatchObject({
    exitCode: 1,
    errors: 'nothing answers at 127.0.0.1:1.\n',
  });
  const empty = await createTestDatabase();
  expect(await projections('', empty.url)).toMatchObject({
    exitCode: 1,
    errors: expect.stringMatching(/^the database has no tables of projections yet\. Start the node once/u),
  });
  await empty.drop();
});

it('waits for no rebuild that nobody does', async () => {
  await node.stop(anchor);
  expect(await projections('rebuild search')).toMatchObject({
    exitCode: 1,
    errors: 'no anchor is active on this database. Start the node first.\n',
  });
  expect((await node.admin.query('SELECT FROM projection.rebuild_request')).rowCount).toBe(0);
});
