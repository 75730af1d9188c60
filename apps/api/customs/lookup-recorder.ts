import { Inject, Injectable } from '@nestjs/common';
import type { Counter, Histogram, Metrics } from '#libs/host/service';
import { type LookupFacts, LookupKey, LookupQueue } from '#libs/stores/lookups';
import { ScanStream } from '#libs/transport/stream';
import { API_METRICS, CLOCK } from '../tokens.js';

/** Records look-ups, and counts them: what `record` resolved is durable. */
@Injectable()
export class LookupRecorder {
  private readonly queue: LookupQueue;
  private readonly recorded: Counter<'result'>;
  private readonly seconds: Histogram;

  constructor(
    @Inject(ScanStream) stream: ScanStream,
    @Inject(LookupKey) key: LookupKey,
    @Inject(CLOCK) now: () => number,
    @Inject(API_METRICS) metrics: Metrics,
  ) {
    this.queue = new LookupQueue({ stream, key, now });
    this.recorded = metrics.counter('cairn_api_lookups_total', 'Look-ups on the customs tier', ['result']);
    this.seconds = metrics.histogram('cairn_api_lookup_seconds', 'Until a look-up is durably recorded');
  }

  /** @returns id of the look-up, a UUID. @throws as LookupQueue: then there is no answer for the officer. */
  async record(facts: LookupFacts): Promise<string> {
    const stop = this.seconds.startTimer();
    try {
      const id = await this.queue.record(facts);
      this.recorded.inc({ result: 'recorded' });
      return id;
    } catch (error) {
      this.recorded.inc({ result: 'failed' });
      throw error;
    } finally {
      stop();
    }
  }
}
