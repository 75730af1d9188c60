import { OBJECT_STRIDE } from '#libs/core/wire';
import { keyOf } from '#libs/log/ledger';
import type { BootState } from './boots.js';
import type { ScanView } from './scan-view.js';

/** Whatever its standing, no device makes more of somebody's trail in a day. The busiest gate of real shipments has 54. */
export const SCANS_OF_OBJECT_A_DAY_MAX = 200;
/** Pairs of device and object that are counted: 20 MB. */
const COUNTERS_MAX = 262_144;
const DAY_MS = 86_400_000;
// Enough of an object key to tell the objects of one device apart; two that fall together share their count.
const NAME_BYTES = 6;

/**
 * How often each device has scanned each object today, by the day of arrival in UTC, in memory that is bounded (Misra and Gries, 1982).
 *
 * No count is ever too high, so that nobody is refused for what others do. Once all counters are in use, each new pair takes one off
 * all of them: a count is too low by at most the scanned objects of the day divided by the counters. Whoever wants one more scan of an
 * object in that way has to get 262,144 other scanned objects logged for it. A restart begins anew.
 */
export class ScanRate {
  /** Of devices that scanned today, which are no more than are enrolled. */
  private byDevice = new Map<string, Map<number, number>>();
  private counters = 0;
  private day = 0;

  constructor(
    private readonly scansMax = SCANS_OF_OBJECT_A_DAY_MAX,
    private readonly countersMax = COUNTERS_MAX,
  ) {}

  /** Counters in use. */
  get size(): number {
    return this.counters;
  }

  /** @returns whether the device may scan all objects of the scan once more; then it is counted. */
  take({ deviceKey }: BootState, view: ScanView): boolean {
    this.turnTo(Math.floor(view.receivedTimeMs / DAY_MS));
    const device = keyOf(deviceKey);
    let counts = this.byDevice.get(device);
    if (!counts) this.byDevice.set(device, (counts = new Map()));
    const { bytes, objectsAt, objectCount } = view;
    for (let n = 0; n < objectCount; n++) {
      const name = bytes.readUIntBE(objectsAt + n * OBJECT_STRIDE, NAME_BYTES);
      const count = counts.get(name);
      if (count === undefined) this.begin(counts, name);
      else if (count < this.scansMax) counts.set(name, count + 1);
      else {
        this.takeBack(counts, view, n);
        return false;
      }
    }
    return true;
  }

  private begin(counts: Map<number, number>, name: number): void {
    if (this.counters >= this.countersMax) return this.takeOneOffAll();
    counts.set(name, 1);
    this.counters++;
  }

  private takeBack(counts: Map<number, number>, { bytes, objectsAt }: ScanView, objects: number): void {
    for (let n = 0; n < objects; n++) {
      const name = bytes.readUIntBE(objectsAt + n * OBJECT_STRIDE, NAME_BYTES);
      this.takeOneOff(counts, name, counts.get(name) ?? 0);
    }
  }

  private takeOneOffAll(): void {
    for (const counts of this.byDevice.values())
      for (const [name, count] of counts) this.takeOneOff(counts, name, count);
  }

  private takeOneOff(counts: Map<number, number>, name: number, count: number): void {
    if (count > 1) counts.set(name, count - 1);
    else if (counts.delete(name)) this.counters--;
  }

  /** Arrivals never run backwards, nor do days. */
  private turnTo(day: number): void {
    if (day <= this.day) return;
    this.day = day;
    this.byDevice = new Map();
    this.counters = 0;
  }
}
