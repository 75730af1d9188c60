import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { LedgerReader, StoredEntry, TrailSpanRequest } from '#libs/log/ledger';
import { keyText, ReadEntries, readEntry, type TrailEntry } from '#libs/core/entries';
import { bytesEqual, decodeLogEntry, type LoggedScan, objectKey } from '#libs/core/wire';
import { leafHash } from '#libs/core/tlog';
import { LedgerTrails } from '../objects/ledger-trails.js';
import { Fleet, MemoryLog } from '../../../test/kit/api/published-log.js';

const ITEM = 'https://id.gs1.org/01/09520001000010/21/A1';

/** A log in which devices are enrolled between the scans of one item. */
const log = ((): MemoryLog => {
  const fleet = new Fleet(new MemoryLog('cairn.example/trails'));
  for (let n = 0; n < 8; n++) fleet.partyWithDevice(`Party ${n}`).scan({ subjects: [ITEM] });
  return fleet.log;
})();
const keys = [...new Set(Array.from({ length: log.size }, (_, at) => readEntry(log.entry(at)).objects).flat())];

/** Answers spans from the log in memory and counts what it was asked. */
function ledgerOf(asked: TrailSpanRequest[]): LedgerReader {
  const stored = ({ logIndex, entry }: TrailEntry): StoredEntry => ({ logIndex, entry, privatePart: null });
  return {
    trailSpans: async (requests: readonly TrailSpanRequest[]) => {
      asked.push(...requests);
      return requests.map(({ trailKey, fromLogIndex, toLogIndex, limit }) =>
        log
          .trail(trailKey)
          .filter(({ logIndex }) => logIndex >= fromLogIndex && logIndex < toLogIndex)
          .slice(0, limit)
          .map(stored),
      );
    },
  } as never as LedgerReader;
}

const indexes = (lists: readonly (readonly { readonly logIndex: number }[])[]): number[][] =>
  lists.map((list) => list.map(({ logIndex }) => logIndex));

it('answers as the database would, whatever was asked before and at whatever size', async () => {
  const request = fc.record({
    key: fc.constantFrom(...keys).map((key) => Uint8Array.from(Buffer.from(key, 'hex'))),
    from: fc.oneof(fc.constant(0), fc.nat(log.size)),
    before: fc.integer({ min: 1, max: log.size }),
    limit: fc.integer({ min: 1, max: 12 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(request, { maxLength: 4 }), { maxLength: 12 }), async (rounds) => {
      const trails = new LedgerTrails(ledgerOf([]));
      for (const requests of rounds) {
        const expected = requests.map(({ key, from, before, limit }) =>
          log
            .trail(key)
            .map(({ logIndex }) => logIndex)
            .filter((logIndex) => logIndex >= from && logIndex < before)
            .slice(0, limit),
        );
        const lists = await trails.readTrails(requests, new ReadEntries());
        expect(indexes(lists)).toEqual(expected);
        for (const { leaf, entry } of lists.flat()) expect(bytesEqual(leaf, leafHash(entry))).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});

it('asks for the trail of a device once at a size, and only for what is new at a larger one', async () => {
  const asked: TrailSpanRequest[] = [];
  const trails = new LedgerTrails(ledgerOf(asked));
  const scan = readEntry(log.trail(objectKey(ITEM))[0]!);
  const key = Uint8Array.from(Buffer.from(scan.kind === 'scan' ? scan.device : '', 'hex'));
  const question = { key, from: 0, before: 10, limit: 100 };
  await trails.readTrails([question], new ReadEntries());
  await trails.readTrails([question], new ReadEntries());
  expect(asked).toHaveLength(1);
  await trails.readTrails([{ ...question, before: 12 }], new ReadEntries());
  expect(asked.map(({ fromLogIndex, toLogIndex }) => [fromLogIndex, toLogIndex])).toEqual([
    [0, 10],
    [10, 12],
  ]);
});

it('keeps no trails of objects: there are too many, and they grow', async () => {
  const asked: TrailSpanRequest[] = [];
  const trails = new LedgerTrails(ledgerOf(asked));
  const question = { key: objectKey(ITEM), from: 0, before: log.size, limit: 100 };
  await trails.readTrails([question], new ReadEntries());
  await trails.readTrails([question], new ReadEntries());
  expect(asked).toHaveLength(2);
  expect(keys).toContain(keyText(objectKey(ITEM)));
});

describe('the headers of a boot', () => {
  const fleet = new Fleet(new MemoryLog('cairn.example/headers'));
  const device = fleet.partyWithDevice('Gate');
  const { key, boot } = device;
  for (let counter = 1; counter <= 1_200; counter++)
    if (counter === 1_100) device.loseScans(1);
    else device.scan();
  let pages = 0;
  const byCounter = new Map(
    Array.from({ length: fleet.log.size }, (_, at) => fleet.log.entry(at).entry).flatMap((entry) => {
      const { kind, ...logged } = decodeLogEntry(entry);
      return kind === 'scan' ? [[(logged as { scan: LoggedScan }).scan.counter, entry] as const] : [];
    }),
  );
  const ledger = {
    scansOfBoot: async (asked: Uint8Array, { from, to, limit }: { from: number; to: number; limit: number }) => {
      pages++;
      if (!bytesEqual(asked, boot)) return [];
      return [...byCounter]
        .filter(([counter]) => from <= counter && counter <= to)
        .slice(0, limit)
        .map(([counter, entry]) => ({ counter, entry }));
    },
  } as never as LedgerReader;
  const hashes = async (from: number, to: number) =>
    (await new LedgerTrails(ledger).readHeaderHashes([{ device: key, boot, from, to }]))[0]!;
  const expected = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, at) => {
      const logged = decodeLogEntry(byCounter.get(from + at)!);
      return logged.kind === 'scan' ? new Uint8Array(createHash('sha256').update(logged.scan.header).digest()) : null;
    });

  it('are read page by page, as many as there are without a hole', async () => {
    pages = 0;
    expect(await hashes(2, 1_050)).toEqual(expected(2, 1_050));
    expect(pages).toBe(3);
    expect(await hashes(500, 999)).toEqual(expected(500, 999));
    expect(await hashes(900, 1_200)).toEqual(expected(900, 1_099));
    expect(await hashes(1_100, 1_200)).toEqual([]);
    expect(await hashes(1_199, 1_300)).toEqual(expected(1_199, 1_200));
  });
});
