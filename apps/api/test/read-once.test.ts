import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import type { RunningApi } from '../../../test/kit/api/api.js';
import type { MemoryLog } from '../../../test/kit/api/published-log.js';

// Readers that count stand where everybody imports them from; whatever uses them is therefore imported below them.
const wire = await import('#libs/core/wire');
const calls = new Map<string, number>();

/** Counts calls by the bytes that are read: no two entries or disclosures of this log are the same. */
function counted<Given extends unknown[], Result>(read: (...given: Given) => Result): (...given: Given) => Result {
  return (...given) => {
    const bytes = given.find((one) => one instanceof Uint8Array);
    const call = `${read.name} ${Buffer.from(bytes!).toString('hex')}`;
    calls.set(call, (calls.get(call) ?? 0) + 1);
    return read(...given);
  };
}
jest.unstable_mockModule('#libs/core/wire', () => ({
  ...wire,
  decodeLogEntry: counted(wire.decodeLogEntry),
  decodeScanHeader: counted(wire.decodeScanHeader),
  decodeEventBody: counted(wire.decodeEventBody),
  parseDisclosure: counted(wire.parseDisclosure),
}));
const { ensureCustomsToken } = await import('#libs/registry/access');
const { gatherOwnEntries, parseEvidence, visibleEntries } = await import('#libs/core/evidence');
const { describeOwnEntries } = await import('#libs/core/story');
const { LedgerTrails } = await import('../objects/ledger-trails.js');
const { startApi } = await import('../../../test/kit/api/api.js');
const { Fleet, ITEM, MemoryLog: Log, publish } = await import('../../../test/kit/api/published-log.js');

const PALLET = 'https://id.gs1.org/00/095200010000000010';
const PATH = '/api/v1/objects/01/09520001000010/21/A1';

let database: TestDatabase;
let api: RunningApi;
let log: MemoryLog;
let dataFolder: string;

/** An item on a pallet that changes hands; a scan that came after its key had ended, so that a chain is gathered too. */
function story(): MemoryLog {
  const fleet = new Fleet(new Log('cairn.example/read-once'));
  const maker = fleet.partyWithDevice('Maker');
  // No claim is said twice, so that bytes tell entries apart.
  const carrierParty = fleet.party('Carrier', { partyCountry: 'US' });
  const carrier = fleet.device('gate', carrierParty, { claims: { deviceKind: 'gate' } });
  maker.scan({ bizStep: 'commissioning', claims: { operatorBadge: 'B-17', readPointCountry: 'IN' } });
  maker.scan({ parent: PALLET, children: [ITEM], bizStep: 'packing' });
  maker.scan({ subjects: [PALLET], bizStep: 'shipping', to: carrier.party });
  carrier.scan({ subjects: [PALLET], bizStep: 'receiving' });
  carrier.scan({ parent: PALLET, children: [ITEM], action: 3, bizStep: 'unpacking' });
  carrier.scan({ bizStep: 'stocking', claims: { temperatureVerdict: 'within' } });
  return fleet.log;
}

beforeAll(async () => {
  database = await createTestDatabase();
  log = story();
  dataFolder = mkdtempSync(join(tmpdir(), 'cairn-read-once-'));
  await publish(log, { databaseUrl: database.url, logFolder: join(dataFolder, 'log') });
});
beforeEach(async () => {
  // A process that has read nothing yet.
  api = await startApi({ databaseUrl: database.url, dataFolder });
  calls.clear();
});
afterEach(() => api.stop());
afterAll(async () => {
  await database.drop();
  rmSync(dataFolder, { recursive: true });
});

const ask = async (path: string, tier: 'public' | 'customs'): Promise<string> => {
  const authorization = `Bearer ${ensureCustomsToken(api.dataFolder).token}`;
  const response = await fetch(`${api.url}${path}`, tier === 'customs' ? { headers: { authorization } } : {});
  expect(response.status).toBe(200);
  return response.text();
};
const timesOf = (name: string): number[] =>
  [...calls].filter(([call]) => call.startsWith(`${name} `)).map(([, times]) => times);
/** Whatever was read was read once, and so many entries were. */
function expectReadOnce(entries: number): void {
  expect(timesOf('decodeLogEntry')).toEqual(Array.from({ length: entries }, () => 1));
  const parts = ['decodeScanHeader', 'decodeEventBody', 'parseDisclosure'].flatMap(timesOf);
  expect(parts.length).toBeGreaterThanOrEqual(entries);
  expect(parts.filter((times) => times !== 1)).toEqual([]);
}

describe.each(['public', 'customs'] as const)('for the tier %s', (tier) => {
  it('an entry is read once on its way from the database into evidence', async () => {
    const { entries } = parseEvidence(await ask(`${PATH}/evidence`, tier));
    expect(entries).toHaveLength(log.size);
    expectReadOnce(log.size);
  });

  it('an entry is read once on its way into a page of a trail, and not again for what is asked for next', async () => {
    expect(JSON.parse(await ask(`${PATH}/trail`, tier))).toMatchObject({ stepsTotal: 6 });
    expectReadOnce(log.size);
    await ask(`${PATH}/trail?limit=2`, tier);
    await ask(`${PATH}/evidence`, tier);
    expectReadOnce(log.size);
  });
});

it('an entry is read once on its way into a page beyond the story', async () => {
  const reader = api.app.get(LedgerTrails);
  const page = { from: 0, limit: 2, size: log.size, origin: log.origin };
  const { entries, own, next } = await gatherOwnEntries({ ...page, object: wire.objectKey(ITEM), reader });
  const shown = visibleEntries(entries, { tier: 'public', object: ITEM });
  expect(describeOwnEntries({ object: ITEM, origin: log.origin, own, entries: shown })).toHaveLength(2);
  expect(next).not.toBeNull();
  // One more than the page has, to know where the next one begins.
  expectReadOnce(entries.length + 1);
});

it('key events that were read for one object are not read again for another', async () => {
  await ask(`${PATH}/evidence`, 'public');
  calls.clear();
  const evidence = parseEvidence(await ask(`/api/v1/objects/evidence?uri=${encodeURIComponent(PALLET)}`, 'public'));
  const scans = evidence.entries.filter(({ entry }) => wire.decodeLogEntry(entry).kind === 'scan');
  expect(evidence.entries.length).toBeGreaterThan(scans.length);
  expectReadOnce(scans.length);
});
