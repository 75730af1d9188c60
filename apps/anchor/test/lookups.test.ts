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
});
