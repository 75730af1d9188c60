import type { LoggedOfBoot } from '#libs/core/keys';
import {
  ARRIVAL_BACK_MS_MAX,
  EventKind,
  decodeEventBody,
  type LogEntry,
  refusedStatements,
  type StatementFields,
} from '#libs/core/wire';
import { keyOf } from '#libs/log/ledger';
import { BootHistory } from './boot-history.js';
import { type Differences, hex } from './findings.js';
import { RefusedCounters } from './refused-counters.js';

type LoggedScan = Extract<LogEntry, { kind: 'scan' }>['scan'];

export interface ScanPlace {
  readonly logIndex: number;
  readonly scan: LoggedScan;
  /** The 16 bytes of the boot. */
  readonly boot: string;
  readonly statementHash: Buffer;
}

/** What the row of a scan says of it beside its entry. */
export interface ScanColumns {
  readonly bootNumber: number | null;
  readonly counter: number | null;
}

/** Goes through the counters of all boots in the order of the log: each is logged once, after the one that it says. */
export class ScanCounters {
  /** By the 16 bytes of the boot. */
  readonly boots = new Map<string, BootHistory>();
  private readonly refused = new RefusedCounters();
  private latestArrivalMs = 0;

  constructor(
    /** Boots of the database by their number. */
    private readonly bootOfNumber: ReadonlyMap<number, string>,
    private readonly differences: Differences,
  ) {}

  /** What the entries so far say of a boot. */
  loggedOf(boot: Uint8Array, counter: number): LoggedOfBoot {
    const { lastCounter = 0, lastStatementHash = null } = this.boots.get(keyOf(boot)) ?? {};
    return {
      highestCounter: lastCounter,
      ...(lastCounter === counter && lastStatementHash && { hashOfLast: lastStatementHash }),
    };
  }

  /** Compares the row of the next scan with its entry. To be called before `take`. */
  compareRow({ logIndex, scan, boot }: Omit<ScanPlace, 'statementHash'>, { bootNumber, counter }: ScanColumns): void {
    if (counter !== null && counter !== scan.counter && this.boots.get(boot)?.has(counter))
      this.differences.add(
        'COUNTER_DOUBLED',
        `log_entry ${logIndex} has counter ${counter} of boot ${hex(scan.boot)} a second time, its entry ${scan.counter}`,
      );
    else if (bootNumber === null || counter !== scan.counter)
      this.differences.add(
        'BOOT',
        `entry ${logIndex} has counter ${scan.counter}, its row ${counter} of boot number ${bootNumber}`,
      );
    else if (this.bootOfNumber.get(bootNumber) !== boot)
      this.differences.add(
        'BOOT',
        `entry ${logIndex} is of boot ${hex(scan.boot)}, its row says number ${bootNumber}, which is another boot`,
      );
  }

  take({ logIndex, scan, boot, statementHash }: ScanPlace): void {
    this.takeArrival(logIndex, scan.receivedTimeMs);
    let history = this.boots.get(boot);
    if (!history) this.boots.set(boot, (history = new BootHistory()));
    const { lastCounter } = history;
    const refusedAt = this.refused.contradictedBy(boot, scan.counter, statementHash);
    if (refusedAt !== undefined) this.addTwice(logIndex, 'logs', scan, refusedAt);
    if (!history.take(scan.counter, statementHash))
      this.differences.add(
        'COUNTER_DOUBLED',
        `entry ${logIndex} logs counter ${scan.counter} of boot ${hex(scan.boot)} a second time`,
      );
    // One line for a counter that is logged twice: what it was logged after says nothing more.
    else if (scan.after !== lastCounter)
      this.differences.add(
        'AFTER',
        `entry ${logIndex} says that it comes after counter ${scan.after} of its boot, the log has ${lastCounter}`,
      );
  }

  private takeArrival(logIndex: number, receivedTimeMs: number): void {
    const backMs = this.latestArrivalMs - receivedTimeMs;
    this.latestArrivalMs = Math.max(this.latestArrivalMs, receivedTimeMs);
    if (backMs > ARRIVAL_BACK_MS_MAX)
      this.differences.add(
        'ARRIVAL',
        `entry ${logIndex} says that it arrived ${Math.round(backMs / 1_000)} s before an entry that stands above it`,
      );
  }

  /** Takes the body of the next `refused` entry. */
  takeRefused(logIndex: number, bytes: Uint8Array): void {
    const body = decodeEventBody(EventKind.REFUSED, bytes);
    for (const statement of refusedStatements(body)) {
      const refusedAt = this.refused.take(logIndex, { statement, reason: body.reason });
      if (refusedAt !== undefined) this.addTwice(logIndex, 'refuses', statement, refusedAt);
    }
  }

  private addTwice(logIndex: number, does: string, { boot, counter }: StatementFields, refusedAt: number): void {
    this.differences.add(
      'COUNTER_DOUBLED',
      `entry ${logIndex} ${does} counter ${counter} of boot ${hex(boot)}, of which entry ${refusedAt} refused other bytes`,
    );
  }
}
