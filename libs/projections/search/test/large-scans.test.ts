import type pg from 'pg';
import { clientOf, type LedgerSession } from '#libs/log/ledger';
import { commitment, decodeScanHeader, encodeScanHeader, makeDisclosure, statementBytes } from '#libs/core/wire';
import { TestDevice } from '../../../../test/kit/ledger/device.js';
import { ProjectionWorld } from '../../../../test/kit/projections/world.js';
import { searchProjection } from '../projection.js';

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

/** A session of the lease that notes how many rows each of its statements brings. */
async function counting(world: ProjectionWorld, rowsOfStatements: number[]): Promise<LedgerSession> {
  const session = await world.log.lease.connect();
  const client = clientOf(session);
  const query = client.query.bind(client) as (...given: unknown[]) => Promise<pg.QueryResult>;
  client.query = ((given: string | pg.QueryConfig, ...rest: unknown[]) => {
    const first = typeof given === 'string' ? undefined : given.values?.[0];
    if (Array.isArray(first)) rowsOfStatements.push(first.length);
    return query(given, ...rest);
  }) as typeof client.query;
  return session;
}

describe('the search behind the log', () => {
  let world: ProjectionWorld;
  beforeAll(async () => void (world = await ProjectionWorld.create(searchProjection)));
  afterAll(() => world.drop());

  it('writes all that large scans are found by, in statements and steps of bounded size', async () => {
    const device = new TestDevice('dock');
    await world.log.enrol(device);
    await world.log.append({ scans: [largeScan(device, 1), largeScan(device, 2)] });
    const large = (await world.entries()).filter(({ privatePart }) => (privatePart?.length ?? 0) > 10_000);
    const [first, second] = large.map(({ logIndex }) => logIndex);
    const statements: number[] = [];
    const runner = await world.runner({ session: await counting(world, statements) });
    await runner.round();
    expect(await world.servedCursor()).toBe(first! + 1); // the first one alone is enough for a transaction
    await runner.round();
    expect(await world.servedCursor()).toBe(second! + 1);
    const termsOf = `SELECT count(*)::int AS n FROM projection_search.search_term WHERE log_index IN ($1, $2) GROUP BY log_index`;
    expect(await world.log.rows(termsOf, [first, second])).toEqual([{ n: TERMS_OF_SCAN }, { n: TERMS_OF_SCAN }]);
    expect(statements.length).toBeGreaterThan((2 * TERMS_OF_SCAN) / 10_000);
    expect(Math.max(...statements)).toBeLessThanOrEqual(10_000);
  }, 120_000);
});
