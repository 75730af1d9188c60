import { loadDevice, type LoadDevice, presign, type PresignedScan } from '../fleet.js';
import { LoadConnection, publishPacket } from '../load-connection.js';
import { type Answer, type JudgeAnswer, payloadHash, type TrustOrder } from './answers.js';
import { LoadAccount, type LoadSummary } from './load-account.js';
import { Schedule } from './schedule.js';

export interface LoadOrder {
  readonly url: string;
  readonly seed: string;
  readonly passwords: readonly string[];
  readonly trust: TrustOrder;
  readonly scansPerDevice: number;
  readonly objectsPerScan: number;
  /** Present: every scan is of this one object. */
  readonly object?: string;
  /** Scans of one device that may be without answer at a time; what has a schedule does not look at it. */
  readonly windowScans: number;
  /** Offered whatever is answered. Absent: as fast as answers come. */
  readonly scansPerSecond?: number;
  /** How long a scan may be without answer, once none is due any more, before the load ends without it. */
  readonly patienceMs?: number;
}

export interface LoadHooks {
  readonly judge: JudgeAnswer;
  /** Everything is signed and connected. The load starts when the promise resolves. */
  readonly onReady: () => Promise<void>;
  readonly onReject?: (reason: string, text: string) => void;
  readonly onProgress?: (answered: number) => void;
}

interface PackedScan {
  readonly packet: Buffer;
  /** How much of its end is the scan. */
  readonly payloadBytes: number;
  readonly counter: number;
}

interface Lane {
  readonly number: number;
  readonly device: LoadDevice;
  readonly scans: readonly PackedScan[];
  connection: LoadConnection;
  next: number;
  waiting: number;
}

const PATIENCE_MS = 45_000;
const LOOK_EVERY_MS = 500;
const STEP_MS = 2;
// Like a device: the same bytes again when no answer comes. Far above any latency worth measuring.
const AGAIN_AFTER_MS = 20_000;
const PROGRESS_EVERY_MS = 5_000;
const COUNTERS = 2 ** 24;

/** Signs, connects, waits for its start, sends and counts answers, until every scan has one or patience has run out. */
export async function runLoad(order: LoadOrder, hooks: LoadHooks): Promise<LoadSummary> {
  const { windowScans, scansPerSecond, patienceMs = PATIENCE_MS } = order;
  const total = order.passwords.length * order.scansPerDevice;
  let finish: () => void;
  let fail: (error: unknown) => void;
  const ended = new Promise<void>((resolve, reject) => ([finish, fail] = [resolve, reject]));
  ended.catch(() => {}); // it may fail while the last connections are still being opened, which fails then too
  const lanes = await openLanes(order, {
    onMessage: (lane, payload) => void take(lane, payload).catch(fail),
    onClose: (error) => fail(error),
  });
  await hooks.onReady();

  const startMs = performance.now();
  const account = new LoadAccount<number>(startMs, windowScans * order.passwords.length);
  const send = (lane: Lane, dueMs?: number): void => {
    const { packet, counter } = lane.scans[lane.next++]!;
    lane.waiting += 1;
    const nowMs = performance.now();
    account.sent(nameOf(lane, counter), { packet, dueMs: dueMs ?? nowMs, nowMs });
    lane.connection.send(packet);
  };
  const fill = (lane: Lane): void => {
    while (lane.waiting < windowScans && lane.next < lane.scans.length) send(lane);
  };

  const schedule = scansPerSecond === undefined ? null : new Schedule(startMs, scansPerSecond, total);
  let sent = 0;
  const sendDue = (): void => {
    if (!schedule) return;
    for (const due = schedule.dueBy(performance.now()); sent < due; sent++)
      send(lanes[sent % lanes.length]!, schedule.dueMs(sent));
  };

  async function take(lane: Lane, payload: Uint8Array): Promise<void> {
    const arrivedMs = performance.now();
    sendDue(); // receipts come by the hundred, and verifying them all would keep the next scans waiting
    const answer = await hooks.judge(lane.device.key, payload);
    const nowMs = performance.now();
    if (answer.kind === 'receipt') {
      for (const counter of answer.counters)
        if (account.receipted(nameOf(lane, counter), { arrivedMs, nowMs })) lane.waiting -= 1;
    } else if (answer.kind === 'reject') {
      hooks.onReject?.(answer.reason, answer.text);
      const counter = counterOf(lane, answer);
      if (counter !== undefined && account.refused(nameOf(lane, counter), answer.reason, nowMs)) lane.waiting -= 1;
    }
    if (account.answered >= total) finish();
    else if (!schedule) fill(lane);
  }

  const look = (): void => {
    const nowMs = performance.now();
    if (nowMs - (schedule?.lastDueMs ?? account.silentSinceMs) > patienceMs) return finish();
    for (const [name, packet] of account.takeSilent(nowMs, AGAIN_AFTER_MS))
      lanes[Math.floor(name / COUNTERS)]!.connection.send(packet);
  };
  const timers = [
    setInterval(sendDue, STEP_MS),
    setInterval(look, LOOK_EVERY_MS),
    setInterval(() => hooks.onProgress?.(account.answered), PROGRESS_EVERY_MS),
  ];
  if (!schedule) for (const lane of lanes) fill(lane);
  try {
    await ended;
    return account.summary(performance.now());
  } finally {
    timers.forEach(clearInterval);
    for (const lane of lanes) lane.connection.close();
  }
}

const packed = ({ id }: LoadDevice, { payload, counter }: PresignedScan): PackedScan => ({
  packet: publishPacket(id, payload, counter),
  payloadBytes: payload.length,
  counter,
});

const nameOf = (lane: Lane, counter: number): number => lane.number * COUNTERS + counter;

/** A reject names the counter, or at least the bytes that it is about. */
function counterOf(lane: Lane, { counter, scanHash }: Extract<Answer, { kind: 'reject' }>): number | undefined {
  return (
    counter ??
    lane.scans.find(({ packet, payloadBytes }) => payloadHash(packet.subarray(-payloadBytes)) === scanHash)?.counter
  );
}

/** All signing comes first: a broker closes a connection that says nothing for long. */
async function openLanes(
  order: LoadOrder,
  on: { readonly onMessage: (lane: Lane, payload: Uint8Array) => void; readonly onClose: (error: Error) => void },
): Promise<Lane[]> {
  const signed = order.passwords.map((_, number) => {
    const device = loadDevice(order.seed, number);
    const scans = presign(device, order.scansPerDevice, order.objectsPerScan, order.object);
    return { device, scans: scans.map((scan) => packed(device, scan)) };
  });
  const lanes: Lane[] = [];
  for (const [number, { device, scans }] of signed.entries()) {
    const lane: Lane = {
      number,
      device,
      scans,
      next: 0,
      waiting: 0,
      connection: undefined as unknown as LoadConnection,
    };
    lane.connection = await LoadConnection.open({
      url: order.url,
      deviceId: device.id,
      password: order.passwords[number]!,
      onMessage: (payload) => on.onMessage(lane, payload),
      onClose: on.onClose,
    });
    lanes.push(lane);
  }
  return lanes;
}
