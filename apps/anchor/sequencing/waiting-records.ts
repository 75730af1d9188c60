import { DEVICE_AT } from '#libs/core/wire';
import type { IncomingRecord } from '#libs/log/sequencer';

/** Limits of what one transaction takes. */
export interface BatchLimits {
  /** With events. */
  readonly scansMax: number;
  readonly bytesMax: number;
}

// STORY section 4: nobody stalls the others.
const DEVICE_SHARE = 1 / 4;
// Enough of a device key to tell devices apart; two that fall together share their share.
const NAME_BYTES = 6;

interface Size {
  items: number;
  bytes: number;
}

interface Waiting {
  readonly record: IncomingRecord;
  readonly items: number;
  /** What each device has in it, counted when first asked for. */
  devices?: ReadonlyMap<number, Size>;
}

/**
 * Records that wait for their transaction, of each partition in their order. One device gets at most a quarter of a transaction: the
 * partition where it has more waits for the next one, and the others go on.
 */
export class WaitingRecords {
  private readonly byPartition = new Map<number, Waiting[]>();
  private readonly bytesOf = new Map<number, number>();
  private totalBytes = 0;
  private totalScans = 0;
  private totalItems = 0;

  get isEmpty(): boolean {
    return this.byPartition.size === 0;
  }

  get scans(): number {
    return this.totalScans;
  }

  get bytes(): number {
    return this.totalBytes;
  }

  bytesOfPartition(partition: number): number {
    return this.bytesOf.get(partition) ?? 0;
  }

  add(record: IncomingRecord): void {
    const items = record.scans.length + record.events.length;
    const queue = this.byPartition.get(record.partition);
    if (queue) queue.push({ record, items });
    else this.byPartition.set(record.partition, [{ record, items }]);
    this.count(record, items, 1);
  }

  /** The next records, at least one if any is there, within the limits of a transaction: one of each partition in turn. */
  take({ scansMax, bytesMax }: BatchLimits): IncomingRecord[] {
    const share = { items: Math.floor(scansMax * DEVICE_SHARE), bytes: Math.floor(bytesMax * DEVICE_SHARE) };
    // Nobody can have more than a share of so little.
    const isFair = this.totalItems <= share.items && this.totalBytes <= share.bytes;
    const taken: IncomingRecord[] = [];
    const size: Size = { items: 0, bytes: 0 };
    const ofDevices = new Map<number, Size>();
    const fits = (waiting: Waiting): boolean =>
      taken.length === 0 ||
      (size.items + waiting.items <= scansMax &&
        size.bytes + waiting.record.bytes <= bytesMax &&
        (isFair || isWithinShares(devicesOf(waiting), ofDevices, share)));
    const open = [...this.byPartition].map(([partition, queue]) => ({ partition, queue, next: 0 }));
    for (let some = open; some.length > 0;) {
      some = some.filter((turn) => {
        const waiting = turn.queue[turn.next];
        if (!waiting || !fits(waiting)) return false;
        turn.next++;
        taken.push(waiting.record);
        size.items += waiting.items;
        size.bytes += waiting.record.bytes;
        if (!isFair) addTo(ofDevices, devicesOf(waiting));
        return true;
      });
    }
    for (const { partition, queue, next } of open) this.remove(partition, queue, next);
    return taken;
  }

  private remove(partition: number, queue: Waiting[], count: number): void {
    for (const { record, items } of queue.splice(0, count)) this.count(record, items, -1);
    if (queue.length === 0) this.byPartition.delete(partition);
  }

  private count({ partition, bytes, scans }: IncomingRecord, items: number, sign: 1 | -1): void {
    this.totalBytes += sign * bytes;
    this.totalScans += sign * scans.length;
    this.totalItems += sign * items;
    this.bytesOf.set(partition, this.bytesOfPartition(partition) + sign * bytes);
  }
}

function devicesOf(waiting: Waiting): ReadonlyMap<number, Size> {
  if (waiting.devices) return waiting.devices;
  const devices = new Map<number, Size>();
  for (const { bytes } of waiting.record.scans) {
    const name = bytes.readUIntBE(DEVICE_AT, NAME_BYTES);
    const size = devices.get(name);
    if (size) {
      size.items++;
      size.bytes += bytes.length;
    } else devices.set(name, { items: 1, bytes: bytes.length });
  }
  return (waiting.devices = devices);
}

/** A device that has nothing in the batch yet gets its first record, however large that is. */
function isWithinShares(
  devices: ReadonlyMap<number, Size>,
  taken: ReadonlyMap<number, Size>,
  share: Readonly<Size>,
): boolean {
  for (const [name, { items, bytes }] of devices) {
    const before = taken.get(name);
    if (before && (before.items + items > share.items || before.bytes + bytes > share.bytes)) return false;
  }
  return true;
}

function addTo(taken: Map<number, Size>, devices: ReadonlyMap<number, Size>): void {
  for (const [name, { items, bytes }] of devices) {
    const before = taken.get(name);
    if (before) {
      before.items += items;
      before.bytes += bytes;
    } else taken.set(name, { items, bytes });
  }
}
