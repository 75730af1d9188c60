// The load, in a process of its own. Presigns, waits for `go`, publishes, and counts receipts that it has verified.
import { MessageJudge, type Trust } from '#libs/sdk/device';
import { NativeVerifier } from '#libs/host/keys';
import { loadDevice, presign, type LoadDevice, type PresignedScan } from './fleet.js';
import { LoadConnection } from './load-connection.js';
import { quantile } from './quantile.js';

export interface LoadOrder {
  readonly url: string;
  readonly seed: string;
  readonly passwords: readonly string[];
  readonly trust: {
    readonly logOrigin: string;
    readonly receiptKey: { readonly algorithm: 1 | 2; readonly publicKey: string };
  };
  readonly scansPerDevice: number;
  readonly objectsPerScan: number;
  /** Present: every scan is of one of these, each device takes them in turn. */
  readonly objects?: readonly string[];
  /** Scans of one device that may be without receipt at a time. */
  readonly windowScans: number;
  /** Absent: as fast as receipts come. */
  readonly scansPerSecond?: number;
}

export interface LoadResult {
  readonly receipted: number;
  readonly rejected: number;
  readonly seconds: number;
  /** Receipts a second between the 10th and the 90th percentile of all receipts: without the ramps. */
  readonly steadyPerSecond: number;
  readonly latencyMs: { readonly p50: number; readonly p99: number };
  readonly generatorCpuSeconds: number;
}

interface Underway {
  readonly lane: Lane;
  readonly payload: Uint8Array;
  readonly firstAt: number;
  lastAt: number;
}

interface Lane {
  readonly device: LoadDevice;
  readonly scans: readonly PresignedScan[];
  connection: LoadConnection;
  next: number;
  waiting: number;
}

const STALL_MS = 10_000;
// Like a device: the same bytes again when no receipt comes. Far above any latency worth measuring.
const AGAIN_AFTER_MS = 20_000;
const AGAIN_EVERY_MS = 2_000;

const tell = (message: object): void => void process.send!(message);

async function run(order: LoadOrder): Promise<LoadResult> {
  const { logOrigin, receiptKey } = order.trust;
  const key = { algorithm: receiptKey.algorithm, publicKey: Buffer.from(receiptKey.publicKey, 'hex') };
  const trust: Trust = { logOrigin, receiptKeys: [key] };
  const judge = new MessageJudge(trust, new NativeVerifier());
  const underway = new Map<string, Underway>();
  const receiptTimes: number[] = [];
  const latencies: number[] = [];
  let rejected = 0;
  let finish: () => void = () => {};
  const finished = new Promise<void>((done) => (finish = done));
  const total = order.passwords.length * order.scansPerDevice;

  // All signing comes first: a broker closes a connection that says nothing for long.
  const signed = order.passwords.map((_, number) => {
    const device = loadDevice(order.seed, number);
    return { device, scans: presign(device, order.scansPerDevice, order.objectsPerScan, order.objects) };
  });
  const lanes: Lane[] = [];
  for (const [number, { device, scans }] of signed.entries()) {
    const lane: Lane = { device, scans, next: 0, waiting: 0, connection: undefined as unknown as LoadConnection };
    lane.connection = await LoadConnection.open({
      url: order.url,
      deviceId: device.id,
      password: order.passwords[number]!,
      onMessage: (payload) => void take(lane, payload),
    });
    lanes.push(lane);
  }

  const send = (lane: Lane): void => {
    const scan = lane.scans[lane.next++]!;
    lane.waiting += 1;
    const now = performance.now();
    underway.set(`${lane.device.id} ${scan.counter}`, { lane, payload: scan.payload, firstAt: now, lastAt: now });
    lane.connection.publish(scan.payload);
  };
  const fill = (lane: Lane): void => {
    while (lane.waiting < order.windowScans && lane.next < lane.scans.length) send(lane);
  };

  async function take(lane: Lane, payload: Uint8Array): Promise<void> {
    const judged = await judge.judge(lane.device.key, payload);
    const now = performance.now();
    if (judged.kind === 'distrusted') throw new Error(`a receipt does not verify: ${judged.code}`);
    if (judged.kind === 'reject') {
      rejected += 1;
      tell({ rejected: judged.body.reason, text: judged.body.text });
      return;
    }
    if (judged.kind !== 'receipt') return; // these devices send no events
    for (const { counter } of judged.items) {
      const name = `${lane.device.id} ${counter}`;
      const scan = underway.get(name);
      if (scan === undefined) continue; // told twice
      underway.delete(name);
      lane.waiting -= 1;
      latencies.push(now - scan.firstAt);
      receiptTimes.push(now);
    }
    if (receiptTimes.length + rejected >= total) finish();
    else if (order.scansPerSecond === undefined) fill(lane);
  }

  tell({ ready: true });
  await new Promise<void>((go) => process.once('message', () => go()));
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  const watches = [watchForStall(receiptTimes, total), setInterval(() => sendAgain(underway), AGAIN_EVERY_MS)];
  if (order.scansPerSecond === undefined) for (const lane of lanes) fill(lane);
  else await pace(order.scansPerSecond, lanes, send);
  await finished;
  watches.forEach(clearInterval);
  const seconds = (performance.now() - start) / 1_000;
  const cpu = process.cpuUsage(cpuBefore);
  for (const lane of lanes) lane.connection.close();
  return {
    receipted: receiptTimes.length,
    rejected,
    seconds,
    steadyPerSecond: steadyRate(receiptTimes),
    latencyMs: { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) },
    generatorCpuSeconds: (cpu.user + cpu.system) / 1e6,
  };
}

function sendAgain(underway: ReadonlyMap<string, Underway>): void {
  const now = performance.now();
  for (const scan of underway.values()) {
    if (now - scan.lastAt < AGAIN_AFTER_MS) continue;
    scan.lastAt = now;
    scan.lane.connection.publish(scan.payload);
  }
}

/** Says so when receipts stop coming: a load that waits for ever would look like a slow one. */
function watchForStall(receiptTimes: readonly number[], total: number): NodeJS.Timeout {
  let before = 0;
  return setInterval(() => {
    if (receiptTimes.length === before) console.error(`  no receipt for ${STALL_MS / 1_000} s: ${before} of ${total}`);
    before = receiptTimes.length;
  }, STALL_MS);
}

/** Sends round-robin at a fixed rate, in steps of 5 ms. */
async function pace(perSecond: number, lanes: readonly Lane[], send: (lane: Lane) => void): Promise<void> {
  const start = performance.now();
  const total = lanes.length * lanes[0]!.scans.length;
  for (let sent = 0; sent < total;) {
    const due = Math.min(total, Math.floor(((performance.now() - start) / 1_000) * perSecond));
    for (; sent < due; sent++) send(lanes[sent % lanes.length]!);
    await new Promise((next) => setTimeout(next, 5));
  }
}

function steadyRate(times: readonly number[]): number {
  const first = Math.floor(times.length * 0.1);
  const last = Math.floor(times.length * 0.9);
  return (last - first) / ((times[last]! - times[first]!) / 1_000);
}

process.on('unhandledRejection', (error) => {
  console.error(error);
  process.exit(1);
});
process.once('message', (order: LoadOrder) => {
  void run(order).then((result) => {
    tell({ result });
    process.disconnect();
  });
});
