import type { Clock } from '#libs/log/ledger';
import type { ArrivalAhead, IncomingRecord, InvalidSignature } from '#libs/log/sequencer';
import type { Counter, Health, Logger, Metrics } from '#libs/host/service';

/** Whoever floods the stream must not fill the disk with our lines: metrics count all. */
const LINE_EVERY_MS = 1_000;

interface Alarm {
  readonly counter: Counter;
  readonly text: string;
  count: number;
  /** Since the last line. */
  untold: number;
  lineMs: number;
}

/**
 * What comes by the stream and cannot have been written by ingest, or was let by as the scan of a device that has not signed it. None of it
 * is logged, and the flow goes on; a person should look, for somebody may hold a key or a password of the node.
 */
export class StreamAlarms {
  private readonly records: Alarm;
  private readonly scans: Alarm;
  private readonly signatures: Alarm;
  private readonly arrivals: Alarm;
  private latestMs: number | undefined;

  constructor(
    metrics: Metrics,
    private readonly logger: Logger,
    private readonly clock: Clock,
  ) {
    const alarm = (name: string, help: string, text: string): Alarm => {
      return { counter: metrics.counter(name, help), text, count: 0, untold: 0, lineMs: -Infinity };
    };
    this.records = alarm(
      'cairn_anchor_unusable_records_total',
      'Stream records with a wrong MAC or content, or where ingest does not put them',
      'a record of the stream cannot be used and is skipped',
    );
    this.scans = alarm(
      'cairn_anchor_unusable_scans_total',
      'Scans and refusals in stream records that ingest cannot have written',
      'a scan in a record of the stream cannot be used and is skipped',
    );
    this.signatures = alarm(
      'cairn_anchor_invalid_signatures_total',
      'Scans and refusals in the stream that their device has not signed',
      'a scan in the stream was not signed by its device and is refused',
    );
    this.arrivals = alarm(
      'cairn_anchor_arrivals_ahead_total',
      'Scans in the stream that came more than 60 s later than it is here, and are refused for now',
      'a scan arrived later than it is by the clock of this machine, and is refused for now',
    );
  }

  committed(records: readonly IncomingRecord[]): void {
    for (const { partition, offset, unusable, unusableScans } of records) {
      if (unusable !== undefined) this.raise(this.records, { partition, offset, why: unusable });
      for (const why of unusableScans) this.raise(this.scans, { partition, offset, why });
    }
  }

  invalid(signatures: readonly InvalidSignature[]): void {
    for (const { deviceId, counter } of signatures) this.raise(this.signatures, { deviceId, counter });
  }

  ahead(arrivals: readonly ArrivalAhead[]): void {
    for (const arrival of arrivals) this.raise(this.arrivals, arrival);
  }

  /** One line of the health: it makes nothing unready. */
  addNote(health: Health): void {
    health.addNote('stream', () => {
      if (this.latestMs === undefined) return 'nothing came by it that ingest cannot have written';
      const { records, scans, signatures, arrivals } = this;
      return (
        `since the start ${records.count} records and ${scans.count} scans that ingest cannot have written, ` +
        `${signatures.count} not signed by their device, ${arrivals.count} from later than it is; the latest at ${new Date(this.latestMs).toISOString()}`
      );
    });
  }

  private raise(alarm: Alarm, details: object): void {
    alarm.counter.inc();
    alarm.count++;
    this.latestMs = this.clock.nowMs();
    const nowMs = this.clock.monotonicMs();
    if (nowMs - alarm.lineMs < LINE_EVERY_MS) {
      alarm.untold++;
      return;
    }
    this.logger.error({ ...details, ...(alarm.untold > 0 && { othersSince: alarm.untold }) }, alarm.text);
    alarm.lineMs = nowMs;
    alarm.untold = 0;
  }
}
