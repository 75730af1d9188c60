import { backoffMs, delay } from '../backoff.js';
import type { PartitionFeeder } from '../partition-feeder.js';
import type { StreamName } from '../scan-stream.js';
import { startOffset } from '../start-offset.js';
import { StreamError } from '../stream-error.js';
import type { StreamLog } from '../stream-log.js';
import type { Connections } from './connections.js';
import { readPage } from './read.js';
import { Bell, partitionTopic, type WakeUps } from './wake-ups.js';

export interface ReaderOptions {
  readonly connections: Connections;
  readonly wakeUps: WakeUps;
  readonly stream: StreamName;
  readonly pollIntervalMs: number;
  readonly log: StreamLog;
}

/**
 * Reads one partition into its feeder until the feeder is stopped: a page whenever there is room, then waits for an
 * announcement, or looks again after the poll interval. An unreachable server is waited for.
 * @throws {StreamError} TRIMMED, AHEAD, HOLE.
 */
export async function readInto(feeder: PartitionFeeder, options: ReaderOptions): Promise<void> {
  const { connections, wakeUps, stream, pollIntervalMs, log } = options;
  const { partition, signal } = feeder;
  const bell = new Bell();
  const forget = wakeUps.on(partitionTopic(stream, partition), bell.wake);
  let failures = 0;
  try {
    while (!signal.aborted) {
      await feeder.room();
      bell.reset();
      try {
        const page = await readPage(connections, stream, partition, feeder.next);
        failures = 0;
        startOffset(`${stream}/${partition}`, feeder.next, page);
        feeder.offer(page.records, page.next);
        // Whatever was appended since the page was read has rung the bell: no second look for an empty page.
        if (feeder.next >= page.next) await bell.wait(pollIntervalMs, signal);
      } catch (error) {
        if (error instanceof StreamError) throw error;
        if (signal.aborted) return;
        log('warn', 'reading failed, trying again', { stream, partition, error });
        await delay(backoffMs(failures), signal);
        failures += 1;
      }
    }
  } finally {
    forget();
  }
}
