import { readFileSync } from 'node:fs';
import { encodeLookupBatch, type Lookup } from '#libs/core/wire';
import { parseStreamKey } from '#libs/host/keys';
import { LookupReader } from '#libs/stores/lookups';
import { openRecord, sealRecord } from '#libs/transport/stream';
import type { RunningAnchor } from '../start-anchor.js';
import { TestNode } from '../../../test/kit/anchor/test-node.js';

const aLookup = (number: number): Lookup => ({
  id: Buffer.alloc(16, number),
  timeMs: 1_700_000_000_123,
  who: 'officer',
  question: 'GET /x',
  status: 200,
  answerHash: Buffer.alloc(32, 6),
});

const metricsOf = async ({ healthPort }: RunningAnchor): Promise<string> =>
  (await fetch(`http://127.0.0.1:${healthPort}/metrics`)).text();

describe('look-ups of officers', () => {
  let node: TestNode;
  let anchor: RunningAnchor;
  let lookups: LookupReader;
  beforeEach(async () => {
    node = await TestNode.create();
    anchor = await node.start();
    lookups = await LookupReader.open(node.database.url);
  });
  afterEach(async () => {
    await lookups.close();
    await node.drop();
  });

  const isKept = async ({ id }: Lookup): Promise<boolean> => (await lookups.lookup(id)) !== null;
  const recordsInStream = async (): Promise<number> =>
    (await node.admin.query(`SELECT 1 FROM stream_record WHERE stream = 'lookups'`)).rows.length;

  it('that nobody sealed, or who may seal scans only, are passed over and counted, and the flow goes on', async () => {
    const body = (number: number): Uint8Array => encodeLookupBatch({ lookups: [aLookup(number)] });
    const forged = [body(1), sealRecord(Buffer.alloc(32, 9), body(2)), sealRecord(node.streamKey, body(3))];
    await node.stream.append(
      'lookups',
      forged.map((value) => ({ partition: 0, value })),
    );
    await node.ask(aLookup(4));
    await node.until(() => isKept(aLookup(4)));
    const { rows } = await node.admin.query('SELECT id FROM stores.lookup');
    expect(rows).toEqual([{ id: Buffer.alloc(16, 4) }]);
    expect(await metricsOf(anchor)).toMatch(/^cairn_anchor_refused_lookup_records_total 3$/mu);
  }, 30_000);

  it('are sealed with a key that cannot seal scans', async () => {
    const { streamKey } = node;
    const handedOut = parseStreamKey(readFileSync(node.paths.lookupKey, 'utf8'));
    expect(() => openRecord(streamKey, sealRecord(handedOut, Buffer.from('scans')))).toThrow(
      expect.objectContaining({ code: 'MAC_MISMATCH' }),
    );
  });

  it('are forgotten by the stream once they are kept in the database', async () => {
    await node.ask(aLookup(1));
    await node.until(() => isKept(aLookup(1)));
    await node.until(async () => (await recordsInStream()) === 0);
    await node.ask(aLookup(2));
    await node.until(() => isKept(aLookup(2)));
  }, 30_000);

  it('are kept after the database refused them for a while, such as with a full disk', async () => {
    await node.admin.query(`
      CREATE SEQUENCE attempt;
      CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM nextval('attempt'); RAISE 'no room' USING ERRCODE = 'disk_full'; END $$;
      CREATE TRIGGER no_room BEFORE INSERT ON stores.lookup FOR EACH ROW EXECUTE FUNCTION no_room()`);
    await node.ask(aLookup(1));
    await node.until(async () => (await node.admin.query('SELECT is_called FROM attempt')).rows[0].is_called);
    await node.admin.query('DROP TRIGGER no_room ON stores.lookup');
    await node.until(() => isKept(aLookup(1)));
  }, 30_000);
});
