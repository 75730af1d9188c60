import { TestDevice } from '../../../../test/kit/ledger/device.js';
import { ProjectionWorld } from '../../../../test/kit/projections/world.js';
import { searchProjection } from '../projection.js';
import { SearchReader } from '../search-reader.js';
import { searchedUris } from '../searched-uris.js';

const UNITS = [1, 2, 3].map((serial) => `https://id.gs1.org/01/09520000000004/21/${serial}`);

let world: ProjectionWorld;
let reader: SearchReader;
beforeAll(async () => {
  world = await ProjectionWorld.create(searchProjection);
  const device = new TestDevice('reader');
  await world.log.enrol(device);
  const order = { 'bizTransaction.po': 'urn:epcglobal:cbv:bt:9520000000004:po-7' };
  await world.log.append({ scans: UNITS.map((uri) => device.scan({ uris: [uri], claims: order })) });
  await world.settle();
  reader = SearchReader.open({ databaseUrl: world.log.database.url, name: 'test' });
});
afterAll(async () => {
  await reader.close();
  await world.drop();
});

const found = async (...asked: Parameters<SearchReader['searchTerms']>) =>
  (await reader.searchTerms(...asked)).map(({ uri }) => uri);

it('finds objects by a number as people type it, the newest first', async () => {
  const [first] = await reader.searchTerms(' po-7 ');
  expect(first).toEqual({ kind: 'po', trailKey: expect.any(Buffer), logIndex: expect.any(Number), uri: UNITS[2] });
  expect(await found('PO-7')).toEqual([...UNITS].reverse());
  expect(await found('PO-8')).toEqual([]);
});

it('gives pages that join', async () => {
  const pages = [await found('PO-7', { limit: 2 }), await found('PO-7', { limit: 2, offset: 2 })];
  expect(pages).toEqual([[UNITS[2], UNITS[1]], [UNITS[0]]]);
});

it('follows a switch without being opened again, whatever is asked meanwhile', async () => {
  await world.askForRebuild();
  const [before] = await world.generations();
  const ended = new AbortController();
  const rebuilding = world.settle(1).finally(() => ended.abort());
  const answers = new Set<string>();
  while (!ended.signal.aborted) answers.add(JSON.stringify(await found('PO-7')));
  await rebuilding;
  expect((await world.generations())[0]!.number).toBeGreaterThan(before!.number);
  await world.log.rows(`DELETE FROM projection_search.object_uri WHERE uri = $1`, [UNITS[0]]);
  expect(await found('PO-7')).toEqual([UNITS[2], UNITS[1], null]); // what it asks is the new one
  expect([...answers]).toEqual([JSON.stringify([...UNITS].reverse())]);
});

it('works in sessions that may not write', async () => {
  const url = new URL(world.log.database.url);
  url.searchParams.set('options', '-c default_transaction_read_only=on');
  const careful = SearchReader.open({ databaseUrl: url.toString(), name: 'test' });
  expect(await careful.searchTerms('PO-7')).toHaveLength(3);
  await careful.close();
});

it('says what the connection says where nothing answers, and asks again at the next question', async () => {
  const away = SearchReader.open({ databaseUrl: 'postgres://nobody@127.0.0.1:1/none', name: 'test' });
  await expect(away.searchTerms('PO-7')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await expect(away.searchTerms('PO-7')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await away.close();
});

it('shows all its URIs to whoever checks them', async () => {
  const shown: string[] = [];
  for await (const { uri } of searchedUris(world.log.admin)) shown.push(uri);
  expect(shown.sort()).toEqual(UNITS.slice(1));
});
