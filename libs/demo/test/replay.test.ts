import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Device } from '#libs/sdk/device';
import { FakeNode } from '../../../test/kit/device/fake-node.js';
import { removeTemporaryFolders, temporaryFolder } from '../../../test/kit/temporary-folder.js';
import type { Enrol } from '../replay/enrol.js';
import { send } from '../replay/fleet.js';
import type { DemoSummary } from '../replay/summary.js';
import { type DemoProgress, replayDemo, type ReplayOptions } from '../replay/replay-demo.js';
import { replayOf, type ShipmentReplay } from '../shipments/index.js';
import { readShipments } from '../shipments/row.js';
import { readSource } from '../sources.js';
import { KEY_SCENES } from '../lane/key-scenes.js';
import { enrolAt, keyOfficeAt } from './support/fake-enrolment.js';

const SOME_ROWS = 40;
let node: FakeNode;
let dataFolder: string;
let shipments: ShipmentReplay;

const shipmentsOf = (rows: number): ShipmentReplay =>
  replayOf(readShipments(readSource('scms-shipments.csv')).slice(0, rows));
async function startNode(): Promise<void> {
  node = await FakeNode.start();
  dataFolder = temporaryFolder();
}

beforeAll(() => {
  shipments = shipmentsOf(SOME_ROWS);
});
afterAll(removeTemporaryFolders);

const replay = (more: Partial<ReplayOptions> = {}) =>
  replayDemo({
    dataFolder,
    brokerUrl: node.url,
    enrol: enrolAt(node, dataFolder),
    keyOffice: keyOfficeAt(node),
    shipments,
    ...more,
  });
const scansLogged = () => node.log.filter(({ counter }) => counter > 0);
const sceneDevices = new Set(KEY_SCENES.map(({ device }) => device));

/** Counters of each device in the order in which they were logged. */
function counters(): Map<string, number[]> {
  const all = new Map<string, number[]>();
  for (const { device, counter } of scansLogged())
    if (!sceneDevices.has(device)) all.set(device, [...(all.get(device) ?? []), counter]);
  return all;
}
/** Names in the log by device and counter, and as the plan has them. */
const namesLogged = (): string[] =>
  node.log
    .filter(({ device }) => shipments.scans.has(device))
    .map(({ device, counter, uris }) => `${device} ${counter} ${[...uris].sort().join(' ')}`)
    .sort();
const namesPlanned = (): string[] =>
  [...shipments.scans]
    .flatMap(([device, planned]) =>
      planned.map((one, place) => {
        const uris = shipments.write.scan(one).objects.map(({ uri }) => uri);
        return `${device} ${place + 1} ${uris.sort().join(' ')}`;
      }),
    )
    .sort();
const oneTo = (last: number): number[] => Array.from({ length: last }, (_, i) => i + 1);

describe('a replay that came to its end', () => {
  const seen: DemoProgress[] = [];
  let summary: DemoSummary;

  beforeAll(async () => {
    await startNode();
    summary = await replay({ onProgress: (progress) => seen.push(progress) });
  });
  afterAll(() => node.close());

  it('has logged every planned scan once, each device in its order, and says so', () => {
    expect(scansLogged()).toHaveLength(summary.scans + summary.laneScans);
    for (const [device, order] of counters()) expect([device, order]).toEqual([device, oneTo(order.length)]);
    expect(summary).toMatchObject({ rows: SOME_ROWS, scans: shipments.scanCount, refused: {} });
  });

  it('has logged at each counter what the plan has there', () => {
    expect(namesLogged()).toEqual(namesPlanned());
  });

  it('has told how far it was, from nothing to all', () => {
    expect(seen[0]).toEqual({ done: 0, total: 0, phase: 'reading the shipments' });
    const { length } = scansLogged();
    expect(seen.at(-1)).toEqual({ done: length, total: length, phase: 'done' });
    expect(seen.map(({ done }) => done)).toEqual(seen.map(({ done }) => done).sort((a, b) => a - b));
  });

  it('links to a product, a lot, a pallet, a trail with a gap and the scenes of keys, all of which are in the log', () => {
    const { links } = summary;
    const scenes = KEY_SCENES.map(({ what }) => what);
    expect(links.map(({ what }) => what)).toEqual(['a product', 'a lot', 'a pallet', 'a trail with a gap', ...scenes]);
    const logged = new Set(node.log.flatMap(({ uris }) => uris));
    for (const { uri } of links) expect([uri, logged.has(uri)]).toEqual([uri, true]);
    const shop = JSON.parse(readFileSync(join(dataFolder, 'demo', 'shop.json'), 'utf8')) as { object: string };
    expect(shop.object).toBe(links[0]!.uri);
  });

  it.each(KEY_SCENES)(
    'shows $what: scans before and after, and what came between',
    ({ device, what, before, after }) => {
      const keys = node.keysOf(device);
      const order = node.log.filter((one) => one.device === device).map(({ counter }) => counter);
      const [first, second] = [before.length, after.length];
      const expected = {
        'a rotated key': [...oneTo(first), 0, ...oneTo(second).map((counter) => first + counter)],
        'a compromised key': [...oneTo(first), 0, 0, ...oneTo(second)],
        'a device after a reset': [...oneTo(first), 0, ...oneTo(second)],
      };
      expect(order).toEqual(expected[what]);
      expect(keys.keys).toHaveLength(what === 'a device after a reset' ? 1 : 2);
      expect(keys.keys[0]!.compromised !== undefined).toBe(what === 'a compromised key');
    },
  );

  it('has logged what one party of the lane does before what the next one does with it', () => {
    const lane = node.log
      .filter(({ device }) => device.startsWith('lane-') && !sceneDevices.has(device))
      .map(({ device }) => device);
    const order = ['farm-handheld', 'plant-handheld', 'plant-packing', 'truck', 'cold-store-handheld', 'terminal-gate'];
    const places = [...order, 'vessel', 'customs-handheld', 'distribution-gate', 'shop-handheld'].map((name) =>
      lane.indexOf(`lane-${name}`),
    );
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('returns the same summary the next time, enrols nothing and sends nothing', async () => {
    const arrivals = node.arrivals.length;
    const enrol = (): never => {
      throw new Error('nothing is enrolled twice');
    };
    expect(await replay({ enrol })).toEqual(summary);
    expect(node.arrivals).toHaveLength(arrivals);
  });

  it('of an earlier version says of its parties that they are made up, once, and sends nothing', async () => {
    const path = join(dataFolder, 'demo', 'summary.json');
    const { partiesMarked, ...earlier } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    expect(partiesMarked).toBe(true);
    writeFileSync(path, JSON.stringify(earlier));
    const arrivals = node.arrivals.length;
    const asked: Parameters<Enrol>[0][] = [];
    const enrol: Enrol = (request) => {
      asked.push(request);
      return Promise.resolve([]);
    };
    expect(await replay({ enrol })).toEqual(summary);
    expect(await replay({ enrol })).toEqual(summary);
    expect(asked).toHaveLength(1);
    expect(asked[0]!.devices).toEqual([]);
    expect(asked[0]!.parties!.length).toBeGreaterThan(10);
    expect(asked[0]!.parties!.every(({ demo }) => demo)).toBe(true);
    expect(asked[0]!.codes!.length).toBeGreaterThan(0);
    expect(node.arrivals).toHaveLength(arrivals);
  });

  it('refuses to go on with a device that has signed more than its plan has', async () => {
    rmSync(join(dataFolder, 'demo'), { recursive: true });
    await expect(replay({ shipments: shipmentsOf(SOME_ROWS - 10) })).rejects.toMatchObject({ code: 'PLAN_MISMATCH' });
  });
});

describe('a replay that is stopped again and again', () => {
  beforeAll(startNode);
  afterAll(() => node.close());

  it('goes on where it was, without doubling and without a hole', async () => {
    let stops = 0;
    for (; stops < 20 && !existsSync(join(dataFolder, 'demo', 'summary.json')); stops += 1) {
      const controller = new AbortController();
      void node.untilArrivals(node.arrivals.length + 30).then(() => controller.abort());
      await replay({ signal: controller.signal }).catch(() => undefined);
    }
    expect(stops).toBeGreaterThan(3);
    for (const [device, order] of counters()) expect([device, order]).toEqual([device, oneTo(order.length)]);
    expect(namesLogged()).toEqual(namesPlanned());
    const summary = await replay();
    expect(scansLogged()).toHaveLength(summary.scans + summary.laneScans);
  });
});

describe('the sending of one device', () => {
  beforeAll(startNode);
  afterAll(() => node.close());

  it('asks the plan for each scan once and in order, over batches and restarts', async () => {
    const [first] = await enrolAt(node, dataFolder)({ devices: [{ id: 'gate', partyGln: '9521000000018' }] });
    const asked: number[] = [];
    const plan = (length: number) => ({
      length,
      scan: (index: number) => {
        asked.push(index);
        return { objects: [{ uri: `https://id.gs1.org/01/09521000000018/21/${index}` }] };
      },
    });
    for (const length of [5, 5, 12]) {
      const device = await Device.open({ folder: first!.folder!, broker: node.url });
      await send(device, plan(length), { batchSize: 2, unsettledMax: 3 }, new AbortController().signal);
      expect(device.unsettled).toBe(0);
      await device.close();
    }
    expect(asked).toEqual(Array.from({ length: 12 }, (_, i) => i));
    expect(node.log.map(({ counter }) => counter)).toEqual(oneTo(12));
  });
});
