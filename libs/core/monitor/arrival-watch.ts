import type { ReadScan } from '#libs/core/entries';
import { ARRIVAL_BACK_MS_MAX } from '#libs/core/wire';
import { contradiction, type MonitorFinding } from './finding.js';

/** Judges the order of arrivals: in that of the log they never run backwards. */
export class ArrivalWatch {
  private highest = 0;

  /** Highest arrival so far, in milliseconds since 1970; 0 for none. */
  get highestMs(): number {
    return this.highest;
  }

  resume(highestMs: number): void {
    this.highest = highestMs;
  }

  take({ scan: { receivedTimeMs }, logIndex }: ReadScan): MonitorFinding[] {
    const backMs = this.highest - receivedTimeMs;
    this.highest = Math.max(this.highest, receivedTimeMs);
    if (backMs <= ARRIVAL_BACK_MS_MAX) return [];
    const seconds = Math.round(backMs / 1_000);
    const text = `Entry ${logIndex} says that it arrived ${seconds} s before an entry that stands above it.`;
    return [contradiction('ARRIVAL', logIndex, text)];
  }
}
