import { OBJECT_STRIDE } from '#libs/core/wire';
import type { BootState } from './boots.js';
import { PairCounters } from './pair-counters.js';
import type { ScanView } from './scan-view.js';

/** Whatever its standing, no device makes more of somebody's trail in a day. The busiest gate of real shipments has 54. */
export const SCANS_OF_OBJECT_A_DAY_MAX = 200;
/** Pairs of device and object that are counted: 5 MB. */
const COUNTERS_MAX = 262_144;
const DAY_MS = 86_400_000;

/**
 * How often each device has scanned each object today, by the day of arrival in UTC, in memory that is bounded (Misra and Gries, 1982).
 *
 * No count is ever too high, so that nobody is refused for what others do. Once all counters are in use, each new pair takes one off
 * all of them: a count is too low by at most the scanned objects of the day divided by the counters. Whoever wants one more scan of an
 * object in that way has to get 262,144 other scanned objects logged for it. A restart begins anew.
 */
export class ScanRate {
  private readonly counters: PairCounters;
  private day = 0;

  constructor(
    private readonly scansMax = SCANS_OF_OBJECT_A_DAY_MAX,
    countersMax = COUNTERS_MAX,
  ) {
    this.counters = new PairCounters(countersMax);
  }

  /** Counters in use. */
  get size(): number {
    return this.counters.size;
  }

  /** @returns whether the device may scan all objects of the scan once more; then it is counted. */
  take(
    { deviceKey }: Pick<BootState, 'deviceKey'>,
    { bytes, objectsAt, objectCount, receivedTimeMs }: ScanView,
  ): boolean {
    const { counters, scansMax } = this;
    this.turnTo(Math.floor(receivedTimeMs / DAY_MS));
    counters.first(deviceKey);
    const end = objectsAt + objectCount * OBJECT_STRIDE;
    for (let at = objectsAt; at < end; at += OBJECT_STRIDE) if (counters.get(bytes, at) >= scansMax) return false;
    for (let at = objectsAt; at < end; at += OBJECT_STRIDE) counters.add(bytes, at);
    return true;
  }

  /** Arrivals never run backwards, nor do days. */
  private turnTo(day: number): void {
    if (day <= this.day) return;
    this.day = day;
    this.counters.clear();
  }
}
