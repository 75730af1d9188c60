import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { SubmissionOutcome, LedgerReader } from '#libs/log/ledger';
import {
  decodeSignedEvent,
  decodeStreamBatch,
  encodeStreamBatch,
  eventHash,
  type SubmittedEvent,
} from '#libs/core/wire';
import { OPERATOR_PARTITION, type ScanStream, sealRecord } from '#libs/transport/stream';
import { EnrolmentError } from './errors.js';
import type { EnrolmentJournal } from './journal.js';

export interface EventAppenderOptions {
  readonly stream: ScanStream;
  /** 32 bytes: MAC of stream records. */
  readonly streamKey: Uint8Array;
  readonly reader: LedgerReader;
  readonly journal: EnrolmentJournal;
  readonly nowMs: () => number;
  /** How long the node may take to answer a batch. */
  readonly loggedTimeoutMs: number;
}

const POLL_MS = 100;

/** Brings events of the operator into the log by way of the stream, and finds out what became of them. */
export class EventAppender {
  constructor(private readonly options: EventAppenderOptions) {}

  /** What a crash left between journal and log. */
  async finishEarlierRuns(signal: AbortSignal | undefined): Promise<void> {
    for (const { batch, forget } of this.options.journal.leftovers()) {
      await this.#append(batch);
      await this.#untilAnswered(decodeStreamBatch(batch).events, signal);
      forget();
    }
  }

  /**
   * Appends at most 256 events with one record, in this order, and waits.
   *
   * @returns what became of each
   * @throws {EnrolmentError} NOT_LOGGED when the node does not answer in time: they are kept, and the next call goes on with them
   */
  async log(events: readonly SubmittedEvent[], signal: AbortSignal | undefined): Promise<SubmissionOutcome[]> {
    const batch = encodeStreamBatch({ scans: [], events, rejected: [] });
    const forget = this.options.journal.keep(batch);
    await this.#append(batch);
    const outcomes = await this.#untilAnswered(events, signal);
    forget();
    return outcomes;
  }

  async #append(batch: Uint8Array): Promise<void> {
    const value = sealRecord(this.options.streamKey, batch);
    await this.options.stream.append('scans', [{ partition: OPERATOR_PARTITION, value }]);
  }

  async #untilAnswered(
    events: readonly SubmittedEvent[],
    signal: AbortSignal | undefined,
  ): Promise<SubmissionOutcome[]> {
    const { nowMs, loggedTimeoutMs, reader } = this.options;
    const deadlineMs = nowMs() + loggedTimeoutMs;
    const outcomes = events.map((): SubmissionOutcome | null => null);
    for (;;) {
      for (const [i, { signedEvent }] of events.entries())
        outcomes[i] ??= await reader.registry.eventOutcome(namesOf(signedEvent));
      const missing = outcomes.filter((outcome) => outcome === null).length;
      if (missing === 0) return outcomes as SubmissionOutcome[];
      if (nowMs() > deadlineMs) {
        throw new EnrolmentError(
          'NOT_LOGGED',
          `${missing} of ${events.length} events are not in the log after ${loggedTimeoutMs / 1_000} s: is the anchor running?`,
        );
      }
      await pause(POLL_MS, undefined, { signal });
    }
  }
}

function namesOf(signedEvent: Uint8Array) {
  const { kind, body } = decodeSignedEvent(signedEvent);
  return { eventHash: eventHash(kind, body), payloadHash: createHash('sha256').update(signedEvent).digest() };
}
