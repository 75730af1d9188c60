import type { EnvironmentKeys } from '#libs/host/keys';
import { laneDevices, laneParties } from '../lane/cast.js';
import { laneCodes } from '../lane/codes.js';
import { KEY_SCENES, SCENE_SCANS, sceneDevices } from '../lane/key-scenes.js';
import { Lane, productOf, REPLAYED } from '../lane/lane.js';
import type { LoggerZone } from '../lane/logger.js';
import type { DemoParty } from '../parties.js';
import { shipmentDevices, shipmentParties } from '../shipments/fleet.js';
import { loadShipments, type ShipmentReplay } from '../shipments/index.js';
import { type Enrol, enrolAtNode, enrolFleet } from './enrol.js';
import { DemoFleet, type Pace, send } from './fleet.js';
import { type KeyOffice, keyOfficeAtNode } from './key-office.js';
import { sendLane } from './lane-run.js';
import { playKeyScenes } from './scene-run.js';
import { type DemoSummary, readSummary, writeShopProduct, writeSummary } from './summary.js';

/** How far a replay is. */
export interface DemoProgress {
  /** Scans with a verified receipt. */
  readonly done: number;
  /** 0 while it is not known yet. */
  readonly total: number;
  /** For people. */
  readonly phase: 'reading the shipments' | 'enrolling parties and devices' | 'sending scans' | 'done';
}

export interface ReplayOptions {
  /** CAIRN_DATA of the node. */
  readonly dataFolder: string;
  /** mqtt://host:port */
  readonly brokerUrl: string;
  /** As of DemoFleet. */
  readonly certificateAuthority?: string | undefined;
  readonly onProgress?: (progress: DemoProgress) => void;
  readonly signal?: AbortSignal;
  /** How far the times of the temperature logger are from UTC. Default: LOGGER_ZONE_ASSUMED. */
  readonly loggerZone?: LoggerZone;
  /** Default: as an operator does, with the keys in the data folder, or those below. */
  readonly enrol?: Enrol;
  /** Default: the same. */
  readonly keyOffice?: KeyOffice;
  /** Keys of the node that came in the environment. */
  readonly keys?: EnvironmentKeys | undefined;
  /** Default: all. Tests replay a part. */
  readonly shipments?: ShipmentReplay;
}

const DEVICES_AT_ONCE = 8;
const PACE: Pace = { batchSize: 64, unsettledMax: 256 };
const PROGRESS_INTERVAL_MS = 100;

/**
 * Replays the demo's data through MQTT: enrols parties and devices, lets each device sign its scans in the order of the data, and
 * waits for every receipt. Safe to repeat and to kill at any moment: what a device has signed lies in its outbox, and its counter says
 * how far it came. Once it has come to its end, later calls return the same summary at once.
 *
 * @throws {DemoError}, {EnrolmentError}, {DeviceError}; the signal's reason when it was stopped.
 */
export async function replayDemo(options: ReplayOptions): Promise<DemoSummary> {
  const { dataFolder, brokerUrl, certificateAuthority, signal } = options;
  const before = readSummary(dataFolder);
  if (before) return before.partiesMarked ? before : markParties(before, options);
  signal?.throwIfAborted();
  const progress = options.onProgress ?? (() => undefined);
  progress({ done: 0, total: 0, phase: 'reading the shipments' });
  const shipments = options.shipments ?? loadShipments();
  const laneSteps = new Lane({ zone: options.loggerZone }).steps(REPLAYED);
  const laneScans = laneSteps.length + SCENE_SCANS;
  const total = shipments.scanCount + laneScans;

  progress({ done: 0, total, phase: 'enrolling parties and devices' });
  const parties = demoParties();
  const devices = [
    ...shipmentDevices().filter(({ id }) => shipments.scans.has(id)),
    ...laneDevices(),
    ...sceneDevices(),
  ];
  const enrol = enrolOf(options);
  const folders = await enrolFleet(enrol, { parties, devices, codes: laneCodes(), signal });

  const onSettled = throttled((done) => progress({ done, total, phase: 'sending scans' }));
  const fleet = new DemoFleet({ folders, brokerUrl, certificateAuthority, signal, onSettled });
  try {
    const office = options.keyOffice ?? keyOfficeAtNode(dataFolder, brokerUrl, options.keys);
    // Before the many: the operator's part has a connection to the database, which a busy machine would keep waiting.
    await playKeyScenes(fleet, folders, office);
    await allOrNone([sendLane(laneSteps, fleet), ...sendShipments(shipments, fleet)], () => fleet.close());
  } finally {
    await fleet.close();
  }
  signal?.throwIfAborted();
  const { rowCount: rows, scanCount: scans, productCount: products, leftOut, resolved } = shipments;
  const summary: DemoSummary = {
    rows,
    scans,
    laneScans,
    products,
    parties: parties.length,
    devices: devices.length,
    leftOut,
    resolved,
    refused: Object.fromEntries(fleet.refused),
    links: linksTo(shipments),
    partiesMarked: true,
  };
  writeShopProduct(dataFolder, productOf(REPLAYED));
  writeSummary(dataFolder, summary);
  progress({ done: total, total, phase: 'done' });
  return summary;
}

const demoParties = (): DemoParty[] => [...shipmentParties(), ...laneParties()];

const enrolOf = ({ enrol, dataFolder, brokerUrl, keys }: ReplayOptions): Enrol =>
  enrol ?? enrolAtNode(dataFolder, brokerUrl, keys);

/** A replay of an earlier version: its parties are said to be made up, and whose its codes are. */
async function markParties(before: DemoSummary, options: ReplayOptions): Promise<DemoSummary> {
  const { dataFolder, signal } = options;
  await enrolFleet(enrolOf(options), { parties: demoParties(), devices: [], codes: laneCodes(), signal });
  const summary = { ...before, partiesMarked: true };
  writeSummary(dataFolder, summary);
  return summary;
}

/** A few devices at a time, those with the most scans first, so that none of them is left over at the end. */
function sendShipments({ scans, write }: ShipmentReplay, fleet: DemoFleet): Promise<void>[] {
  const waiting = [...scans].sort(([, one], [, other]) => other.length - one.length);
  return Array.from({ length: DEVICES_AT_ONCE }, async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [id, planned] = next;
      const device = await fleet.device(id);
      await send(device, { length: planned.length, scan: (index) => write.scan(planned[index]!) }, PACE, fleet.signal);
      await fleet.done(id);
    }
  });
}

/** Waits for all of them. When one fails the others are told, and the first error is thrown after all have ended. */
async function allOrNone(work: readonly Promise<void>[], tell: () => Promise<void>): Promise<void> {
  let failed: { readonly error: unknown } | undefined;
  await Promise.all(
    work.map((one) =>
      one.catch(async (error: unknown) => {
        failed ??= { error };
        await tell();
      }),
    ),
  );
  if (failed) throw failed.error;
}

/** What to look at first. The gap is one of the data: the file does not say when the goods left the vendor. */
function linksTo({ scans, identifiers }: ShipmentReplay): DemoSummary['links'] {
  const planned = [...scans.values()].flat();
  const shared = planned.find(
    ({ step, shipment: { weight } }) =>
      step === 'delivered' && weight.kind === 'value' && weight.value.fromId !== undefined,
  );
  const gap = shared ?? planned.find(({ step }) => step === 'delivered');
  return [
    { what: 'a product', uri: productOf(REPLAYED).object },
    { what: 'a lot', uri: REPLAYED.harvest },
    { what: 'a pallet', uri: REPLAYED.pallets[0].uri },
    ...(gap ? [{ what: 'a trail with a gap', uri: identifiers.lot(gap.shipment.row) }] : []),
    ...KEY_SCENES.map(({ what, object: uri }) => ({ what, uri })),
  ];
}

function throttled(report: (count: number) => void): (count: number) => void {
  let reportedMs = 0;
  let highest = 0;
  return (count) => {
    highest = Math.max(highest, count);
    const nowMs = performance.now();
    if (nowMs - reportedMs < PROGRESS_INTERVAL_MS) return;
    reportedMs = nowMs;
    report(highest);
  };
}
