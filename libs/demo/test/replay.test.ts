import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FakeNode } from '../../device/test/support/fake-node.js';
import { removeTemporaryFolders, temporaryFolder } from '../../device/test/support/temporary-folder.js';
import { type DemoProgress, replayDemo, type ReplayOptions } from '../replay/replay-demo.js';
import { replayOf, type ShipmentReplay } from '../shipments/index.js';
import { readShipments } from '../shipments/row.js';
import { readSource } from '../sources.js';
import { enrolAt } from './support/fake-enrolment.js';

const SOME_ROWS = 40;
let node: FakeNode;
let dataFolder: string;
let shipments: ShipmentReplay;

beforeAll(() => {
  shipments = replayOf(readShipments(readSource('scms-shipments.csv')).slice(0, SOME_ROWS));
});
beforeEach(async () => {
  node = await FakeNode.start();
  dataFolder = temporaryFolder();
});
afterEach(() => node.close());
afterAll(removeTemporaryFolders);

const replay = (more: Partial<ReplayOptions> = {}) =>
  replayDemo({ dataFolder, brokerUrl: node.url, enrol: enrolAt(node, dataFolder), shipments, ...more });

/** Counters of each device in the order in which they were logged. */
function counters(): Map<string, number[]> {
  const all = new Map<string, number[]>();
  for (const { device, counter } of node.log) all.set(device, [...(all.get(device) ?? []), counter]);
  return all;
}
const oneTo = (last: number): number[] => Array.from({ length: last }, (_, i) => i + 1);

describe('the replay of the demo', () => {
  it('logs every planned scan once, each device in its order, and says what it did', async () => {
    const seen: DemoProgress[] = [];
    const summary = await replay({ onProgress: (progress) => seen.push(progress) });
    expect(node.log).toHaveLength(summary.scans + summary.laneScans);
    for (const [device, order] of counters()) expect([device, order]).toEqual([device, oneTo(order.length)]);
    expect(summary).toMatchObject({ rows: SOME_ROWS, scans: shipments.scanCount, refused: {} });
    expect(seen[0]).toEqual({ done: 0, total: 0, phase: 'reading the shipments' });
    expect(seen.at(-1)).toEqual({ done: node.log.length, total: node.log.length, phase: 'done' });
  });

  it('links to a product, a lot, a pallet and a trail with a gap, all of which are in the log', async () => {
    const { links } = await replay();
    expect(links.map(({ what }) => what)).toEqual(['a product', 'a lot', 'a pallet', 'a trail with a gap']);
    const logged = new Set(node.log.flatMap(({ uris }) => uris));
    for (const { uri } of links) expect([uri, logged.has(uri)]).toEqual([uri, true]);
    const shop = JSON.parse(readFileSync(join(dataFolder, 'demo', 'shop.json'), 'utf8')) as { object: string };
    expect(shop.object).toBe(links[0]!.uri);
  });

  it('returns the same summary the next time and sends nothing', async () => {
    const first = await replay();
    const logged = node.log.length;
    const again = await replay({
      enrol: () => {
        throw new Error('nothing is enrolled twice');
      },
    });
    expect(again).toEqual(first);
    expect(node.arrivals).toHaveLength(logged);
  });

  it('goes on where it was stopped, without doubling and without a hole', async () => {
    let stops = 0;
    for (; stops < 20 && !existsSync(join(dataFolder, 'demo', 'summary.json')); stops += 1) {
      const controller = new AbortController();
      void node.untilArrivals(node.arrivals.length + 30).then(() => controller.abort());
      await replay({ signal: controller.signal }).catch(() => undefined);
    }
    expect(stops).toBeGreaterThan(3);
    for (const [device, order] of counters()) expect([device, order]).toEqual([device, oneTo(order.length)]);
    const summary = await replay();
    expect(node.log).toHaveLength(summary.scans + summary.laneScans);
  });

  it('logs what one party of the lane does before what the next one does with it', async () => {
    await replay();
    const lane = node.log.filter(({ device }) => device.startsWith('lane-')).map(({ device }) => device);
    const firstOf = (device: string): number => lane.indexOf(device);
    const order = ['farm-handheld', 'plant-handheld', 'plant-packing', 'truck', 'cold-store-handheld', 'terminal-gate'];
    const places = [...order, 'vessel', 'customs-handheld', 'distribution-gate', 'shop-handheld'].map((name) =>
      firstOf(`lane-${name}`),
    );
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });
});
