import { encodeLookupBatch, type Lookup } from '#libs/provenance';
import { TestNode } from './support/test-node.js';

const aLookup = (number: number): Lookup => ({
  id: Buffer.alloc(16, number),
  timeMs: 1_700_000_000_123,
  who: 'officer',
  question: 'GET /x',
  status: 200,
  answerHash: Buffer.alloc(32, 6),
});

describe('look-ups of officers', () => {
  let node: TestNode;
  beforeEach(async () => {
    node = await TestNode.create();
    await node.start();
  });
  afterEach(() => node.drop());

  const append = (lookup: Lookup): Promise<void> =>
    node.stream.append('lookups', [{ partition: 0, value: encodeLookupBatch({ lookups: [lookup] }) }]);
  const isKept = async ({ id }: Lookup): Promise<boolean> => (await node.reader.lookup(id)) !== null;
  const recordsInStream = async (): Promise<number> =>
    (await node.admin.query(`SELECT 1 FROM stream_record WHERE stream = 'lookups'`)).rows.length;

  it('are forgotten by the stream once they are kept in the database', async () => {
    await append(aLookup(1));
    await node.until(() => isKept(aLookup(1)));
    await node.until(async () => (await recordsInStream()) === 0);
    await append(aLookup(2));
    await node.until(() => isKept(aLookup(2)));
  }, 30_000);

  it('are kept after the database refused them for a while, such as with a full disk', async () => {
    await node.admin.query(`
      CREATE SEQUENCE attempt;
      CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM nextval('attempt'); RAISE 'no room' USING ERRCODE = 'disk_full'; END $$;
      CREATE TRIGGER no_room BEFORE INSERT ON lookup FOR EACH ROW EXECUTE FUNCTION no_room()`);
    await append(aLookup(1));
    await node.until(async () => (await node.admin.query('SELECT is_called FROM attempt')).rows[0].is_called);
    await node.admin.query('DROP TRIGGER no_room ON lookup');
    await node.until(() => isKept(aLookup(1)));
  }, 30_000);
});
