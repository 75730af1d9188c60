// The devices of the measured log, in a thread of their own: signs scans and hands them over as bodies of stream records.
import { createHash, randomBytes } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import {
  Action,
  commitment,
  compareBytes,
  encodeScanHeader,
  encodeSignedScan,
  encodeSignedStatement,
  encodeStreamBatch,
  EventType,
  makeDisclosure,
  objectKey,
  Precision,
  type RejectedScan,
  Role,
  type SeenCheckpoint,
  type SignedScan,
  signedStatementOf,
  statementBytes,
  statementHash,
} from '#libs/core/wire';
import { type LoadDevice, loadDevice } from '../fleet.js';

export interface ScanSourceOrder {
  readonly seed: string;
  /** Numbers of the devices of this thread: from, from + step, ... below `devices`. */
  readonly from: number;
  readonly step: number;
  readonly devices: number;
  readonly objects: number;
}

/** Asks for so many records; the answer is their bodies. */
export interface RecordsWanted {
  readonly records: number;
  readonly seen: SeenCheckpoint | undefined;
}

const SCANS_PER_RECORD = 256; // as ingest packs them
const OBJECTS_PER_SCAN_MAX = 3;
// One in so many. Rare, as in a fleet that works, and often enough that each kind is there thousands of times in 10^6.
const SEEN_EVERY = 50;
const LATE_EVERY = 499;
const REFUSED_EVERY = 701;
const EQUIVOCATION_EVERY = 997;
const START_MS = Date.UTC(2026, 0, 15);

const CLAIMS = [
  ['bizStep', 'inspecting'],
  ['disposition', 'in_progress'],
  ['readPoint', 'https://id.gs1.org/414/9520000000004'],
  ['readPointCountry', 'IN'],
  ['note', 'seal unbroken, pallet wrapped'],
] as const;

interface Sender {
  readonly device: LoadDevice;
  counter: number;
  previous: Uint8Array;
  /** Comes after the scan behind it. */
  kept: SignedScan | undefined;
}

const order = workerData as ScanSourceOrder;
const senders: Sender[] = [];
for (let number = order.from; number < order.devices; number += order.step)
  senders.push({ device: loadDevice(order.seed, number), counter: 0, previous: new Uint8Array(32), kept: undefined });
const objects = Array.from({ length: order.objects }, (_, number) => {
  const uri = `https://id.gs1.org/01/09520000000004/21/o${number}`;
  return { uri, key: objectKey(uri) };
});
let made = 0;

function nextScan(sender: Sender, seen: SeenCheckpoint | undefined, counter = ++sender.counter): SignedScan {
  const { device } = sender;
  const draws = randomBytes(4 * OBJECTS_PER_SCAN_MAX);
  const chosen = new Set<number>();
  for (let n = 0; n <= made % OBJECTS_PER_SCAN_MAX; n++) chosen.add(draws.readUInt32LE(4 * n) % objects.length);
  const tags = [...chosen].map((n) => objects[n]!).sort((a, b) => compareBytes(a.key, b.key));
  const disclosures = CLAIMS.map(([name, value], index) =>
    makeDisclosure({ index, salt: randomBytes(16), name, value }),
  );
  const header = encodeScanHeader({
    eventTimeMs: START_MS + made,
    precision: Precision.MILLISECOND,
    zoneOffsetMinutes: 330,
    eventType: EventType.OBJECT,
    action: Action.OBSERVE,
    objects: tags.map(({ key }) => key),
    roles: new Uint8Array(tags.length).fill(Role.SUBJECT),
    claims: disclosures.map(commitment),
    ...(seen && made % SEEN_EVERY === 0 && { seenCheckpoint: seen }),
  });
  const fields = { device: device.key, keyId: device.signer.keyId, boot: device.boot, counter };
  const statement = { ...fields, previous: sender.previous, header };
  const signature = device.signer.sign(statementBytes(statement));
  sender.previous = Uint8Array.from(statementHash(statement));
  return { ...statement, signature, uris: tags.map(({ uri }) => uri), disclosures };
}

function refusedOf(scan: SignedScan): RejectedScan {
  const payload = encodeSignedScan(scan);
  return {
    payloadHash: createHash('sha256').update(payload).digest(),
    device: scan.device,
    boot: scan.boot,
    counter: scan.counter,
    reason: 'DISCLOSURE_MISSING',
    text: 'there are 4 disclosures for 5 claims',
    final: true,
    receivedTimeMs: START_MS + made,
    signedStatement: encodeSignedStatement(signedStatementOf(scan)),
    payloadHead: payload.subarray(0, 64),
  };
}

function record(seen: SeenCheckpoint | undefined): Uint8Array {
  const scans: SignedScan[] = [];
  const rejected: RejectedScan[] = [];
  while (scans.length < SCANS_PER_RECORD) {
    const sender = senders[made % senders.length]!;
    made++;
    const { previous } = sender;
    const scan = nextScan(sender, seen);
    if (sender.kept) {
      scans.push(scan, sender.kept); // the hole was let go meanwhile: this one is late
      sender.kept = undefined;
    } else if (made % REFUSED_EVERY === 0) rejected.push(refusedOf(scan));
    else if (made % LATE_EVERY === 0 && scan.counter > 1) sender.kept = scan;
    else scans.push(scan);
    if (made % EQUIVOCATION_EVERY === 0 && scan.counter > 1 && !sender.kept) {
      const after = sender.previous;
      sender.previous = previous;
      scans.push(nextScan(sender, undefined, scan.counter));
      sender.previous = after;
    }
  }
  const verified = scans.map((scan) => ({ signedScan: encodeSignedScan(scan), receivedTimeMs: START_MS + made }));
  return encodeStreamBatch({ scans: verified, events: [], rejected });
}

parentPort!.on('message', ({ records, seen }: RecordsWanted) => {
  parentPort!.postMessage(
    Array.from({ length: records }, () => record(seen)),
    [],
  );
});
