import pg from 'pg';
import { commitment, decodeScanHeader, encodeScanHeader, makeDisclosure, statementBytes } from '#libs/core/wire';
import type { Lease } from '#libs/log/ledger';
import { connectionOptions } from '../../../libs/log/ledger/connection.js';
import { TestDevice } from '../../../test/kit/ledger/device.js';
import { Projector } from '../search/projector.js';
import type { RunningAnchor } from '../start-anchor.js';
import { TestNode } from '../../../test/kit/anchor/test-node.js';

const OBJECTS = 500;
const CLAIMS = 100;
const TERMS_OF_SCAN = OBJECTS * CLAIMS;

/** As many objects as a scan may name, each found by every one of as many seals as it may claim. */
function largeScan(device: TestDevice, number: number) {
  const uris = Array.from({ length: OBJECTS }, (_, at) => `https://id.gs1.org/01/09520000000004/21/${number}-${at}`);
  const scan = device.scan({ uris });
  const disclosures = Array.from({ length: CLAIMS }, (_, index) =>
    makeDisclosure({ index, salt: new Uint8Array(16).fill(number), name: 'sealNumber', value: `seal ${index}` }),
  );
  const header = encodeScanHeader({ ...decodeScanHeader(scan.header), claims: disclosures.map(commitment) });
  const changed = { ...scan, header, disclosures };
  return { ...changed, signature: device.signer.sign(statementBytes(changed)) };
}

describe('the search behind the log', () => {
  let node: TestNode;
  let anchor: RunningAnchor;
  let client: pg.Client;
  const statements: number[] = [];

  beforeAll(async () => {
    node = await TestNode.create();
    anchor = await node.start();
    client = new pg.Client(connectionOptions({ databaseUrl: node.database.url, name: 'test' }));
    await client.connect();
    const query = client.query.bind(client) as (config: pg.QueryConfig, values?: unknown[]) => Promise<pg.QueryResult>;
    client.query = ((config: pg.QueryConfig, values?: unknown[]) => {
      const first = config.values?.[0];
      if (config.name?.startsWith('project') && Array.isArray(first)) statements.push(first.length);
      return query(config, values);
    }) as typeof client.query;
  });
  afterAll(async () => {
    await client.end();
    await node.drop();
  });

  it('writes all that large scans are found by, in statements and steps of bounded size', async () => {
    const device = new TestDevice('dock');
    await node.enrol(device);
    const scans = [largeScan(device, 1), largeScan(device, 2)];
    await node.send(...scans);
    const indexes = await node.receiptsFor(...scans);
    const termsOf = async (logIndex: number): Promise<number> => {
      const { rows } = await node.admin.query('SELECT count(*)::int AS n FROM search_term WHERE log_index = $1', [
        logIndex,
      ]);
      return rows[0].n;
    };

    // Once more from the start, a step at a time.
    await node.stop(anchor);
    await node.admin.query('TRUNCATE projector_cursor, search_term, object_uri');
    const lease = { lockIn: async () => {} } as unknown as Lease;
    const projector = new Projector({ lease, client, isBusy: () => false, onStep: () => {} });
    expect(await projector.step()).toMatchObject({ taken: indexes[0]! + 1 });
    expect(await projector.step()).toMatchObject({ taken: 1 });
    expect(await termsOf(indexes[0]!)).toBe(TERMS_OF_SCAN);
    expect(await termsOf(indexes[1]!)).toBe(TERMS_OF_SCAN);
    expect(Math.max(...statements)).toBeLessThanOrEqual(10_000);
  }, 120_000);
});
